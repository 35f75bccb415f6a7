package flow

import "math/rand/v2"

// A Trace is how training finds tr J of the field's Jacobian J. What a model
// scores is always exact.
type Trace int

const (
	// ExactTrace is a sum over the units, and for planar fields the cheapest.
	ExactTrace Trace = iota
	// GaussianTrace is Hutchinson's estimator εᵀJε with ε ~ N(0, I), whose
	// variance is 2‖(J + Jᵀ)/2‖². One ε per point is drawn for every step of
	// training and fixed over the solve, which therefore stays an ODE (Grathwohl
	// et al. 2019, FFJORD).
	GaussianTrace
	// RademacherTrace is the same with ε of independent signs. Only what J has
	// off its diagonal makes it vary: by (J₁₂ + J₂₁)².
	RademacherTrace
)

// noise is Hutchinson's ε of every point of a batch.
type noise[T Float] struct {
	r    *rand.Rand
	x, y []T
}

// draw draws n points' ε, in order. It panics if there is nothing to draw from.
func (s *noise[T]) draw(kind Trace, n int) {
	if kind == ExactTrace {
		return
	}
	if s.r == nil {
		panic("flow: CNF: an estimated trace needs random numbers; see CNF.SetNoise")
	}
	s.x, s.y = resized(s.x, n), resized(s.y, n)
	for k := range n {
		a, b := 0.0, 0.0
		if kind == GaussianTrace {
			a, b = gaussian(s.r)
		} else {
			bits := s.r.Uint64()
			a, b = sign(bits>>63), sign(bits>>62&1)
		}
		s.x[k], s.y[k] = T(a), T(b)
	}
}

// sign returns 1 for 0 and -1 for 1.
func sign(bit uint64) float64 { return 1 - 2*float64(bit) }

// part returns the ε of points from ≤ k < to, none if none were drawn.
func (s *noise[T]) part(from, to int) noise[T] {
	if len(s.x) == 0 {
		return noise[T]{}
	}
	return noise[T]{x: s.x[from:to], y: s.y[from:to]}
}
