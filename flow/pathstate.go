package flow

import (
	"math"

	"flowplayground/ode"
)

// A pathState is n points on their way from data to noise, and what the loss
// makes of them when they have arrived.
type pathState[T Float] struct {
	n    int
	spec CNFSpec      // trace, penalties and base variance
	z, λ ode.Batch[T] // x, y, ℓ and perhaps the integrals of the penalties
}

func newPathState[T Float](spec CNFSpec, n int) pathState[T] {
	return pathState[T]{n, spec, ode.NewBatch[T](spec.dim(), n), ode.NewBatch[T](spec.dim(), n)}
}

// load puts the points into the state, zeros into what is left of it.
func (p *pathState[T]) load(x, y []T) {
	p.z.Zero()
	copy(p.z[0], x)
	copy(p.z[1], y)
}

// pull sets λ to the cotangents of the first n states at noise, of the loss
// that is a mean over total points.
func (p *pathState[T]) pull(n, total int) {
	p.λ.Zero()
	share := T(1 / float64(total))
	pull := T(1 / (float64(total) * p.spec.variance()))
	for k := range n {
		p.λ[0][k] = T(pull * p.z[0][k])
		p.λ[1][k] = T(pull * p.z[1][k])
		p.λ[2][k] = -share
	}
	if p.spec.penalised() {
		for k := range n { // solved from data to noise, the integrals are negative
			p.λ[3][k] = -T(T(p.spec.Kinetic) * share)
			p.λ[4][k] = -T(T(p.spec.Frobenius) * share)
		}
	}
}

// score returns Σ -log p of the first n points, from the state at noise:
//
//	-log N(z; 0, v I) = -log N(z/√v; 0, I) + log v.
func (p *pathState[T]) score(n int) float64 {
	v := p.spec.variance()
	scale, logV := 1/math.Sqrt(v), log(v)
	sum := 0.0
	for k := range n {
		sum += nllAtBase(float64(scale*float64(p.z[0][k])), float64(scale*float64(p.z[1][k])), float64(p.z[2][k])-logV)
	}
	return sum
}

// penalties returns the sums over the first n points.
func (p *pathState[T]) penalties(n int) (q Penalties) {
	if !p.spec.penalised() {
		return q
	}
	for k := range n {
		q.add(Penalties{-float64(p.z[3][k]), -float64(p.z[4][k])})
	}
	return q
}
