package flow

import (
	"math"
	"math/rand/v2"

	"flowplayground/ode"
)

// A CNFSpec says which planar continuous flow is meant. Noise stands at t = 0,
// data at t = 1.
type CNFSpec struct {
	Units      int
	Constraint Constraint
	// Identity keeps the identity term of the planar bijection in the field,
	// Σ gᵢ(t)(z + ûᵢ tanh(wᵢ·z + bᵢ)), as the notebook has it; without it the
	// field is the paper's, Σ gᵢ(t) ûᵢ tanh(wᵢ·z + bᵢ).
	Identity bool
	// Bounded sends the gates through the logistic function into (0, 1), as in
	// the paper.
	Bounded    bool
	Activation Activation
	Tableau    ode.Tableau
	Steps      int // of the solve from data to noise, all equal
}

// CNF is the planar continuous normalizing flow with gated units,
//
//	dz/dt = Σᵢ gᵢ(t)·(z + ûᵢ tanh(wᵢ·z + bᵢ)),   d log p/dt = -tr ∂f/∂z,
//
// each gate a small network of time (Chen et al. 2018, section 4). Its
// parameter groups are w, u (M×2), b (M) and the gates' W1 … b4.
type CNF[T Float] struct {
	spec CNFSpec
	parameters[T]
	likelihood[T]
	fine *likelihood[T]     // by a finer solver, on demand
	view *coefficientNet[T] // at the knots of a Flow, on demand
}

var _ Model[float32] = (*CNF[float32])(nil)

// NewCNF returns a CNF with all parameters zero; see [CNF.Init].
func NewCNF[T Float](spec CNFSpec) *CNF[T] {
	c := &CNF[T]{spec: spec}
	c.add("w", spec.Units, 2)
	c.add("u", spec.Units, 2)
	c.add("b", spec.Units)
	addGateGroups(&c.parameters, spec.Units)
	c.setSteps(spec.Steps)
	return c
}

// setSteps sets the number of the solver's steps.
func (c *CNF[T]) setSteps(n int) {
	c.spec.Steps = n
	c.likelihood = newLikelihood[T](c.spec)
	c.fine = nil
}

// Params implements [Model].
func (c *CNF[T]) Params() []T { return c.values }

// Groups implements [Model].
func (c *CNF[T]) Groups() []Group { return c.groups }

// A CNFInit says how a CNF's parameters start.
type CNFInit struct {
	W, U, B float64 // standard deviations of normal numbers
	Gate    float64 // factor on the last gate layer
}

// Init draws the parameters: normal numbers for the units and, for the gates,
// U(±1/√fan-in), the last layer scaled.
func (c *CNF[T]) Init(init CNFInit, r *rand.Rand) {
	fillGaussian(part(c.groups, "w", c.values), init.W, r)
	fillGaussian(part(c.groups, "u", c.values), init.U, r)
	fillGaussian(part(c.groups, "b", c.values), init.B, r)
	for l, layer := range gateLayers {
		bound := 1 / math.Sqrt(float64(layer.in))
		if l == len(gateLayers)-1 {
			bound *= init.Gate
		}
		fillUniform(part(c.groups, layer.weight, c.values), bound, r)
		fillUniform(part(c.groups, layer.bias, c.values), bound, r)
	}
}

// likelihood scores points under one solver: the coefficients at its knots and
// the solve of one shard of a batch.
type likelihood[T Float] struct {
	net  *coefficientNet[T]
	path *pathSolver[T]
}

func newLikelihood[T Float](spec CNFSpec) likelihood[T] {
	plan := ode.Plan{Tableau: spec.Tableau, T0: 1, T1: 0, Steps: spec.Steps}
	net := newCoefficientNet[T](spec, plan.Knots())
	return likelihood[T]{net, newPathSolver(plan, net.table, shardLen)}
}

// nll returns the mean NLL of the points.
func (l *likelihood[T]) nll(groups []Group, params, x, y []T) float64 {
	l.net.forward(groups, params)
	sum := 0.0
	for k := 0; k < len(x); k += shardLen {
		end := min(k+shardLen, len(x))
		sum += l.path.nll(x[k:end], y[k:end])
	}
	return sum / float64(len(x))
}

// NLL implements [Model].
func (c *CNF[T]) NLL(x, y []T) float64 { return c.nll(c.groups, c.values, x, y) }

// SolverError returns how much lower the NLL of the points comes out by the
// training solver than by one with four times its steps. An optimiser that
// finds a way to exploit the solver's error makes it grow.
func (c *CNF[T]) SolverError(x, y []T) float64 {
	if c.fine == nil {
		spec := c.spec
		spec.Steps *= 4
		l := newLikelihood[T](spec)
		c.fine = &l
	}
	return c.fine.nll(c.groups, c.values, x, y) - c.NLL(x, y)
}

// shardLen is the number of points solved at once. A batch is always cut into
// shards of this length whose contributions are added in order, so that the sum
// is the same whoever computes them; a recorded solve of one stays in the
// cache.
const shardLen = 64

// Gradient implements [Model]. It differentiates the solver's own steps
// (discretise, then optimise).
func (c *CNF[T]) Gradient(grad, x, y []T) float64 {
	c.net.forward(c.groups, c.values)
	total := c.net.gtable.Rows
	clear(total)
	sum := 0.0
	for k := 0; k < len(x); k += shardLen {
		end := min(k+shardLen, len(x))
		sum += c.path.gradient(x[k:end], y[k:end], len(x))
		for i, g := range c.path.gtable.Rows {
			total[i] += g
		}
	}
	clear(grad)
	c.net.backward(c.groups, c.values, grad)
	return sum / float64(len(x))
}

// Flow implements [Model].
func (c *CNF[T]) Flow() Flow {
	if c.view == nil {
		c.view = newCoefficientNet[T](c.spec, viewPlan.Knots())
	}
	table := c.view.forward(c.groups, c.values)
	f := &ContinuousFlow{newTable[float32](table.Units, table.Knots)}
	for i, v := range table.Rows {
		f.Table.Rows[i] = float32(v)
	}
	return f
}
