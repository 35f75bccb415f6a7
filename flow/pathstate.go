package flow

import (
	"math"

	"flowplayground/ode"
)

// A pathState is n points on their way from data to noise, and what the loss
// makes of them when they have arrived.
type pathState[T Float] struct {
	spec CNFSpec      // trace, penalties and base variance
	z, λ ode.Batch[T] // x, y, ℓ and perhaps the integrals of the penalties
}

func newPathState[T Float](spec CNFSpec, n int) pathState[T] {
	return pathState[T]{spec, ode.NewBatch[T](spec.dim(), n), ode.NewBatch[T](spec.dim(), n)}
}

// load puts n points at the beginning of their way.
func (p *pathState[T]) load(x, y []T) {
	copy(p.z[0], x)
	copy(p.z[1], y)
	p.z[2:].Zero()
}

// pull sets λ to the cotangents of the states at noise, of the loss that is a
// mean over total points.
func (p *pathState[T]) pull(total int) {
	share := T(1 / float64(total))
	pull := T(1 / (float64(total) * p.spec.variance()))
	for k, x := range p.z[0] {
		p.λ[0][k] = T(pull * x)
		p.λ[1][k] = T(pull * p.z[1][k])
		p.λ[2][k] = -share
	}
	if p.spec.penalised() {
		for k := range p.λ[3] { // solved from data to noise, the integrals are negative
			p.λ[3][k] = -T(T(p.spec.Kinetic) * share)
			p.λ[4][k] = -T(T(p.spec.Frobenius) * share)
		}
	}
}

// score returns Σ -log p of the points from ≤ k < to, by their states at noise:
//
//	-log N(z; 0, v I) = -log N(z/√v; 0, I) + log v.
func (p *pathState[T]) score(from, to int) float64 {
	v := p.spec.variance()
	scale, logV := 1/math.Sqrt(v), log(v)
	sum := 0.0
	for k := from; k < to; k++ {
		sum += nllAtBase(float64(scale*float64(p.z[0][k])), float64(scale*float64(p.z[1][k])), float64(p.z[2][k])-logV)
	}
	return sum
}

// penalties returns the sums over the points from ≤ k < to.
func (p *pathState[T]) penalties(from, to int) (q Penalties) {
	if !p.spec.penalised() {
		return q
	}
	for k := from; k < to; k++ {
		q.add(Penalties{-float64(p.z[3][k]), -float64(p.z[4][k])})
	}
	return q
}
