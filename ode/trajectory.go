package ode

import (
	"fmt"
	"sort"
)

// A Trajectory is the solution of an initial value problem as a polynomial per
// step (dense output: Hairer, Nørsett & Wanner, Solving Ordinary Differential
// Equations I, section II.6),
//
//	z(t + θh) ≈ z + θ p₁ + θ² p₂ + …,   p_j = h Σ_i d_ij k_i,
//
// with the coefficients d of [Tableau.Dense]. It is continuous with its first
// derivative. Its error is that of the solve, plus the interpolant's, which is
// O(h⁴) for the cubic Hermite polynomial and O(h⁵) for [Tsit5] and
// [DormandPrince]. The zero value is ready to be recorded by [Solver.Trace] or
// [Adaptive.Trace], any number of times; it keeps one batch per step and power
// of θ, and the states at the ends.
type Trajectory[T Float] struct {
	times  []float64   // ends of the steps
	h      []float64   // per step
	states []*block[T] // at times
	powers int         // of θ in a step's polynomial
	coeffs []*block[T] // powers per step
}

// Times returns the times at which steps end, beginning with the initial time.
// They belong to the trajectory.
func (tr *Trajectory[T]) Times() []float64 { return tr.times }

// At writes the states at a time between the first and the last of Times to
// dst, and panics outside of them. Where a step ends it gives the solver's own
// state.
func (tr *Trajectory[T]) At(dst Batch[T], t float64) {
	step := tr.find(t)
	dst.Copy(tr.states[step].Batch)
	if t == tr.times[step] {
		return
	}
	θ := T((t - tr.times[step]) / tr.h[step])
	p := tr.coeffs[step*tr.powers : (step+1)*tr.powers]
	for c := range dst {
		for i := range dst[c] {
			v := T(0)
			for j := tr.powers - 1; j >= 0; j-- { // Horner
				v = T(θ * (p[j].Batch[c][i] + v))
			}
			dst[c][i] += v
		}
	}
}

// find returns the last step's end, counted from 0, that t doesn't come before.
func (tr *Trajectory[T]) find(t float64) int {
	if len(tr.times) == 0 {
		panic("ode: a trajectory that was not recorded")
	}
	t0, t1 := tr.times[0], tr.times[len(tr.times)-1]
	if !(min(t0, t1) <= t && t <= max(t0, t1)) {
		panic(fmt.Sprintf("ode: time %v of a trajectory from %v to %v", t, t0, t1))
	}
	after := func(i int) bool { return tr.times[i] > t }
	if t1 < t0 {
		after = func(i int) bool { return tr.times[i] < t }
	}
	return sort.Search(len(tr.times), after) - 1
}

// begin forgets what is recorded and puts s.y at time t0.
func (tr *Trajectory[T]) begin(s *stepper[T], t0 float64) {
	if len(tr.states) > 0 && (len(tr.states[0].Batch) != s.dim || tr.states[0].Len() != s.n) {
		tr.states, tr.coeffs = nil, nil
	}
	tr.powers = len(s.poly[0])
	tr.h = tr.h[:0]
	tr.times = tr.times[:0]
	tr.end(s, t0)
}

// end puts s.y at the end of the last step, t.
func (tr *Trajectory[T]) end(s *stepper[T], t float64) {
	tr.times = append(tr.times, t)
	tr.states = grow(tr.states, len(tr.times), s)
	copy(tr.states[len(tr.times)-1].flat, s.y.flat)
}

func (tr *Trajectory[T]) attempt(*stepper[T], int) []*block[T] { return nil }

// accepted adds a step of size h that ends at time t in s.y and left its slopes
// in s.
func (tr *Trajectory[T]) accepted(s *stepper[T], h float64, _ []Stage, t float64) {
	first := len(tr.h) * tr.powers
	tr.h = append(tr.h, h)
	tr.coeffs = grow(tr.coeffs, first+tr.powers, s)
	for j, p := range tr.coeffs[first : first+tr.powers] {
		terms := s.terms[:0]
		for i, d := range s.poly {
			if d[j] != 0 {
				terms = append(terms, term[T]{T(h * d[j]), s.k[i].flat})
			}
		}
		sum(p.flat, terms)
	}
	tr.end(s, t)
}
