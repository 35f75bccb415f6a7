package ode_test

import (
	"math"
	"math/big"
	"testing"

	"flowplayground/ode"
)

// vector holds an exact number per stage.
type vector []*big.Rat

func (a vector) times(b vector) vector {
	c := make(vector, len(a))
	for i := range a {
		c[i] = new(big.Rat).Mul(a[i], b[i])
	}
	return c
}

func (a vector) dot(b vector) *big.Rat {
	s := new(big.Rat)
	for _, v := range a.times(b) {
		s.Add(s, v)
	}
	return s
}

func (a vector) minus(b vector) vector {
	c := make(vector, len(a))
	for i := range a {
		c[i] = new(big.Rat).Sub(a[i], b[i])
	}
	return c
}

// fraction returns the fraction that was rounded to x: the first of its
// continued fractions to do so, which is right for denominators below 1e7.
func fraction(x float64) *big.Rat {
	whole := math.Floor(x)
	r := new(big.Rat).SetFloat64(x)
	rest := new(big.Rat).Sub(r, new(big.Rat).SetFloat64(whole))
	p0, q0, p1, q1 := int64(1), int64(0), int64(whole), int64(1)
	for q1 < 1e7 {
		if got, _ := big.NewRat(p1, q1).Float64(); got == x {
			return big.NewRat(p1, q1)
		}
		rest.Inv(rest)
		n := new(big.Int).Quo(rest.Num(), rest.Denom())
		rest.Sub(rest, new(big.Rat).SetInt(n))
		p0, q0, p1, q1 = p1, q1, n.Int64()*p1+p0, n.Int64()*q1+q0
	}
	return r
}

// stored returns the number as it is stored.
func stored(x float64) *big.Rat { return new(big.Rat).SetFloat64(x) }

func exactly(v []float64, number func(float64) *big.Rat) vector {
	out := make(vector, len(v))
	for i, x := range v {
		out[i] = number(x)
	}
	return out
}

// An exactTableau is a tableau with f at the end of the step as one more stage.
type exactTableau struct {
	a    []vector
	b, c vector
}

func exactOf(tab ode.Tableau, number func(float64) *big.Rat) exactTableau {
	var e exactTableau
	for _, row := range tab.A {
		e.a = append(e.a, exactly(row, number))
	}
	b := exactly(tab.B, number)
	e.a = append(e.a, b)
	e.b = append(append(vector{}, b...), new(big.Rat))
	e.c = append(exactly(tab.C, number), big.NewRat(1, 1))
	return e
}

// apply returns A v.
func (e exactTableau) apply(v vector) vector {
	out := make(vector, len(e.a))
	for i, row := range e.a {
		out[i] = row.dot(v[:len(row)])
	}
	return out
}

// A tree is a rooted tree: weights b are right for it if b·φ = 1/γ.
type tree struct {
	order int
	γ     int64
	φ     vector
}

// trees returns the rooted trees up to order 5 (Hairer, Nørsett & Wanner,
// Solving Ordinary Differential Equations I, table II.2.1).
func (e exactTableau) trees() []tree {
	one := make(vector, len(e.c))
	for i := range one {
		one[i] = big.NewRat(1, 1)
	}
	c := e.c
	c2 := c.times(c)
	c3 := c2.times(c)
	ac := e.apply(c)
	ac2, aac := e.apply(c2), e.apply(ac)
	return []tree{
		{1, 1, one},
		{2, 2, c},
		{3, 3, c2}, {3, 6, ac},
		{4, 4, c3}, {4, 8, c.times(ac)}, {4, 12, ac2}, {4, 24, aac},
		{5, 5, c2.times(c2)}, {5, 10, c2.times(ac)}, {5, 15, c.times(ac2)},
		{5, 30, c.times(aac)}, {5, 20, ac.times(ac)}, {5, 20, e.apply(c3)},
		{5, 40, e.apply(c.times(ac))}, {5, 60, e.apply(ac2)}, {5, 120, e.apply(aac)},
	}
}

// defect returns |b·φ - 1/γ|, the worst over the trees of the given order.
func defect(trees []tree, order int, b vector) float64 {
	worst := 0.0
	for _, t := range trees {
		if t.order == order {
			d, _ := new(big.Rat).Sub(b.dot(t.φ), big.NewRat(1, t.γ)).Float64()
			worst = max(worst, math.Abs(d))
		}
	}
	return worst
}

// numbersOf returns how the numbers of a tableau are to be read and how far an
// order condition may be off: not at all for fractions, whereas Tsit5 has no
// closed form and conditions in which its 16 digits, of numbers up to 13,
// multiply.
func numbersOf(tab ode.Tableau) (func(float64) *big.Rat, float64) {
	if tab.Name == "Tsit5" {
		return stored, 2e-14
	}
	return fraction, 0
}

func TestOrderConditions(t *testing.T) {
	for _, tab := range ode.Tableaux {
		number, tolerance := numbersOf(tab)
		e := exactOf(tab, number)
		for i, row := range e.a {
			sum := new(big.Rat)
			for _, a := range row {
				sum.Add(sum, a)
			}
			d, _ := sum.Sub(sum, e.c[i]).Float64()
			if i < len(tab.A) && len(row) != i || math.Abs(d) > tolerance {
				t.Errorf("%s: row %d has %d entries, and a sum off by %v", tab.Name, i, len(row), d)
			}
		}
		trees := e.trees()
		checkOrder(t, tab.Name, trees, e.b, tab.Order, tolerance)
		if tab.Error != nil {
			b := e.b.minus(exactly(tab.Error, number))
			checkOrder(t, tab.Name+", embedded", trees, b, tab.Order-1, tolerance)
		}
	}
}

// checkOrder asserts that weights have an order, and, up to 4, no higher one.
func checkOrder(t *testing.T, name string, trees []tree, b vector, order int, tolerance float64) {
	t.Helper()
	for k := 1; k <= order; k++ {
		if d := defect(trees, k, b); d > tolerance {
			t.Errorf("%s: a condition of order %d is off by %.2g", name, k, d)
		}
	}
	if order < 5 {
		if d := defect(trees, order+1, b); d < 1e-4 {
			t.Errorf("%s has a higher order than %d", name, order)
		}
	}
}

// TestTsit5ErrorSign knows the mistake of the paper's table.
func TestTsit5ErrorSign(t *testing.T) {
	e := exactOf(ode.Tsit5, stored)
	wrong := append([]float64{}, ode.Tsit5.Error...)
	wrong[6] = -wrong[6]
	if d := defect(e.trees(), 1, e.b.minus(exactly(wrong, stored))); math.Abs(d-2./66) > 1e-15 {
		t.Errorf("with the other sign the weights of b̂ sum to 1 ± %v, want ± 1/33", d)
	}
}

// TestDenseConditions asserts the order of the interpolant as an identity of
// polynomials: Σ b_i(θ) φ_i = θ^ρ/γ for every tree of an order ρ up to its own.
func TestDenseConditions(t *testing.T) {
	for _, tab := range ode.Tableaux {
		if tab.Dense == nil {
			continue
		}
		const order, tolerance = 4, 2e-13 // the coefficients reach 88, with 16 digits
		e := exactOf(tab, stored)
		trees := e.trees()
		for power := range len(tab.Dense[0]) {
			var d vector
			for _, row := range tab.Dense {
				d = append(d, stored(row[power]))
			}
			for _, tr := range trees {
				want := new(big.Rat)
				if tr.order == power+1 {
					want.SetFrac64(1, tr.γ)
				}
				got := d.dot(tr.φ)
				if off, _ := got.Sub(got, want).Float64(); tr.order <= order && math.Abs(off) > tolerance {
					t.Errorf("%s: θ^%d of a tree of order %d is off by %.2g", tab.Name, power+1, tr.order, off)
				}
			}
		}
	}
}

// TestDenseMeetsTheEnds asserts b_i(1) = b_i, and the slopes at both ends.
func TestDenseMeetsTheEnds(t *testing.T) {
	for _, tab := range []ode.Tableau{ode.Tsit5, ode.DormandPrince} {
		for i, row := range tab.Dense {
			value, slope := 0.0, 0.0
			for j, d := range row {
				value += d
				slope += float64(j+1) * d
			}
			b, first, last := 0.0, 0.0, 0.0
			switch i {
			case 0:
				b, first = tab.B[0], 1
			case tab.Stages():
				last = 1
			default:
				b = tab.B[i]
			}
			if row[0] != first || math.Abs(value-b) > 1e-13 || math.Abs(slope-last) > 1e-12 {
				t.Errorf("%s, slope %d: b(1) = %v, b'(0) = %v, b'(1) = %v; want %v, %v, %v",
					tab.Name, i, value, row[0], slope, b, first, last)
			}
		}
	}
}
