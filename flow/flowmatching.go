package flow

import (
	"fmt"
	"math"
	"math/rand/v2"

	"flowplayground/flow/internal/kernel"
)

// A FlowMatching trains a CNF's field without solving anything (Lipman et al.,
// "Flow Matching for Generative Modeling", 2023; Liu et al. 2023; Tong et al.
// 2024). Pairs of noise x₀ and data x₁ are joined by straight lines on which
// everything moves at constant speed; the field that the pairs have on average,
// at a time and a place, takes the noise to the data, and it is what regression
// on the pairs' own velocities finds:
//
//	loss = E ‖f(t, (1-t) x₀ + t x₁) - (x₁ - x₀)‖²,   t ~ U(0, 1).
//
// (With the spec's End T it is T f(T t, …), and x₀ has the base variance.)
// The loss is no likelihood and its least value not zero; [CNF.NLL] scores what
// was learned as it does after any other training.
//
// # Times
//
// The coefficient net is costly in t and free in x, so that a batch has but
// [FlowMatchingTimes] times: one drawn from each of as many equal parts of
// [0, 1], each for a block of neighbouring points of the batch. Which block gets
// which part is drawn as well. Every single point's time is thus uniform on
// [0, 1], and the loss and its gradient are unbiased for every batch, whatever
// its length and order; that the parts are all there keeps the variance of the
// mean over time low.
//
// It owns its scratch, allocates nothing after its first use of a length of
// batch and is not safe for concurrent use.
type FlowMatching[T Float] struct {
	model    *CNF[T]
	pairing  Pairing
	coupling coupling
	net      *coefficientNet[T]
	parts    []int     // the part of [0, 1] that a block gets
	times    []float64 // of the blocks
	knots    []float64 // these in the field's own time
	match    []int     // the data point of every noise point
	z, f     [2][]T    // points on the lines, and the field there
	λ, gz    [2][]T    // cotangents of the field and of the points
	tanhs    []T
}

// FlowMatchingTimes is the number of distinct times in a batch. Most of a
// step's cost is the coefficient net's and goes with it, 1.4 ms at 8 and 3.2 ms
// at 32 for a thousand points and 20 units, while two moons were learned no
// better with 16 or 32.
const FlowMatchingTimes = 8

// NewFlowMatching returns the flow matching of a model.
func NewFlowMatching[T Float](m *CNF[T], p Pairing) *FlowMatching[T] {
	s := &FlowMatching[T]{
		model: m, pairing: p,
		parts: make([]int, FlowMatchingTimes),
		times: make([]float64, FlowMatchingTimes), knots: make([]float64, FlowMatchingTimes),
	}
	s.net = newCoefficientNet[T](m.spec, s.knots)
	return s
}

// Loss returns the mean over pairs of the noise (z1, z2), from N(0, I), and the
// data (x1, x2) at times drawn from r. It panics if the lengths differ.
func (s *FlowMatching[T]) Loss(z1, z2, x1, x2 []T, r *rand.Rand) float64 {
	s.prepare(z1, z2, x1, x2, r)
	sum := 0.0
	for b := range s.times {
		sum += s.block(b, z1, z2, x1, x2)
	}
	return sum / float64(len(z1))
}

// Gradient returns the loss and writes its gradient with respect to the model's
// parameters to grad. Equal states of r give equal pairs and times.
func (s *FlowMatching[T]) Gradient(grad, z1, z2, x1, x2 []T, r *rand.Rand) float64 {
	s.prepare(z1, z2, x1, x2, r)
	clear(s.net.gtable.Rows)
	sum := 0.0
	for b := range s.times {
		sum += s.block(b, z1, z2, x1, x2)
		s.pullback(b, len(z1))
	}
	clear(grad)
	s.net.backward(s.model.groups, s.model.values, grad)
	return sum / float64(len(z1))
}

// prepare draws the times, pairs the points and computes the table.
func (s *FlowMatching[T]) prepare(z1, z2, x1, x2 []T, r *rand.Rand) {
	if len(z2) != len(z1) || len(x1) != len(z1) || len(x2) != len(z1) {
		panic(fmt.Sprintf("flow: flow matching of %d, %d points of noise and %d, %d of data", len(z1), len(z2), len(x1), len(x2)))
	}
	s.reserve(len(z1))
	s.draw(r)
	s.net.at(s.knots)
	s.net.forward(s.model.groups, s.model.values)
	pair(&s.coupling, s.match, s.pairing, z1, z2, x1, x2)
}

// draw draws a time from every part of [0, 1] and shuffles them.
func (s *FlowMatching[T]) draw(r *rand.Rand) {
	for b := range s.parts {
		s.parts[b] = b
	}
	for b := len(s.parts) - 1; b > 0; b-- {
		c := r.IntN(b + 1)
		s.parts[b], s.parts[c] = s.parts[c], s.parts[b]
	}
	for b, part := range s.parts {
		s.times[b] = (float64(part) + r.Float64()) / FlowMatchingTimes
		s.knots[b] = s.model.spec.end() * s.times[b]
	}
}

// bounds returns which of n points are in block b.
func bounds(b, n int) (from, to int) {
	return b * n / FlowMatchingTimes, (b + 1) * n / FlowMatchingTimes
}

// block evaluates the field at a block's points and returns the sum of their
// squared errors, leaving the errors in λ.
func (s *FlowMatching[T]) block(b int, z1, z2, x1, x2 []T) float64 {
	i, j := bounds(b, len(z1))
	t, end, base := T(s.times[b]), T(s.model.spec.end()), T(math.Sqrt(s.model.spec.variance()))
	sum := 0.0
	for k := i; k < j; k++ {
		m, a1, a2 := s.match[k], T(base*z1[k]), T(base*z2[k])
		v1, v2 := x1[m]-a1, x2[m]-a2
		s.z[0][k], s.z[1][k] = a1+T(t*v1), a2+T(t*v2)
		s.λ[0][k], s.λ[1][k] = v1, v2
	}
	f1, f2 := s.f[0][i:j], s.f[1][i:j]
	kernel.Field(f1, f2, s.net.table.row(b), s.z[0][i:j], s.z[1][i:j], s.tanhs)
	for k := range f1 {
		e1, e2 := T(end*f1[k])-s.λ[0][i+k], T(end*f2[k])-s.λ[1][i+k]
		s.λ[0][i+k], s.λ[1][i+k] = e1, e2
		sum += float64(float64(e1)*float64(e1)) + float64(float64(e2)*float64(e2))
	}
	return sum
}

// pullback adds the cotangents of a block's coefficients in a mean over total
// points.
func (s *FlowMatching[T]) pullback(b, total int) {
	i, j := bounds(b, total)
	share := T(2 * s.model.spec.end() / float64(total))
	for k := i; k < j; k++ {
		s.λ[0][k] *= share
		s.λ[1][k] *= share
	}
	kernel.Pullback(s.gz[0][i:j], s.gz[1][i:j], s.net.gtable.row(b), s.net.table.row(b),
		s.z[0][i:j], s.z[1][i:j], s.λ[0][i:j], s.λ[1][i:j], 0, s.tanhs, j-i)
}

// reserve makes room for n points.
func (s *FlowMatching[T]) reserve(n int) {
	if n != len(s.match) {
		s.match = make([]int, n)
	}
	if n <= len(s.z[0]) {
		return
	}
	for _, v := range []*[]T{
		&s.z[0], &s.z[1], &s.f[0], &s.f[1], &s.λ[0], &s.λ[1], &s.gz[0], &s.gz[1],
	} {
		*v = make([]T, n)
	}
	s.tanhs = make([]T, s.model.spec.Units*(n/FlowMatchingTimes+1))
}
