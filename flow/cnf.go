package flow

import (
	"math/rand/v2"
	"slices"

	"flowplayground/ode"
)

// CNF is the planar continuous normalizing flow
//
//	dz/dt = ρ(t) z + Σᵢ cᵢ(t) tanh(wᵢ(t)·z + bᵢ(t)),   d log p/dt = -tr ∂f/∂z
//
// (Chen et al. 2018, section 4), with coefficients as the spec's Field says.
// The parameter groups of a gated field are w, u (M×2), b (M) and the gates'
// W1 … b4; those of a hypernetwork are its layers' F1, c1 … c3.
type CNF[T Float] struct {
	spec CNFSpec
	parameters[T]
	likelihood[T]                        // in equal steps
	adaptive      *adaptiveLikelihood[T] // in steps by a tolerance, nil without one
	noise         noise[T]
	penalties     Penalties
	fine          *adaptiveLikelihood[T] // by a finer solver, on demand
	view          *coefficientNet[T]     // at the knots of a Flow, on demand
}

var _ Model[float32] = (*CNF[float32])(nil)

// NewCNF returns a CNF with all parameters zero; see [CNF.Init]. It panics if
// the spec makes no sense.
func NewCNF[T Float](spec CNFSpec) *CNF[T] {
	spec.check()
	c := &CNF[T]{spec: spec}
	if spec.Field == Hyper {
		addHyperGroups(&c.parameters, spec.Units)
	} else {
		addGatedGroups(&c.parameters, spec.Units)
	}
	if spec.Tolerance > 0 {
		c.setTolerance(spec.Tolerance)
	} else {
		c.setSteps(spec.Steps)
	}
	return c
}

// setSteps sets the number of the solver's steps.
func (c *CNF[T]) setSteps(n int) {
	c.spec.Steps = n
	c.likelihood = newLikelihood[T](c.spec)
}

// setTolerance sets the tolerance of the solver's steps.
func (c *CNF[T]) setTolerance(tolerance float64) {
	c.spec.Tolerance = tolerance
	c.adaptive = newAdaptiveLikelihood[T](c.spec)
}

// Stats counts what the latest solve did, of a training step or of a part of
// what was scored: those with a tolerance count theirs, the others are all alike.
func (c *CNF[T]) Stats() ode.Stats {
	if c.adaptive != nil {
		return c.adaptive.stats
	}
	return ode.Stats{Accepted: c.spec.Steps, Evaluations: c.spec.plan().Calls()}
}

// Err returns why the solve of the latest NLL or Gradient ended early, an
// [*ode.SolveError], and nil if it did not. Only a solver with a tolerance does.
func (c *CNF[T]) Err() error {
	if c.adaptive != nil {
		return c.adaptive.err
	}
	return nil
}

// Params implements [Model].
func (c *CNF[T]) Params() []T { return c.values }

// Groups implements [Model].
func (c *CNF[T]) Groups() []Group { return c.groups }

// A CNFInit says how a CNF's parameters start.
type CNFInit struct {
	W, U, B float64 // standard deviations of normal numbers, for gated units
	Gate    float64 // factor on the last layer of gates or hypernetwork
}

// Init draws the parameters: normal numbers for gated units and, for the layers
// of networks, U(±1/√fan-in), the last layer scaled.
func (c *CNF[T]) Init(init CNFInit, r *rand.Rand) {
	if c.spec.Field == Hyper {
		initLayers(hyperLayers(c.spec.Units), c.groups, c.values, init.Gate, r)
		return
	}
	initGated(c.groups, c.values, init, r)
}

// SetNoise sets what Gradient draws its noise from where the trace is
// estimated.
func (c *CNF[T]) SetNoise(r *rand.Rand) { c.noise.r = r }

// NLL implements [Model], with the exact trace. It is NaN if the solve ended
// early; see [CNF.Err].
func (c *CNF[T]) NLL(x, y []T) float64 {
	if c.adaptive != nil {
		return c.adaptive.nll(c.groups, c.values, x, y)
	}
	return c.nll(c.groups, c.values, x, y)
}

// Gradient implements [Model]. It differentiates the solver's own steps
// (discretise, then optimise). With an estimated trace the NLL is an estimate
// too. If the spec has penalties grad is the gradient of the NLL and these; see
// [CNF.Penalties].
func (c *CNF[T]) Gradient(grad, x, y []T) (nll float64) {
	c.noise.draw(c.spec.Trace, len(x))
	return c.differentiate(grad, x, y)
}

// differentiate is Gradient with the noise that was drawn.
func (c *CNF[T]) differentiate(grad, x, y []T) (nll float64) {
	if c.adaptive != nil {
		nll, c.penalties = c.adaptive.gradient(c.groups, c.values, grad, x, y, &c.noise)
		return nll
	}
	nll, c.penalties = c.gradient(c.groups, c.values, grad, x, y, &c.noise)
	return nll
}

// Penalties returns the penalties, before their weights, of the points that
// Gradient saw last; zeros if they are not part of the loss.
func (c *CNF[T]) Penalties() Penalties { return c.penalties }

// Flow implements [Model].
func (c *CNF[T]) Flow() Flow { return &ContinuousFlow{c.unitTable(slices.Clone(viewKnots))} }
