package flow

import (
	"math"
	"slices"

	"flowplayground/flow/internal/kernel"
	"flowplayground/ode"
)

const (
	viewSteps = 16  // RK4 steps over [0, 1] of a log-density
	viewBatch = 256 // points solved at once
	viewTimes = 400 // time resolution of p_t
)

// viewKnots are the times at which a ContinuousFlow knows its field: those of
// RK4 with viewSteps steps, and so of half as many.
var viewKnots = ode.Plan{Tableau: ode.RK4, T0: 0, T1: 1, Steps: viewSteps}.Knots()

// ContinuousFlow is the flow of a planar vector field, known at the 33 stage
// times of RK4 × 16 on [0, 1] and interpolated between them.
type ContinuousFlow struct {
	Table *Table[float32]
}

var _ Flow = (*ContinuousFlow)(nil)

// NewContinuousFlow returns the flow of m units whose field has the given
// coefficients, row after row as in [Table]. It returns nil if their number is
// not right.
func NewContinuousFlow(m int, rows []float32) *ContinuousFlow {
	// The first two first: a number that came from elsewhere may be huge.
	if m < 1 || m > len(rows) || len(rows) != len(viewKnots)*kernel.RowLen(m) {
		return nil
	}
	t := newTable[float32](m, slices.Clone(viewKnots))
	copy(t.Rows, rows)
	return &ContinuousFlow{t}
}

// Kind implements [Flow].
func (f *ContinuousFlow) Kind() Kind { return Continuous }

// Width implements [Flow].
func (f *ContinuousFlow) Width() int { return f.Table.Units }

// Snap implements [Flow].
func (f *ContinuousFlow) Snap(t float64) float64 { return float64(snap(t, viewTimes)) / viewTimes }

// Stages implements [Flow].
func (f *ContinuousFlow) Stages() int { return viewSteps / 2 }

// LogDensity implements [Flow]: RK4 from t to 0 in steps of 1/16 or less.
func (f *ContinuousFlow) LogDensity(dst, x, y []float32, t float64) {
	f.logDensity(dst, x, y, f.Snap(t), viewSteps)
}

// Sketch implements [Flow]: RK4 from t to 0 in steps of 1/8 or less.
func (f *ContinuousFlow) Sketch(dst, x, y []float32, t float64) {
	f.logDensity(dst, x, y, f.Snap(t), viewSteps/2)
}

// logDensity takes as many steps as are no longer than 1/unit.
func (f *ContinuousFlow) logDensity(dst, x, y []float32, t float64, unit int) {
	if t == 0 {
		baseLogDensity(dst, x, y)
		return
	}
	plan := ode.Plan{Tableau: ode.RK4, T0: t, T1: 0, Steps: int(math.Ceil(t * float64(unit)))}
	newViewPaths(plan, f.Table.covering(plan.Knots())).logDensity(dst, x, y)
}

// Transport implements [Flow] by RK4 × 8.
func (f *ContinuousFlow) Transport(x, y []float32, visit func(stage int, x, y []float32)) {
	plan := ode.Plan{Tableau: ode.RK4, T0: 0, T1: 1, Steps: f.Stages()}
	solver := ode.NewSolver[float32](plan, 3, len(x))
	field := newPlanarField(f.Table, solver.Knots(), len(x))
	z := ode.Batch[float32]{x, y, make([]float32, len(x))}
	visit(0, x, y)
	solver.Walk(z, field, func(step int, z ode.Batch[float32]) { visit(step, z[0], z[1]) })
}

// SketchPaths implements [Flow] as Transport does.
func (f *ContinuousFlow) SketchPaths(x, y []float32, visit func(stage int, x, y []float32)) {
	f.Transport(x, y, visit)
}
