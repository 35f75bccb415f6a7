package flow

import (
	"flowplayground/flow/internal/kernel"
)

// Velocity implements [Flow] by the field itself.
func (f *ContinuousFlow) Velocity(u, v, x, y []float32, t float64) {
	n := len(x)
	row := kernel.Row[float32](make([]float32, kernel.RowLen(f.Width())))
	f.Table.between(row, min(max(t, 0), 1))
	kernel.Field(u, v, row, x, y, make([]float32, n*f.Width()))
}

// Velocity implements [Flow] by what the layer at time t moves, as if it took
// its share of the time.
func (f *DiscreteFlow) Velocity(u, v, x, y []float32, t float64) {
	n := len(f.Layers)
	j := min(int(min(max(t, 0), 1)*float64(n)), n-1)
	for k := range x {
		z := f.step(f.shown([2]float64{float64(x[k]), float64(y[k])}, n-j), j+1)
		z = f.shown(z, n-j-1)
		u[k], v[k] = float32(n)*(float32(z[0])-x[k]), float32(n)*(float32(z[1])-y[k])
	}
}
