package flow

import "math"

// A Constraint turns a free vector u into the û of a planar map
// z + û tanh(w·z + b), of which w·û > -1 makes a bijection:
//
//	û = u + (m(w·u) - w·u) w/‖w‖²,   so that   w·û = m(w·u).
type Constraint int

const (
	// Free leaves u alone. The map need not be invertible; an ODE's flow is,
	// whatever u.
	Free Constraint = iota
	// Softplus is m(x) = -1 + ln(1 + eˣ) of Rezende & Mohamed (2015), A.1.
	Softplus
	// LogSoftplus is m(x) = -1 + ln(1 + softplus(x)), as flowjax has it: still
	// above -1, but growing like a logarithm.
	LogSoftplus
)

// m returns m(x) and m'(x).
func (c Constraint) m(x float64) (value, slope float64) {
	switch c {
	case Softplus:
		return softplus(x) - 1, logistic(x)
	case LogSoftplus:
		s := softplus(x)
		return math.Log1p(s) - 1, logistic(x) / (1 + s)
	}
	return x, 1
}

// minNorm keeps 1/‖w‖² finite at w = 0, where û has no limit.
const minNorm = 1e-30

// apply returns û.
func (c Constraint) apply(w, u [2]float64) [2]float64 {
	if c == Free {
		return u
	}
	a, n := dot(w, u), dot(w, w)+minNorm
	m, _ := c.m(a)
	k := (m - a) / n
	return [2]float64{u[0] + float64(k*w[0]), u[1] + float64(k*w[1])}
}

// pullback returns the cotangents of w and u for the cotangent g of û. With
// a = w·u, n = ‖w‖² and k = (m(a) - a)/n,
//
//	∂u = g + κ w,   ∂w = k g + κ u - 2 k (g·w)/n w,   κ = (g·w)(m'(a) - 1)/n.
func (c Constraint) pullback(w, u, g [2]float64) (gw, gu [2]float64) {
	if c == Free {
		return gw, g
	}
	a, n := dot(w, u), dot(w, w)+minNorm
	m, slope := c.m(a)
	k, s := (m-a)/n, dot(g, w)/n
	κ := float64(s * (slope - 1))
	r := float64(2 * float64(k*s))
	for i := range gw {
		gu[i] = g[i] + float64(κ*w[i])
		gw[i] = float64(k*g[i]) + float64(κ*u[i]) - float64(r*w[i])
	}
	return gw, gu
}

func dot(a, b [2]float64) float64 { return float64(a[0]*b[0]) + float64(a[1]*b[1]) }
