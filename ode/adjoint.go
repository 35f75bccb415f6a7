package ode

// An Adjoint finds gradients as Chen, Rubanova, Bettencourt & Duvenaud (2018),
// "Neural Ordinary Differential Equations", algorithm 1 and appendix B, do: it
// forgets the solve and integrates, from its end T1 back to T0 in the same
// number of steps,
//
//	dz/dt = f(t, z),   da/dt = -aᵀ ∂f/∂z,   ∂L/∂θ = ∫_{T0}^{T1} aᵀ ∂f/∂θ dt,
//
// where a = ∂L/∂z. The integral over the parameters is a sum over the stages
// with the weights h b_i, so that the field adds to its own cotangents and
// nothing of the parameters' size is carried along.
//
// Memory is that of one step, s + 3 batches of twice the dimension, whatever
// the number of steps (the plan's stage times aside). A step back takes s Evals
// and s Adjoints, where [Solver.Backward] takes s Pullbacks but remembers s
// batches. The gradient is that of the true solution, with an error of the
// method's order: it isn't the derivative of what the solver computed, and z
// comes back to where it began only to that error. Where the flow contracts, its
// reverse expands and so does the error.
type Adjoint[T Float] struct {
	solver *Solver[T] // of z and a, one after the other
	field  augmented[T]
}

// NewAdjoint returns the adjoint of solves along the plan, for batches of n
// states of dimension dim.
func NewAdjoint[T Float](plan Plan, dim, n int) *Adjoint[T] {
	a := &Adjoint[T]{
		solver: NewSolver[T](plan.Reversed(), 2*dim, n),
		field:  newAugmented[T](plan.Tableau, dim),
	}
	for _, b := range plan.Tableau.B {
		a.field.weights = append(a.field.weights, T(plan.StepSize()*b))
	}
	return a
}

// Knots returns the distinct times at which the field is asked: those of the
// reversed plan.
func (a *Adjoint[T]) Knots() []float64 { return a.solver.Knots() }

// Backward replaces z, the states at the plan's T1, and λ, their cotangents, by
// those at T0, and lets f gather the cotangents of its parameters. Every Adjoint
// follows the Eval of its stage at once; Call counts from 0 to Stages() - 1, over
// and over.
func (a *Adjoint[T]) Backward(z, λ Batch[T], f AdjointField[T]) {
	a.field.load(a.solver.step.y.Batch, z, λ, f)
	a.solver.run(&a.field)
	a.field.unload(a.solver.step.y.Batch, z, λ)
}

// An AdaptiveAdjoint is an [Adjoint] that chooses its steps as [Adaptive] does,
// by the errors of state and cotangent; the integral over the parameters
// follows. To let it have a say would cost steps and gain little: Kidger, Chen
// & Lyons, "'Hey, that's not an ODE': faster ODE adjoints via seminorms" (2021).
//
// Memory is that of one step, fewer than 2s + 6 batches of twice the dimension.
// The work of an attempted step is an Eval and an Adjoint of weight 0 for each
// evaluation that [Adaptive] counts; after a step is accepted, one more Adjoint
// per stage adds to the parameters' cotangents.
type AdaptiveAdjoint[T Float] struct {
	solver *Adaptive[T]
	field  augmented[T]
	gather gatherer[T]
}

// NewAdaptiveAdjoint returns an adjoint for batches of n states of dimension
// dim. It panics as [NewAdaptive] does.
func NewAdaptiveAdjoint[T Float](tab Tableau, c PID, dim, n int) *AdaptiveAdjoint[T] {
	a := &AdaptiveAdjoint[T]{
		solver: NewAdaptive[T](tab, c, 2*dim, n),
		field:  newAugmented[T](tab, dim),
	}
	a.gather = gatherer[T]{field: &a.field, unused: NewBatch[T](dim, n)}
	a.gather.tape = grow(nil, tab.Stages(), &a.solver.step)
	return a
}

// Times returns the times at which the accepted steps of the latest Backward
// end, beginning with t1. They belong to the adjoint.
func (a *AdaptiveAdjoint[T]) Times() []float64 { return a.solver.Times() }

// Backward replaces z, the states at t1, and λ, their cotangents, by those at
// t0, and lets f gather the cotangents of its parameters. Call counts from 0 to
// Stages(), over and over: one more than the stages, for the end of a step. If
// the solve fails the error is a [*SolveError].
func (a *AdaptiveAdjoint[T]) Backward(z, λ Batch[T], f AdjointField[T], t0, t1 float64) (Stats, error) {
	a.field.load(a.solver.step.y.Batch, z, λ, f)
	stats, err := a.solver.run(&a.field, t1, t0, &a.gather)
	a.field.unload(a.solver.step.y.Batch, z, λ)
	return stats, err
}

// augmented is the equation of state and cotangent, one after the other.
type augmented[T Float] struct {
	f       AdjointField[T]
	tab     Tableau
	dim     int
	weights []T // of the stages in the parameters' cotangents, or nil
	at      []Stage
}

func newAugmented[T Float](tab Tableau, dim int) augmented[T] {
	return augmented[T]{tab: tab, dim: dim}
}

// load puts z and λ into both.
func (g *augmented[T]) load(both, z, λ Batch[T], f AdjointField[T]) {
	if len(z) != g.dim || len(λ) != g.dim || z.Len() != both.Len() || λ.Len() != both.Len() {
		panic("ode: Adjoint: state or cotangent of another shape than the adjoint's")
	}
	g.f = f
	both[:g.dim].Copy(z)
	both[g.dim:].Copy(λ)
}

// unload takes z and λ out of both.
func (g *augmented[T]) unload(both, z, λ Batch[T]) {
	g.f = nil
	z.Copy(both[:g.dim])
	λ.Copy(both[g.dim:])
}

// Eval implements [Field].
func (g *augmented[T]) Eval(dst, both Batch[T], at Stage) {
	weight := T(0)
	if g.weights != nil {
		at.Call %= len(g.weights)
		weight = g.weights[at.Call]
	} else {
		at = g.numbered(at)
	}
	z, a := both[:g.dim], both[g.dim:]
	g.f.Eval(dst[:g.dim], z, at)
	slope := dst[g.dim:]
	g.f.Adjoint(slope, z, a, at, weight)
	for c := range slope {
		for k, v := range slope[c] {
			slope[c][k] = -v
		}
	}
}

// Schedule implements [ScheduledField] for a field that wants it.
func (g *augmented[T]) Schedule(at []Stage) {
	s, ok := g.f.(ScheduledField[T])
	if !ok {
		return
	}
	g.at = g.at[:0]
	for _, at := range at {
		g.at = append(g.at, g.numbered(at))
	}
	s.Schedule(g.at)
}

// numbered returns the stage with a number that no other of a step has, its end
// included.
func (g *augmented[T]) numbered(at Stage) Stage {
	at.Call %= g.tab.Stages() + 1
	return at
}

// A gatherer follows an adaptive solve of an augmented equation and adds up
// the cotangents of the parameters.
type gatherer[T Float] struct {
	field  *augmented[T]
	tape   []*block[T] // states and cotangents at the stages of a step
	unused Batch[T]
}

func (g *gatherer[T]) attempt(*stepper[T], int) []*block[T] { return g.tape }

func (g *gatherer[T]) accepted(_ *stepper[T], h float64, at []Stage, _ float64) {
	d := g.field.dim
	for i, b := range g.field.tab.B {
		if b != 0 {
			both := g.tape[i].Batch
			g.field.f.Adjoint(g.unused, both[:d], both[d:], g.field.numbered(at[i]), T(-h*b))
		}
	}
}
