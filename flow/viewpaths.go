package flow

import "flowplayground/ode"

// viewPaths carries any number of points along a plan, viewBatch at once.
type viewPaths struct {
	*perLength[*pathSolver[float32]]
}

func newViewPaths(plan ode.Plan, table *Table[float32]) viewPaths {
	return viewPaths{newPerLength(viewBatch, func(n int) *pathSolver[float32] { return newPathSolver(plan, table, n) })}
}

// solve calls visit with the solver that has carried the points from ≤ k < to
// to the end of their way.
func (v viewPaths) solve(x, y []float32, visit func(from, to int, p *pathSolver[float32])) {
	for k, end := range v.parts(len(x)) {
		p := v.of(end - k)
		p.load(x[k:end], y[k:end])
		p.solver.Solve(p.z, p.field)
		visit(k, end, p)
	}
}

// carry replaces points by where the plan takes them.
func (v viewPaths) carry(x, y []float32) {
	v.solve(x, y, func(from, to int, p *pathSolver[float32]) {
		copy(x[from:to], p.z[0])
		copy(y[from:to], p.z[1])
	})
}

// logDensity writes log p of points that the plan takes to noise.
func (v viewPaths) logDensity(dst, x, y []float32) {
	v.solve(x[:len(dst)], y, func(from, to int, p *pathSolver[float32]) {
		for i := range to - from {
			dst[from+i] = float32(-nllAtBase(float64(p.z[0][i]), float64(p.z[1][i]), float64(p.z[2][i])))
		}
	})
}
