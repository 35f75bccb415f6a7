package flow

import "flowplayground/ode"

// SketchBack implements [Flow] by RK4 × 8.
func (f *ContinuousFlow) SketchBack(x, y []float32, visit func(stage int, x, y []float32)) {
	plan := ode.Plan{Tableau: ode.RK4, T0: 1, T1: 0, Steps: f.Stages()}
	solver := ode.NewSolver[float32](plan, 3, len(x))
	field := newPlanarField(f.Table, solver.Knots(), len(x))
	visit(f.Stages(), x, y)
	z := ode.Batch[float32]{x, y, make([]float32, len(x))}
	solver.Walk(z, field, func(step int, z ode.Batch[float32]) { visit(f.Stages()-step, z[0], z[1]) })
}

// SketchBack implements [Flow].
func (f *DiscreteFlow) SketchBack(x, y []float32, visit func(stage int, x, y []float32)) {
	n := len(f.Layers)
	visit(n, x, y)
	z := make([][2]float64, len(x))
	for k := range z {
		z[k] = [2]float64{float64(x[k]), float64(y[k])}
	}
	for j := n; j > 0; j-- {
		for k := range z {
			z[k], _ = f.undo(z[k], j)
			p := f.shown(z[k], n-j+1)
			x[k], y[k] = float32(p[0]), float32(p[1])
		}
		visit(j-1, x, y)
	}
}
