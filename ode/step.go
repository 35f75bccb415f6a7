package ode

import (
	"fmt"
	"slices"
)

// A stepper makes single steps of one method, and their reverse.
type stepper[T Float] struct {
	tab    Tableau
	poly   [][]float64 // tab's dense output
	dim, n int
	seen   int // entries of a state that the field depends on: the first ones

	y *block[T]   // the state at the beginning of a step; in reverse, its cotangent
	z *block[T]   // that at a stage, where it isn't kept; in reverse, the slope's cotangent
	k []*block[T] // slopes at the stages and at the end; in reverse, the stages' cotangents

	terms []term[T] // of the sum at hand
}

func newStepper[T Float](tab Tableau, dim, n int) stepper[T] {
	s := stepper[T]{
		tab: tab, poly: tab.dense(), dim: dim, n: n, seen: dim * n,
		y: newBlock[T](dim, n), z: newBlock[T](dim, n),
		terms: make([]term[T], 0, tab.Stages()+2),
	}
	s.k = grow(nil, tab.Stages()+1, &s)
	return s
}

// grow lengthens a list of blocks of the stepper's shape to at least n.
func grow[T Float](list []*block[T], n int, s *stepper[T]) []*block[T] {
	for len(list) < n {
		list = append(list, newBlock[T](s.dim, s.n))
	}
	return list
}

// begin takes in the states, or cotangents, of a solve of f. It panics unless
// they have the solver's shape.
func (s *stepper[T]) begin(z Batch[T], f Field[T]) {
	if len(z) != s.dim || slices.ContainsFunc(z, func(c []T) bool { return len(c) != s.n }) {
		panic(fmt.Sprintf("ode: batch of %d×%d for a solver of %d×%d", len(z), z.Len(), s.dim, s.n))
	}
	s.y.Copy(z)
	s.seen = s.dim * s.n
	if q, ok := f.(QuadratureField[T]); ok {
		s.seen = q.FirstQuadrature() * s.n
	}
}

// advance moves z by a step of size h. Stage states go to tape if there is one.
func (s *stepper[T]) advance(z *block[T], f Field[T], h float64, at []Stage, tape []*block[T]) {
	s.slopes(z, f, h, at, tape, 0)
	s.combine(z.flat, z.flat, h, s.tab.B)
}

// slopes computes the slopes at the stages of a step of size h from z, those
// before stage from being there already. Stage states go to tape if there is
// one.
func (s *stepper[T]) slopes(z *block[T], f Field[T], h float64, at []Stage, tape []*block[T], from int) {
	for i, row := range s.tab.A {
		stage := s.z
		if tape != nil {
			stage = tape[i]
		}
		s.combine(stage.flat[:s.seen], z.flat, h, row)
		if i >= from {
			f.Eval(s.k[i].Batch, stage.Batch, at[i])
		}
	}
}

// combine sets dst to z + h Σ w_i k_i, where z may be nil for zero.
func (s *stepper[T]) combine(dst, z []T, h float64, w []float64) {
	terms := s.terms[:0]
	if z != nil {
		terms = append(terms, term[T]{1, z})
	}
	for i, w := range w {
		if w != 0 {
			terms = append(terms, term[T]{T(h * w), s.k[i].flat})
		}
	}
	sum(dst, terms)
}

// finish computes the slope at the end of a step, z.
func (s *stepper[T]) finish(z *block[T], f Field[T], at Stage) {
	f.Eval(s.k[s.tab.Stages()].Batch, z.Batch, at)
}

// next makes the slope at the end of a step the first one of the next.
func (s *stepper[T]) next() {
	last := s.tab.Stages()
	s.k[0], s.k[last] = s.k[last], s.k[0]
}

// reverse replaces λ, which is in y, the cotangent of the state at the end of a
// step with the given stage states, by that of its beginning:
//
//	κ_i = h b_i λ + h Σ_{j>i} a_ji ν_j,   ν_i = κ_iᵀ ∂f/∂z (t_i, z_i),   λ ← λ + Σ_i ν_i,
//
// last stage first. Of quadratures ν is 0.
func (s *stepper[T]) reverse(f DifferentiableField[T], h float64, at []Stage, tape []*block[T]) {
	λ, κ, ν, last := s.y.flat, s.z, s.k, s.tab.Stages()-1
	for i := last; i >= 0; i-- {
		b := T(h * s.tab.B[i])
		sum(κ.flat[s.seen:], append(s.terms[:0], term[T]{b, λ[s.seen:]}))
		terms := append(s.terms[:0], term[T]{b, λ})
		for j := i + 1; j <= last; j++ {
			if a := s.tab.A[j][i]; a != 0 {
				terms = append(terms, term[T]{T(h * a), ν[j].flat})
			}
		}
		sum(κ.flat[:s.seen], terms)
		f.Pullback(ν[i].Batch, tape[i].Batch, κ.Batch, at[i])
	}
	terms := s.terms[:0]
	for i := last; i >= 0; i-- {
		terms = append(terms, term[T]{1, ν[i].flat})
	}
	sum(λ[:s.seen], append(terms, term[T]{1, λ}))
}
