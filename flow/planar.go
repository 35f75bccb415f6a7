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
// It is a bijection of the plane if U·W > -1.
type Planar struct {
	W, U [2]float64
	B    float64
}

// Forward returns T(z) and ln |det ∂T/∂z|.
func (p Planar) Forward(z [2]float64) (y [2]float64, logDet float64) {
	h := tanh(dot(p.W, z) + p.B)
	y = [2]float64{z[0] + float64(p.U[0]*h), z[1] + float64(p.U[1]*h)}
	return y, log(math.Abs(1 + float64(dot(p.U, p.W)*(1-float64(h*h)))))
}

// ErrNotInvertible says that a planar map with U·W ≤ -1, or with a parameter
// that is not finite, has no inverse.
var ErrNotInvertible = errors.New("flow: planar map with u·w ≤ -1 has no inverse")

// Inverse returns the z with T(z) = y. No closed form exists: along W the map
// is the increasing scalar function v ↦ v + (U·W) tanh v, whose root is found
// to rounding (Rezende & Mohamed 2015, A.1); then z = y - U tanh v.
func (p Planar) Inverse(y [2]float64) ([2]float64, error) {
	c := dot(p.W, p.U)
	if !(c > -1) || math.IsInf(c, 0) {
		return [2]float64{}, ErrNotInvertible
	}
	v := solveMonotone(c, dot(p.W, y)+p.B)
	h := tanh(v)
	return [2]float64{y[0] - p.U[0]*h, y[1] - p.U[1]*h}, nil
}

// solveMonotone returns the v with v + c tanh v = s, for c > -1: Newton's
// iteration inside the bracket [s - |c|, s + |c|], with a bisection whenever a
// Newton step would leave it.
func solveMonotone(c, s float64) float64 {
	const ε = 0x1p-52
	lo, hi := s-math.Abs(c), s+math.Abs(c)
	v := s / (1 + max(c, 0)) // exact for c = 0 and in tanh's linear part
	for range 100 {
		h := tanh(v)
		r := v + float64(c*h) - s
		if math.Abs(r) <= ε*(math.Abs(s)+math.Abs(c)) {
			return v
		}
		if r > 0 {
			hi = v
		} else {
			lo = v
		}
		next := v - r/(1+float64(c*(1-h*h)))
		if !(next > lo && next < hi) {
			next = lo + (hi-lo)/2
		}
		if next == v || next == lo || next == hi {
			return next
		}
		v = next
	}
	return v
}
