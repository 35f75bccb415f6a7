package flow

import (
	"flowplayground/ode"
)

// A pathSolver carries up to n data points to noise along a plan, adding up the
// trace, and the gradient back.
type pathSolver[T Float] struct {
	n      int
	solver *ode.Solver[T]
	field  *planarField[T]
	z, λ   ode.Batch[T] // x, y, ℓ
	gtable *Table[T]
}

func newPathSolver[T Float](plan ode.Plan, table *Table[T], n int) *pathSolver[T] {
	solver := ode.NewSolver[T](plan, 3, n)
	return &pathSolver[T]{
		n: n, solver: solver, field: newPlanarField(table, solver.Knots(), n),
		z: ode.NewBatch[T](3, n), λ: ode.NewBatch[T](3, n),
		gtable: newTable[T](table.Units, table.Knots),
	}
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
	p.solver.Solve(p.z, p.field)
	return p.score(len(x))
}

// gradient returns Σ -log p of the points and leaves in gtable the gradient of
// that sum divided by total.
func (p *pathSolver[T]) gradient(x, y []T, total int) float64 {
	p.load(x, y)
	clear(p.gtable.Rows)
	p.field.record(p.solver.Plan().Calls(), p.gtable)
	p.solver.Record(p.z, p.field)
	p.λ.Zero()
	share := T(1 / float64(total))
	for k := range x {
		p.λ[0][k] = T(share * p.z[0][k])
		p.λ[1][k] = T(share * p.z[1][k])
		p.λ[2][k] = -share
	}
	p.solver.Backward(p.λ, p.field)
	return p.score(len(x))
}

func (p *pathSolver[T]) score(n int) float64 {
	sum := 0.0
	for k := range n {
		sum += nllAtBase(float64(p.z[0][k]), float64(p.z[1][k]), float64(p.z[2][k]))
	}
	return sum
}
