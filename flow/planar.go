package flow

import (
	"errors"
	"math"
)

// Planar is the planar map of Rezende & Mohamed (2015), equation 10, with the
// constraint already applied to U:
//
//	T(z) = z + U tanh(W·z + B),   det ∂T/∂z = 1 + (U·W)(1 - tanh²(W·z + B)).
//
// It is a bijection of the plane if U·W ≥ -1; with equality, which a constraint
// reaches by rounding only, the determinant vanishes on the line W·z + B = 0.
type Planar struct {
	W, U [2]float64
	B    float64
}

// newPlanar returns the map of the free parameters w, u, b. The constraint moves
// u along w, which leaves an error of ε‖w‖‖u‖ in w·û; it is taken out, so that
// the error is of the order of ε‖w‖‖û‖, as it must be.
func newPlanar(c Constraint, w, u [2]float64, b float64) Planar {
	p := Planar{W: w, U: c.apply(w, u), B: b}
	if c != Free {
		a, n := dot(w, u), dot(w, w)+minNorm
		m, _ := c.m(a)
		whole := dot(w, w) / n // 1 but for w ≈ 0
		k := (float64(whole*m) + float64((1-whole)*a) - dot(w, p.U)) / n
		p.U[0] += float64(k * w[0])
		p.U[1] += float64(k * w[1])
	}
	return p
}

// Forward returns T(z) and ln |det ∂T/∂z|.
func (p Planar) Forward(z [2]float64) (y [2]float64, logDet float64) {
	h, c := tanh(dot(p.W, z)+p.B), p.slope()
	y = [2]float64{z[0] + float64(p.U[0]*h), z[1] + float64(p.U[1]*h)}
	return y, p.logDet(c, h)
}

// ErrNotInvertible says that a planar map with U·W < -1, or with a parameter
// that is not finite, has no inverse.
var ErrNotInvertible = errors.New("flow: planar map with u·w < -1 has no inverse")

// Inverse returns the z with T(z) = y. No closed form exists: along W the map
// is the increasing scalar function v ↦ v + (U·W) tanh v, whose root is found
// to rounding (Rezende & Mohamed 2015, A.1); then z = y - U tanh v.
//
// With S = ‖y‖ + ‖z‖ + ‖U‖, T(z) agrees with y within 8ε (S + ‖U‖(‖W‖S + |B|)),
// ε = 2⁻⁵². That is below 1e-10 while ‖U‖‖W‖S < 5e4; beyond, rounding the
// coordinates of z to float64 alone moves T(z) by as much.
func (p Planar) Inverse(y [2]float64) ([2]float64, error) {
	z, _, err := p.inverse(y)
	return z, err
}

// inverse also returns ln |det ∂T/∂z| at z.
func (p Planar) inverse(y [2]float64) (z [2]float64, logDet float64, err error) {
	c := p.slope()
	if !(c >= -1) || math.IsInf(c, 0) {
		return z, 0, ErrNotInvertible
	}
	h := tanh(solveMonotone(c, dot(p.W, y)+p.B))
	z = [2]float64{y[0] - float64(p.U[0]*h), y[1] - float64(p.U[1]*h)}
	return z, p.logDet(c, h), nil
}

// slope returns U·W. A constraint keeps it above -1 but rounds U, so that the
// product may come out below by as much as that moves it; then it is -1.
func (p Planar) slope() float64 {
	c := dot(p.W, p.U)
	if c < -1 && c >= -1-4*ε*(math.Hypot(p.W[0], p.W[1])*math.Hypot(p.U[0], p.U[1])) {
		return -1
	}
	return c
}

// logDet returns ln |1 + c (1 - h²)|, in a form that keeps its digits for c
// near -1.
func (p Planar) logDet(c, h float64) float64 {
	return log(math.Abs((1 + c) - float64(c*float64(h*h))))
}

// ε is the distance from 1 to the next float64.
const ε = 0x1p-52

// solveMonotone returns the v with v + c tanh v = s, for c ≥ -1, to a residual
// of some ε (|s| + |c|). The function is odd, so that |s| will do; there it is
// increasing and concave (c > 0) or convex (c < 0), and Newton's iteration from
// the end of the bracket
//
//	max(|s|/(1+c), |s| - c) ≤ v ≤ |s|  (c ≥ 0),   |s| ≤ v ≤ |s| - c  (c < 0)
//
// where the tangent is steeper goes to the root from one side. What rounding
// would throw out of the bracket is bisected.
func solveMonotone(c, s float64) float64 {
	t := math.Abs(s)
	lo, hi := max(t/(1+c), t-c), t
	v := lo
	if c < 0 {
		lo, hi = t, t-c
		v = hi
	}
	for range 100 {
		h := tanh(v)
		r := v + float64(c*h) - t
		if math.Abs(r) <= ε*(t+math.Abs(c)) {
			break
		}
		if r > 0 {
			hi = v
		} else {
			lo = v
		}
		next := v - r/((1+c)-float64(c*float64(h*h)))
		if !(next > lo && next < hi) {
			next = lo + float64((hi-lo)/2)
		}
		if next == v {
			break
		}
		v = next
	}
	return math.Copysign(v, s)
}
