package ode

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"
)

// vector is a value per stage.
type vector []float64

func (a vector) times(b vector) vector {
	c := make(vector, len(a))
	for i := range a {
		c[i] = a[i] * b[i]
	}
	return c
}

func (a vector) dot(b vector) float64 {
	s := 0.0
	for i := range a {
		s += a[i] * b[i]
	}
	return s
}

// apply returns A v.
func (t Tableau) apply(v vector) vector {
	out := make(vector, len(t.B))
	for i, row := range t.A {
		out[i] = vector(row).dot(v[:len(row)])
	}
	return out
}

// orderConditions returns, order by order, Φ(tree) - 1/γ(tree) of every rooted
// tree up to order 5 (Hairer, Nørsett & Wanner, Solving Ordinary Differential
// Equations I, table II.2.1).
func orderConditions(t Tableau) [][]float64 {
	b, c := vector(t.B), vector(t.C)
	one := make(vector, len(b))
	for i := range one {
		one[i] = 1
	}
	c2 := c.times(c)
	c3 := c2.times(c)
	ac := t.apply(c)
	ac2, aac := t.apply(c2), t.apply(ac)
	return [][]float64{
		{b.dot(one) - 1},
		{b.dot(c) - 1./2},
		{b.dot(c2) - 1./3, b.dot(ac) - 1./6},
		{b.dot(c3) - 1./4, b.dot(c.times(ac)) - 1./8, b.dot(ac2) - 1./12, b.dot(aac) - 1./24},
		{
			b.dot(c2.times(c2)) - 1./5, b.dot(c2.times(ac)) - 1./10, b.dot(c.times(ac2)) - 1./15,
			b.dot(c.times(aac)) - 1./30, b.dot(ac.times(ac)) - 1./20, b.dot(t.apply(c3)) - 1./20,
			b.dot(t.apply(c.times(ac))) - 1./40, b.dot(t.apply(ac2)) - 1./60, b.dot(t.apply(aac)) - 1./120,
		},
	}
}

func TestOrderConditions(t *testing.T) {
	for _, tab := range Tableaux {
		for i, row := range tab.A {
			sum := 0.0
			for _, a := range row {
				sum += a
			}
			if len(row) != i || math.Abs(sum-tab.C[i]) > 1e-13 {
				t.Errorf("%s: row %d has %d entries of sum %v, want %d of sum %v", tab.Name, i, len(row), sum, i, tab.C[i])
			}
		}
		conditions := orderConditions(tab)
		for order := 1; order <= tab.Order; order++ {
			for _, d := range conditions[order-1] {
				if math.Abs(d) > 1e-13 { // the coefficients have 16 digits
					t.Errorf("%s: a condition of order %d is off by %.2g", tab.Name, order, d)
				}
			}
		}
		if tab.Order < len(conditions) {
			worst := 0.0
			for _, d := range conditions[tab.Order] {
				worst = max(worst, math.Abs(d))
			}
			if worst < 1e-3 {
				t.Errorf("%s has a higher order than %d", tab.Name, tab.Order)
			}
		}
	}
}

// spiral is z' = 2t (-z₂, z₁) - z/4, with the solution e^(-t/4) R(t²) z₀.
type spiral struct{}

func (spiral) Eval(dst, z Batch[float64], at Stage) {
	c := 2 * at.Time
	for k := range z[0] {
		dst[0][k] = -c*z[1][k] - z[0][k]/4
		dst[1][k] = c*z[0][k] - z[1][k]/4
	}
}

func spiralAt(t float64) (x, y float64) {
	r := math.Exp(-t / 4)
	return r * math.Cos(t*t), r * math.Sin(t*t)
}

// spiralError returns the error of a solve over [t0, t1] that begins on the
// solution.
func spiralError(tab Tableau, steps int, t0, t1 float64) float64 {
	z := NewBatch[float64](2, 1)
	z[0][0], z[1][0] = spiralAt(t0)
	NewSolver[float64](Plan{tab, t0, t1, steps}, 2, 1).Solve(z, spiral{})
	x, y := spiralAt(t1)
	return math.Hypot(z[0][0]-x, z[1][0]-y)
}

func TestMeasuredOrder(t *testing.T) {
	for _, tab := range Tableaux {
		for _, interval := range [][2]float64{{0, 2}, {2, 0}} {
			var logSteps, logErrors []float64
			for _, n := range []int{40, 80, 160, 320} {
				logSteps = append(logSteps, math.Log(float64(n)))
				logErrors = append(logErrors, math.Log(spiralError(tab, n, interval[0], interval[1])))
			}
			_, slope := stat.LinearRegression(logSteps, logErrors, nil, false)
			if order := -slope; math.Abs(order-float64(tab.Order)) > 0.3 {
				t.Errorf("%s over %v: order %.2f, want %d", tab.Name, interval, order, tab.Order)
			}
		}
	}
}

func TestThereAndBack(t *testing.T) {
	for _, tab := range Tableaux {
		plan := Plan{tab, 0, 1, 50}
		z := NewBatch[float64](2, 3)
		for k := range 3 {
			z[0][k], z[1][k] = float64(k)-1, 0.5*float64(k)
		}
		want := NewBatch[float64](2, 3)
		want.Copy(z)
		NewSolver[float64](plan, 2, 3).Solve(z, spiral{})
		NewSolver[float64](plan.Reversed(), 2, 3).Solve(z, spiral{})
		tolerance := 10 * math.Pow(1./25, float64(tab.Order))
		for c := range z {
			for k := range z[c] {
				if d := math.Abs(z[c][k] - want[c][k]); d > tolerance {
					t.Errorf("%s: component %d of state %d is off by %.2g after there and back", tab.Name, c, k, d)
				}
			}
		}
	}
}
