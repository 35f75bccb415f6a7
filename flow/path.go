package flow

import "flowplayground/ode"

// A pathSolver carries n data points to noise along a plan, adding up the
// trace, and the gradient back.
type pathSolver[T Float] struct {
	pathState[T]
	solver   *ode.Solver[T]
	field    *planarField[T]
	jacobian *jacobianField[T] // what is solved instead, if that needs more
	adjoint  *adjointSolver[T] // of AdjointGradient
	sums     []pointSums[T]    // of the shards
}

// newPathSolver returns a solver with the exact trace and a base variance of 1,
// without gradient.
func newPathSolver[T Float](plan ode.Plan, table *Table[T], n int) *pathSolver[T] {
	return newPathSolverFor(CNFSpec{}, plan, table, n, nil)
}

// newPathSolverFor returns a solver with the spec's trace, penalties and base
// variance, whose gradients go to grads, a table for each shard.
func newPathSolverFor[T Float](spec CNFSpec, plan ode.Plan, table *Table[T], n int, grads []*Table[T]) *pathSolver[T] {
	p := &pathSolver[T]{
		pathState: newPathState[T](spec, n), solver: ode.NewSolver[T](plan, spec.dim(), n), sums: sumsOfShards(n, grads),
	}
	p.field = newPlanarField(table, p.solver.Knots(), n)
	p.field.postpones = true
	if !spec.plain() {
		p.jacobian = newJacobianField(p.field)
	}
	switch spec.Gradient {
	case CheckpointedGradient:
		p.solver.Checkpoint(checkpointEvery(plan))
	case AdjointGradient:
		p.adjoint = newAdjointSolver(plan, table, n, p.sums)
	}
	return p
}

// pointsAtOnce returns how many points a solver carries at most. Pullbacks of
// whole Jacobians and the adjoint's have one sum for all, a shard's.
func pointsAtOnce(spec CNFSpec) int {
	if !spec.plain() || spec.Gradient == AdjointGradient {
		return shardLen
	}
	return shardsTogether * shardLen
}

// rightHandSide returns the field that is solved.
func (p *pathSolver[T]) rightHandSide() ode.DifferentiableField[T] {
	if p.jacobian != nil {
		return p.jacobian
	}
	return p.field
}

// nll returns Σ -log p of the points, shard by shard, until the next call.
func (p *pathSolver[T]) nll(x, y []T) []pointSums[T] {
	p.load(x, y)
	p.field.sums = nil
	p.solver.Solve(p.z, p.rightHandSide())
	return p.sumUp()
}

// sumUp returns the shards' sums with those over the states at noise.
func (p *pathSolver[T]) sumUp() []pointSums[T] {
	for i := range p.sums {
		s := &p.sums[i]
		s.nll, s.penalties = p.score(s.from, s.to), p.penalties(s.from, s.to)
	}
	return p.sums
}

// estimate sets Hutchinson's ε of the points that come next.
func (p *pathSolver[T]) estimate(x, y []T) { p.jacobian.estimate(x, y) }

// gradient returns, shard by shard, Σ -log p of the points, their penalties, and
// the gradient of that sum and the weighted penalties divided by total. They are
// valid until the next call, and the gradients until another solver with the same
// tables is called.
func (p *pathSolver[T]) gradient(x, y []T, total int) []pointSums[T] {
	p.load(x, y)
	for i := range p.sums {
		s := &p.sums[i]
		clear(s.grad.Rows)
		s.traced = 0
	}
	if p.adjoint != nil {
		p.field.sums = nil
		p.solver.Solve(p.z, p.field)
		sums := p.sumUp()
		p.pull(total)
		p.adjoint.Backward(p.z, p.λ, p.adjoint.field)
		return sums
	}
	p.field.record(p.spec.Gradient.remembered(p.solver.Plan()), p.sums)
	p.solver.Record(p.z, p.rightHandSide())
	p.pull(total)
	p.solver.Backward(p.λ, p.rightHandSide())
	sums := p.sumUp()
	// A planar field leaves ℓ to the reverse: what is summed there, the stages'
	// weights times their traces, is what ℓ weighs in the mean.
	for i := range sums {
		sums[i].nll += float64(float64(total) * sums[i].traced)
	}
	return sums
}
