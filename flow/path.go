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
	gtable   *Table[T]         // of gradient
}

// newPathSolver returns a solver with the exact trace and a base variance of 1,
// without gradient.
func newPathSolver[T Float](plan ode.Plan, table *Table[T], n int) *pathSolver[T] {
	return newPathSolverFor(CNFSpec{}, plan, table, nil, n)
}

// newPathSolverFor returns a solver with the spec's trace, penalties and base
// variance, whose gradients go to gtable.
func newPathSolverFor[T Float](spec CNFSpec, plan ode.Plan, table, gtable *Table[T], n int) *pathSolver[T] {
	p := &pathSolver[T]{
		pathState: newPathState[T](spec, n), solver: ode.NewSolver[T](plan, spec.dim(), n), gtable: gtable,
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
		p.adjoint = newAdjointSolver(plan, table, gtable, n)
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

// nll returns Σ -log p of the points.
func (p *pathSolver[T]) nll(x, y []T) float64 {
	p.load(x, y)
	p.field.grad = nil
	p.solver.Solve(p.z, p.rightHandSide())
	return p.score()
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
		sum := p.score()
		p.pull(total)
		p.adjoint.Backward(p.z, p.λ, p.adjoint.field)
		return sum
	}
	p.field.record(p.spec.Gradient.remembered(p.solver.Plan()), p.gtable)
	p.field.traced = 0
	p.solver.Record(p.z, p.rightHandSide())
	p.pull(total)
	p.solver.Backward(p.λ, p.rightHandSide())
	// A planar field leaves ℓ to the reverse: what is summed there, the stages'
	// weights times their traces, is what ℓ weighs in the mean.
	return p.score() + float64(float64(total)*p.field.traced)
}
