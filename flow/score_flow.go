package flow

import "flowplayground/ode"

// judged is what the scores need of a flow.
type judged interface {
	LogDensity(dst, x, y []float32, t float64)
	Transport(x, y []float32, visit func(stage int, x, y []float32))
	// toNoise replaces points at t = 1 by their images at t = 0.
	toNoise(x, y []float32)
	// evaluations returns the number of evaluations of the field in one solve
	// for a log-density, or of layers.
	evaluations() int
}

var (
	_ judged = (*ContinuousFlow)(nil)
	_ judged = (*DiscreteFlow)(nil)
	_ judged = (*fineFlow)(nil)
)

func (f *ContinuousFlow) toNoise(x, y []float32) {
	plan := ode.Plan{Tableau: ode.RK4, T0: 1, T1: 0, Steps: f.Stages()}
	newViewPaths(plan, f.Table).carry(x, y)
}

func (f *ContinuousFlow) evaluations() int { return viewSteps * ode.RK4.Stages() }

func (f *DiscreteFlow) toNoise(x, y []float32) {
	for k := range x {
		z := [2]float64{float64(x[k]), float64(y[k])}
		for j := len(f.Layers); j > 0; j-- {
			z, _ = f.undo(z, j)
		}
		z = f.shown(z, len(f.Layers))
		x[k], y[k] = float32(z[0]), float32(z[1])
	}
}

func (f *DiscreteFlow) evaluations() int { return len(f.Layers) }

// A fineFlow is a CNF as it is now under a solver whose error is below what
// float32 shows: RK4 with fineSteps steps or twice those of training.
type fineFlow struct {
	model       *CNF[float32]
	back, forth viewPaths
}

const fineSteps = 32

func newFineFlow(c *CNF[float32]) *fineFlow {
	plan := ode.Plan{Tableau: ode.RK4, T0: 1, T1: 0, Steps: max(fineSteps, 2*c.Stats().Accepted)}
	table := c.unitTable(plan.Knots())
	return &fineFlow{c, newViewPaths(plan, table), newViewPaths(plan.Reversed(), table)}
}

// LogDensity writes log p at t = 1, the only time it knows.
func (f *fineFlow) LogDensity(dst, x, y []float32, _ float64) {
	f.back.logDensity(dst, x, y)
}

// Transport carries points from t = 0 to 1 without a stop.
func (f *fineFlow) Transport(x, y []float32, _ func(int, []float32, []float32)) {
	f.forth.carry(x, y)
}

func (f *fineFlow) toNoise(x, y []float32) { f.back.carry(x, y) }

func (f *fineFlow) evaluations() int { return f.model.Stats().Evaluations }
