package flow

import "flowplayground/ode"

// adaptiveLikelihood scores points under a solver that chooses its steps by the
// error over the whole batch, which is therefore solved as one.
type adaptiveLikelihood[T Float] struct {
	spec   CNFSpec
	scores map[int]*adaptivePath[T] // by length of batch, by the exact trace, without penalties
	trains map[int]*adaptivePath[T] // as the spec says
	stats  ode.Stats                // of the latest solve
	err    error                    // why it ended early, or nil
}

func newAdaptiveLikelihood[T Float](spec CNFSpec) *adaptiveLikelihood[T] {
	return &adaptiveLikelihood[T]{
		spec: spec, scores: map[int]*adaptivePath[T]{}, trains: map[int]*adaptivePath[T]{},
	}
}

// mostLengths bounds the paths kept: a trainer has three lengths of batch.
const mostLengths = 8

// pathOf returns the path for n points among those there are, or a new one.
func pathOf[T Float](paths map[int]*adaptivePath[T], spec CNFSpec, n int) *adaptivePath[T] {
	p := paths[n]
	if p == nil {
		if len(paths) == mostLengths {
			clear(paths)
		}
		p = newAdaptivePath[T](spec, n)
		paths[n] = p
	}
	return p
}

// nll returns the mean NLL of the points, NaN if the solve failed.
func (l *adaptiveLikelihood[T]) nll(groups []Group, params, x, y []T) float64 {
	p := pathOf(l.scores, l.spec.scored(), len(x))
	p.load(x, y)
	p.live.begin(groups, params)
	p.field.sums = nil
	l.stats, l.err = p.solver.Solve(p.z, p.rightHandSide(), p.spec.end(), 0)
	if l.err != nil {
		return nan
	}
	return p.score(0, len(x)) / float64(len(x))
}

// gradient does what [likelihood.gradient] does. If a solve fails the NLL is
// NaN and the gradient means nothing.
func (l *adaptiveLikelihood[T]) gradient(groups []Group, params, grad, x, y []T, ε *noise[T]) (float64, Penalties) {
	p := pathOf(l.trains, l.spec, len(x))
	if l.spec.Trace != ExactTrace {
		p.jacobian.estimate(ε.x, ε.y)
	}
	p.load(x, y)
	p.live.begin(groups, params)
	clear(grad)
	n := len(x)
	solve := p.solver.Record
	p.field.sums = p.sums
	if p.adjoint != nil {
		solve, p.field.sums = p.solver.Solve, nil
	}
	if l.stats, l.err = solve(p.z, p.rightHandSide(), p.spec.end(), 0); l.err != nil {
		return nan, Penalties{}
	}
	nll, penalties := p.score(0, n)/float64(n), p.penalties(0, n).over(n)
	p.pull(n)
	if l.err = p.back(groups, params); l.err != nil {
		return nan, Penalties{}
	}
	p.live.backward(grad)
	return nll, penalties
}

// An adaptivePath carries n data points to noise in steps of its own choice,
// and the gradient back.
type adaptivePath[T Float] struct {
	pathState[T]
	live     *liveTable[T]
	sums     []pointSums[T]
	solver   *ode.Adaptive[T]
	field    *planarField[T]
	jacobian *jacobianField[T]       // what is solved instead, if that needs more
	adjoint  *ode.AdaptiveAdjoint[T] // of AdjointGradient
}

const (
	// adaptiveSegment is the number of steps between two checkpoints. How many
	// there will be is not known; of 16 to 64 steps of Tsit5 this keeps least, or
	// nearly.
	adaptiveSegment = 3
	// mostAttempts bounds the steps of a solve, lest one that gets stuck take
	// seconds.
	mostAttempts = 1024
	// memory bounds, in numbers, what is kept of all calls of a solve, in 64 MB of
	// float32.
	memory = 1 << 24
)

func newAdaptivePath[T Float](spec CNFSpec, n int) *adaptivePath[T] {
	tolerance := ode.PID{Atol: spec.Tolerance, Rtol: spec.Tolerance, MaxSteps: mostAttempts}
	p := &adaptivePath[T]{
		pathState: newPathState[T](spec, n), live: newLiveTable[T](spec),
		solver: ode.NewAdaptive[T](spec.Tableau, tolerance, spec.dim(), n),
	}
	p.sums = sumsOfAll(n, p.live.gtable)
	p.field = newPlanarField(p.live.table, nil, n)
	p.field.live = p.live
	if !spec.plain() {
		p.jacobian = newJacobianField(p.field)
	}
	switch stages := spec.Tableau.Stages(); spec.Gradient {
	case StoredGradient:
		p.field.most = max(memory/(n*spec.Units), stages+1)
		p.field.record(1, p.sums)
	case CheckpointedGradient:
		p.solver.Checkpoint(adaptiveSegment)
		p.field.record(adaptiveSegment*stages+1, p.sums) // the end of a segment is a call too
	case AdjointGradient:
		p.adjoint = ode.NewAdaptiveAdjoint[T](spec.Tableau, tolerance, spec.dim(), n)
		p.field.record(stages+1, p.sums)
	}
	return p
}

// rightHandSide returns the field that is solved.
func (p *adaptivePath[T]) rightHandSide() ode.DifferentiableField[T] {
	if p.jacobian != nil {
		return p.jacobian
	}
	return p.field
}

// back takes the cotangents in λ from noise to data and leaves those of the
// coefficients in the live table.
func (p *adaptivePath[T]) back(groups []Group, params []T) error {
	if p.adjoint == nil {
		p.solver.Backward(p.λ, p.rightHandSide())
		return nil
	}
	p.live.begin(groups, params)
	p.field.sums = p.sums
	_, err := p.adjoint.Backward(p.z, p.λ, p.field, p.spec.end(), 0)
	return err
}
