package flow

import (
	"math"

	"flowplayground/ode"
)

// A pathSolver carries up to n data points to noise along a plan, adding up the
// trace, and the gradient back.
type pathSolver[T Float] struct {
	n        int
	spec     CNFSpec // trace, penalties and base variance
	solver   *ode.Solver[T]
	field    *planarField[T]
	jacobian *jacobianField[T] // what is solved instead, if that needs more
	adjoint  *adjointSolver[T] // of AdjointGradient
	z, λ     ode.Batch[T]      // x, y, ℓ and perhaps the integrals of the penalties
	gtable   *Table[T]
}

// newPathSolver returns a solver with the exact trace and a base variance of 1.
func newPathSolver[T Float](plan ode.Plan, table *Table[T], n int) *pathSolver[T] {
	return newPathSolverFor(CNFSpec{}, plan, table, n)
}

// newPathSolverFor returns a solver with the spec's trace, penalties and base
// variance.
func newPathSolverFor[T Float](spec CNFSpec, plan ode.Plan, table *Table[T], n int) *pathSolver[T] {
	dim := flowDim
	if spec.penalised() {
		dim = penaltyDim
	}
	p := &pathSolver[T]{
		n: n, spec: spec, solver: ode.NewSolver[T](plan, dim, n),
		z: ode.NewBatch[T](dim, n), λ: ode.NewBatch[T](dim, n),
		gtable: newTable[T](table.Units, table.Knots),
	}
	p.field = newPlanarField(table, p.solver.Knots(), n)
	if !spec.plain() {
		p.jacobian = newJacobianField(p.field)
	}
	switch spec.Gradient {
	case CheckpointedGradient:
		p.solver.Checkpoint(checkpointEvery(plan))
	case AdjointGradient:
		p.adjoint = newAdjointSolver(plan, table, p.gtable, n)
	}
	return p
}

// rightHandSide returns the field that is solved.
func (p *pathSolver[T]) rightHandSide() ode.DifferentiableField[T] {
	if p.jacobian != nil {
		return p.jacobian
	}
	return p.field
}

// load puts the points into the state, zeros into what is left of it.
func (p *pathSolver[T]) load(x, y []T) {
	p.z.Zero()
	copy(p.z[0], x)
	copy(p.z[1], y)
}

// nll returns Σ -log p of the points.
func (p *pathSolver[T]) nll(x, y []T) float64 {
	p.load(x, y)
	p.field.grad = nil
	p.solver.Solve(p.z, p.rightHandSide())
	return p.score(len(x))
}

// estimate sets Hutchinson's ε of the points that come next.
func (p *pathSolver[T]) estimate(x, y []T) { p.jacobian.estimate(x, y) }

// gradient returns Σ -log p of the points and leaves in gtable the gradient of
// that sum and the weighted penalties divided by total.
func (p *pathSolver[T]) gradient(x, y []T, total int) float64 {
	p.load(x, y)
	clear(p.gtable.Rows)
	if p.adjoint != nil {
		p.field.grad = nil
		p.solver.Solve(p.z, p.field)
		sum := p.score(len(x))
		p.pull(len(x), total)
		p.adjoint.Backward(p.z, p.λ, p.adjoint.field)
		return sum
	}
	p.field.record(p.spec.Gradient.remembered(p.solver.Plan()), p.gtable)
	p.solver.Record(p.z, p.rightHandSide())
	p.pull(len(x), total)
	p.solver.Backward(p.λ, p.rightHandSide())
	return p.score(len(x))
}

// pull sets λ to the cotangents of the first n states at noise, of the loss
// that is a mean over total points.
func (p *pathSolver[T]) pull(n, total int) {
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
func (p *pathSolver[T]) score(n int) float64 {
	v := p.spec.variance()
	scale, logV := 1/math.Sqrt(v), log(v)
	sum := 0.0
	for k := range n {
		sum += nllAtBase(float64(scale*float64(p.z[0][k])), float64(scale*float64(p.z[1][k])), float64(p.z[2][k])-logV)
	}
	return sum
}

// penalties returns the sums over the first n points.
func (p *pathSolver[T]) penalties(n int) (q Penalties) {
	if !p.spec.penalised() {
		return q
	}
	for k := range n {
		q.add(Penalties{-float64(p.z[3][k]), -float64(p.z[4][k])})
	}
	return q
}
