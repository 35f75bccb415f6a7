package flow

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"flowplayground/ode"
)

const (
	// HeldOut is the number of points kept apart to judge a model; no step
	// trains on them.
	HeldOut = 4096
	// judgeShare is the part of the held-out points that JudgePart takes, in whole
	// shards: HeldOut is a multiple of it.
	judgeShare = 512
)

// A Trainer runs one job. Equal jobs give equal losses, bit for bit.
type Trainer struct {
	job    Job
	course Course
	data   Dataset
	model  Model[float32]
	adam   Adam[float32]
	grad   []float32
	scale  []float32
	batch  *batcher
	loss   lossFunc
	team   *team // of a job that divides

	energy         scaledEnergy // of density matching
	noiseX, noiseY []float32    // for its audits

	sources  []source           // of random numbers, while training
	average  *Average[float32]  // of the parameters, nil for none
	patience *Patience[float32] // nil for endless
	stopped  bool               // by patience

	step  int
	train float64
	norm  float64 // of the latest gradient
	audit audit

	heldX, heldY []float32
	judged       int     // held-out points taken into sum so far
	sum          float64 // of their -log p
	heldout      float64
	heldoutStep  int // the step heldout belongs to, -1 before the first
}

// Streams of random numbers that a seed gives rise to.
const (
	initStream = iota + 1
	batchStream
	heldOutStream
	noiseStream
	pairsStream
	auditStream
)

func stream(seed, name int) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(seed), uint64(name)))
}

// NewTrainer prepares a job. It returns an error that says what is wrong with
// one that makes no sense.
func NewTrainer(job Job) (*Trainer, error) {
	if err := job.Check(); err != nil {
		return nil, err
	}
	data, err := job.Dataset()
	if err != nil {
		return nil, err
	}
	recipe, err := RecipeByName(job.Recipe)
	if err != nil {
		return nil, err
	}
	model, err := job.newModel(recipe, stream(job.Seed, initStream))
	if err != nil {
		return nil, err
	}
	t := &Trainer{
		job: job, course: job.course(recipe), data: data, model: model,
		train: math.NaN(), heldout: math.NaN(), heldoutStep: -1,
		heldX: make([]float32, HeldOut), heldY: make([]float32, HeldOut),
	}
	data.Sample(t.heldX, t.heldY, stream(job.Seed, heldOutStream))
	t.batch = newBatcher(t.batches(), t.course, t.open("batch", batchStream))
	t.grad = make([]float32, len(t.model.Params()))
	t.scale = scales(t.model.Groups(), t.course.Scale, len(t.grad))
	t.loss = t.newLoss()
	if a := job.Method.Average; a > 0 {
		t.average = &Average[float32]{Decay: a}
	}
	if n := job.Method.Patience; n > 0 {
		t.patience = &Patience[float32]{Limit: n}
	}
	return t, nil
}

// Enlist lets the helpers of a crew compute with the trainer, if its job
// divides; nil dismisses them. Losses stay the same, bit for bit.
func (t *Trainer) Enlist(c Crew) {
	if t.team != nil {
		t.team.crew, t.team.ahead = c, 0
	}
}

// batches returns what batches are made of.
func (t *Trainer) batches() func(x, y []float32, r *rand.Rand) {
	if t.job.Method.Objective == DensityMatching {
		return SampleBase
	}
	return t.data.Sample
}

// scales returns the factor on the rate of every parameter, nil if all are 1.
func scales(groups []Group, by map[string]float64, n int) []float32 {
	if len(by) == 0 {
		return nil
	}
	s := make([]float32, n)
	for _, g := range groups {
		factor, ok := by[g.Name]
		if !ok {
			factor = 1
		}
		for i := range g.Len() {
			s[g.Offset+i] = float32(factor)
		}
	}
	return s
}

// Step trains on one batch. If the loss or the gradient is not finite the
// parameters stay as they were and an error says so. Once training has
// [Trainer.Stopped] it does nothing.
func (t *Trainer) Step() error {
	if t.stopped {
		return nil
	}
	x, y := t.batch.next()
	loss := t.loss(t.grad, x, y)
	norm := clip(t.grad, t.course.Clip)
	t.step++
	t.norm = norm
	if !finite(loss) || !finite(norm) {
		return t.leftOut(loss, norm)
	}
	t.train = loss
	t.adam.Step(t.model.Params(), t.grad, t.course.Schedule.Rate(t.step-1), t.scale)
	if t.average != nil {
		t.average.Update(t.model.Params())
	}
	t.judged, t.sum = 0, 0
	if t.audit.due(t) {
		t.auditAndScore()
	}
	if t.team != nil {
		t.team.prepare()
	}
	t.look()
	return nil
}

// auditAndScore audits, and has helpers score the held-out points meanwhile. That
// is for nothing if nobody asks for the score of this very step, but then they
// would have been idle.
func (t *Trainer) auditAndScore() {
	asked := false
	if t.team != nil {
		t.withAverage(func() { asked = t.team.askScores(t.heldX, t.heldY) })
	}
	t.audit.run(t)
	if !asked {
		return
	}
	nlls := t.team.scores(HeldOut)
	for len(nlls) > 0 {
		sum := 0.0
		for _, nll := range nlls[:judgeShare/shardLen] {
			sum += nll
		}
		nlls = nlls[judgeShare/shardLen:]
		t.take(sum / judgeShare)
	}
}

// leftOut says why the step was.
func (t *Trainer) leftOut(loss, norm float64) error {
	if c, ok := t.model.(*CNF[float32]); ok && c.Err() != nil {
		var e *ode.SolveError
		errors.As(c.Err(), &e)
		return fmt.Errorf("step %d: the solver gave up at time %.3g: %w; the step was left out", t.step, e.Time, e.Err)
	}
	return fmt.Errorf("step %d: the loss is %v, its gradient's norm %v; the step was left out", t.step, loss, norm)
}

// withAverage lets the model have the parameters that it is judged by: their
// average, if there is one.
func (t *Trainer) withAverage(f func()) {
	if t.average == nil {
		f()
		return
	}
	t.average.Swap(t.model.Params())
	defer t.average.Swap(t.model.Params())
	f()
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// JudgePart scores the present parameters, or their average if there is one, on
// a part of the held-out points and reports whether all have now been seen, so
// that a worker can do something else in between. A training step begins the
// scoring anew.
func (t *Trainer) JudgePart() (done bool) {
	if t.heldoutStep == t.step {
		return true
	}
	if from, to := t.judged, t.judged+judgeShare; from < HeldOut {
		t.withAverage(func() { t.take(t.model.NLL(t.heldX[from:to], t.heldY[from:to])) })
	}
	if t.judged < HeldOut {
		return false
	}
	t.heldout, t.heldoutStep = t.sum/HeldOut, t.step
	return true
}

// take takes in the mean NLL of the next part of the held-out points.
func (t *Trainer) take(nll float64) {
	t.sum += float64(nll * judgeShare)
	t.judged += judgeShare
}

// Judge scores the present parameters on all held-out points.
func (t *Trainer) Judge() float64 {
	for !t.JudgePart() {
	}
	return t.heldout
}

// Steps returns the number of steps made.
func (t *Trainer) Steps() int { return t.step }

// Loss returns the loss of the last batch before its step, NaN at first: the
// NLL, unless the job has another objective.
func (t *Trainer) Loss() float64 { return t.train }

// Unjudged returns the number of steps since the one that the held-out score
// belongs to; before the first score it counts from -1.
func (t *Trainer) Unjudged() int { return t.step - t.heldoutStep }

// Scheduled reports whether the learning-rate schedule still has a way to go.
func (t *Trainer) Scheduled() bool {
	s := t.course.Schedule
	return s.Steps == 0 || t.step < s.Steps
}
