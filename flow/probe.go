package flow

import (
	"fmt"
	"math"

	"flowplayground/flow/internal/kernel"
	"flowplayground/ode"
)

// A Probe is a data point's way back to noise, stop by stop, and its
// log-density as the sum that the way adds up to,
//
//	log p(x) = log N(z₀; 0, I) + Change[last],
//
// where Change is -∫ tr ∂f/∂z dt from a stop's time to 1 for a CNF (Chen et al.
// 2018, theorem 1), and the sum of the undone layers' log-determinants for an
// NF.
type Probe struct {
	T, X, Y, Change []float64 // from the data, t = 1, to the noise, t = 0
}

// Base returns log N(z₀; 0, I).
func (p Probe) Base() float64 {
	last := len(p.X) - 1
	return -nllAtBase(p.X[last], p.Y[last], 0)
}

// LogP returns the point's log-density in nats.
func (p Probe) LogP() float64 { return p.Base() + p.Change[len(p.Change)-1] }

// Rounded returns the sum in thousandths of a nat, so that it adds up as it is
// written: the change takes the rounding.
func (p Probe) Rounded() (base, change, logP float64) {
	round := func(v float64) float64 { return math.Round(1000*v) / 1000 }
	base, logP = round(p.Base()), round(p.LogP())
	return base, logP - base, logP
}

func (p *Probe) add(t, x, y, change float64) {
	p.T, p.X, p.Y, p.Change = append(p.T, t), append(p.X, x), append(p.Y, y), append(p.Change, change)
}

// Probe follows a point with the method that has the [SolverName], in so many
// equal steps or, if tolerance is not 0, in steps that it chooses. Every step is
// a stop.
func (f *ContinuousFlow) Probe(x, y float64, solver string, steps int, tolerance float64) (p Probe, err error) {
	tab, err := byName(ode.Tableaux, solver, func(i int) string { return SolverName(ode.Tableaux[i]) })
	if err != nil {
		return p, fmt.Errorf("flow: no solver %w", err)
	}
	z := ode.Batch[float32]{{float32(x)}, {float32(y)}, {0}}
	field := tableField{f.Table, make([]float32, kernel.RowLen(f.Width())), make([]float32, f.Width())}
	p.add(1, x, y, 0)
	if tolerance == 0 {
		plan := ode.Plan{Tableau: tab, T0: 1, T1: 0, Steps: max(steps, 1)}
		ode.NewSolver[float32](plan, len(z), 1).Walk(z, field, func(step int, z ode.Batch[float32]) { p.stop(plan.Time(step), z) })
		return p, nil
	}
	if tab.Error == nil {
		return p, fmt.Errorf("flow: %s cannot choose its steps", tab.Name)
	}
	pid := ode.PID{Atol: tolerance, Rtol: tolerance, MaxSteps: mostAttempts}
	chosen := ode.NewAdaptive[float32](tab, pid, len(z), 1)
	if _, err := chosen.Solve(z, field, 1, 0); err != nil {
		return p, err
	}
	// The steps once more, one by one.
	z = ode.Batch[float32]{{float32(x)}, {float32(y)}, {0}}
	times := chosen.Times()
	for i, t := range times[1:] {
		step := ode.Plan{Tableau: tab, T0: times[i], T1: t, Steps: 1}
		ode.NewSolver[float32](step, len(z), 1).Solve(z, field)
		p.stop(t, z)
	}
	return p, nil
}

// stop adds the state of a solve from data to noise.
func (p *Probe) stop(t float64, z ode.Batch[float32]) {
	p.add(t, float64(z[0][0]), float64(z[1][0]), float64(z[2][0]))
}

// Probe follows a point layer by layer.
func (f *DiscreteFlow) Probe(x, y float64) (p Probe) {
	n := len(f.Layers)
	z, change := [2]float64{x, y}, 0.0
	p.add(1, x, y, 0)
	for j := n; j > 0; j-- {
		var logDet float64
		z, logDet = f.undo(z, j)
		change += logDet
		at := f.shown(z, n-j+1)
		p.add(float64(j-1)/float64(n), at[0], at[1], change)
	}
	return p
}

// tableField is a table as the right-hand side of the augmented equation at any
// time, for one point.
type tableField struct {
	table *Table[float32]
	row   kernel.Row[float32] // scratch
	tanhs []float32
}

// Eval implements [ode.Field].
func (f tableField) Eval(dst, z ode.Batch[float32], at ode.Stage) {
	f.table.between(f.row, at.Time)
	kernel.Field(dst[0], dst[1], f.row, z[0], z[1], f.tanhs)
	kernel.Trace(dst[2], f.row, f.tanhs)
}
