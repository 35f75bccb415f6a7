package ode

import "fmt"

// A stepper makes single steps of one method, and their reverse.
type stepper[T Float] struct {
	tab    Tableau
	poly   [][]float64 // tab's dense output
	dim, n int

	k   []Batch[T] // slopes at the stages and at the end; in reverse, their cotangents
	z   Batch[T]   // state at a stage, where it isn't kept
	sum Batch[T]   // Σ of the stage cotangents of one step

	terms []term[T] // of the sum at hand
}

func newStepper[T Float](tab Tableau, dim, n int) stepper[T] {
	s := stepper[T]{tab: tab, poly: tab.dense(), dim: dim, n: n, z: NewBatch[T](dim, n), sum: NewBatch[T](dim, n)}
	for range tab.Stages() + 1 {
		s.k = append(s.k, NewBatch[T](dim, n))
	}
	return s
}

// slopes computes the slopes at the stages of a step of size h from z, those
// before stage from being there already. Stage states go to tape if there is
// one.
func (s *stepper[T]) slopes(z Batch[T], f Field[T], h float64, at []Stage, tape []Batch[T], from int) {
	for i, row := range s.tab.A {
		stage := s.z
		if tape != nil {
			stage = tape[i]
		}
		if i < from {
			stage.Copy(z)
			continue
		}
		stage.sum(z, s.weigh(h, row)...)
		f.Eval(s.k[i], stage, at[i])
	}
}

// combine adds h Σ w_i k_i to dst.
func (s *stepper[T]) combine(dst Batch[T], h float64, w []float64) {
	dst.sum(dst, s.weigh(h, w)...)
}

// weigh returns the terms h w_i k_i that are not zero, until its next call.
func (s *stepper[T]) weigh(h float64, w []float64) []term[T] {
	s.terms = s.terms[:0]
	for i, w := range w {
		if w != 0 {
			s.terms = append(s.terms, term[T]{T(h * w), s.k[i]})
		}
	}
	return s.terms
}

// finish computes the slope at the end of a step, z.
func (s *stepper[T]) finish(z Batch[T], f Field[T], at Stage) {
	f.Eval(s.k[s.tab.Stages()], z, at)
}

// next makes the slope at the end of a step the first one of the next.
func (s *stepper[T]) next() {
	last := s.tab.Stages()
	s.k[0], s.k[last] = s.k[last], s.k[0]
}

// reverse replaces λ, the cotangent of the state at the end of a step with the
// given stage states, by that of its beginning:
//
//	κ_i = h b_i λ + h Σ_{j>i} a_ji ν_j,   ν_i = κ_iᵀ ∂f/∂z (t_i, z_i),   λ ← λ + Σ_i ν_i,
//
// last stage first.
func (s *stepper[T]) reverse(λ Batch[T], f DifferentiableField[T], h float64, at []Stage, tape []Batch[T]) {
	κ, ν := s.z, s.k
	s.sum.Zero()
	for i := s.tab.Stages() - 1; i >= 0; i-- {
		s.terms = s.terms[:0]
		if b := s.tab.B[i]; b != 0 {
			s.terms = append(s.terms, term[T]{T(h * b), λ})
		}
		for j := i + 1; j < s.tab.Stages(); j++ {
			if a := s.tab.A[j][i]; a != 0 {
				s.terms = append(s.terms, term[T]{T(h * a), ν[j]})
			}
		}
		κ.sum(nil, s.terms...)
		f.Pullback(ν[i], tape[i], κ, at[i])
		s.sum.add(1, ν[i])
	}
	λ.add(1, s.sum)
}

// check panics unless z has the solver's shape.
func (s *stepper[T]) check(z Batch[T]) {
	if len(z) != s.dim || z.Len() != s.n {
		panic(fmt.Sprintf("ode: batch of %d×%d for a solver of %d×%d", len(z), z.Len(), s.dim, s.n))
	}
}
