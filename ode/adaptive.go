package ode

import (
	"fmt"
	"math"
)

// Adaptive carries batches of one shape over any interval in steps that it
// chooses, all states of a batch in the same. It owns its scratch and, once it
// has seen as many steps, allocates nothing; it is not safe for concurrent use.
//
// The field is asked with Knot -1, since no time is known beforehand. The
// number of evaluations is that of the attempted steps times the stages (one
// less, and one per accepted step, where the error estimate doesn't use the
// slope at the end), and two more to choose the first step.
type Adaptive[T Float] struct {
	pid    PID
	step   stepper[T]
	record record[T]

	y     *block[T] // the state a step arrives at
	e     *block[T] // its estimated error
	at    []Stage   // of the step, and its end
	times []float64
	stats Stats
}

// NewAdaptive returns an adaptive solver for batches of n states of dimension
// dim. It panics if the method has no error estimate, or the controller's
// numbers make no sense.
func NewAdaptive[T Float](tab Tableau, c PID, dim, n int) *Adaptive[T] {
	if tab.Error == nil {
		panic(fmt.Sprintf("ode: %s has no error estimate to choose steps by", tab.Name))
	}
	return &Adaptive[T]{
		pid: c.filled(), step: newStepper[T](tab, dim, n),
		y: newBlock[T](dim, n), e: newBlock[T](dim, n),
		at: make([]Stage, tab.Stages()+1),
	}
}

// Times returns the times at which the accepted steps of the latest solve end,
// beginning with its initial time. They belong to the solver.
func (a *Adaptive[T]) Times() []float64 { return a.times }

// Solve replaces the states in z, taken at t0, by those at t1. If that fails
// the error is a [*SolveError] and z holds the states at the time reached.
func (a *Adaptive[T]) Solve(z Batch[T], f Field[T], t0, t1 float64) (Stats, error) {
	return a.solve(z, f, t0, t1, nil)
}

// Record solves like [Adaptive.Solve] and keeps the state at every stage of the
// accepted steps for [Adaptive.Backward], or less after [Adaptive.Checkpoint].
func (a *Adaptive[T]) Record(z Batch[T], f Field[T], t0, t1 float64) (Stats, error) {
	a.record.h, a.record.stages = a.record.h[:0], a.record.stages[:0]
	a.record.ready = true
	return a.solve(z, f, t0, t1, &a.record)
}

// Backward replaces λ, the cotangent of the recorded solve's result, by the
// cotangent of its initial states, and lets f gather the cotangents of its
// parameters. What is differentiated are the steps that were accepted, at the
// sizes they had; how the sizes came about is not. See [Solver.Backward].
func (a *Adaptive[T]) Backward(λ Batch[T], f DifferentiableField[T]) {
	a.record.backward(&a.step, λ, f)
}

// Checkpoint makes Record keep less; see [Solver.Checkpoint].
func (a *Adaptive[T]) Checkpoint(every int) { a.record.checkpoint(every) }

// Trace solves like [Adaptive.Solve] and records the solution in tr. It asks
// the field for no more than a solve does.
func (a *Adaptive[T]) Trace(tr *Trajectory[T], z Batch[T], f Field[T], t0, t1 float64) (Stats, error) {
	a.step.begin(z, f)
	tr.begin(&a.step, t0)
	stats, err := a.run(f, t0, t1, tr)
	z.Copy(a.step.y.Batch)
	return stats, err
}

// A follower sees the steps of an adaptive solve.
type follower[T Float] interface {
	// attempt says where the stage states of the step from s.y go; nil is nowhere.
	attempt(s *stepper[T], step int) []*block[T]
	// accepted tells that the step was good: it arrived at s.y at time t and left
	// its slopes in s.
	accepted(s *stepper[T], h float64, at []Stage, t float64)
}

// solve solves, letting somebody follow unless that is nil.
func (a *Adaptive[T]) solve(z Batch[T], f Field[T], t0, t1 float64, who follower[T]) (Stats, error) {
	a.step.begin(z, f)
	stats, err := a.run(f, t0, t1, who)
	z.Copy(a.step.y.Batch)
	return stats, err
}

// run solves from what has begun.
func (a *Adaptive[T]) run(f Field[T], t0, t1 float64, who follower[T]) (Stats, error) {
	a.stats, a.times = Stats{}, append(a.times[:0], t0)
	if t0 == t1 {
		return a.stats, nil
	}
	c, least := newControl(a.pid, a.step.tab.Order), a.pid.smallest(t0, t1)
	h := max(a.firstStep(f, t0, t1), least)
	for t := t0; t != t1; {
		if a.stats.Accepted+a.stats.Rejected == c.MaxSteps {
			return a.stats, &SolveError{t, ErrTooManySteps}
		}
		end := endOf(t, h, t1)
		ε := a.attempt(f, t, end, who)
		accept, factor := c.judge(ε)
		h = math.Abs(end-t) * factor
		switch {
		case accept:
			a.accept(f, end-t, who)
			t = end
		case h >= least:
			a.stats.Rejected++
		default:
			a.stats.Rejected++
			return a.stats, &SolveError{t, cause(ε)}
		}
	}
	return a.stats, nil
}

// cause says what is wrong where the smallest step has the scaled error ε.
func cause(ε float64) error {
	if math.IsNaN(ε) || math.IsInf(ε, 0) {
		return ErrNotFinite
	}
	return ErrStepSize
}

// endOf returns where a step of length h from t toward t1 ends: on t1 rather
// than a hair before it.
func endOf(t, h, t1 float64) float64 {
	if h >= float64((1-1e-9)*math.Abs(t1-t)) {
		return t1
	}
	return t + math.Copysign(h, t1-t)
}

// attempt leads from the state at time t to a.y at time end, and returns the
// scaled error. The first slope is known.
func (a *Adaptive[T]) attempt(f Field[T], t, end float64, who follower[T]) float64 {
	tab, h, m, z := a.step.tab, end-t, a.step.tab.Stages(), a.step.y
	a.schedule(t, end)
	if s, ok := f.(ScheduledField[T]); ok {
		s.Schedule(a.at)
	}
	var tape []*block[T]
	if who != nil {
		tape = who.attempt(&a.step, a.stats.Accepted)
	}
	a.step.slopes(z, f, h, a.at, tape, 1)
	a.stats.Evaluations += m - 1
	a.step.combine(a.y.flat, z.flat, h, tab.B)
	if tab.Error[m] != 0 {
		a.finish(f)
	}
	a.step.combine(a.e.flat, nil, h, tab.Error)
	return scaledNorm(a.pid, a.e.Batch, z.Batch, a.y.Batch)
}

// schedule sets the stages of the step from t to end.
func (a *Adaptive[T]) schedule(t, end float64) {
	m := a.step.tab.Stages()
	for i := range a.at {
		time := end
		if i < m && a.step.tab.C[i] != 1 {
			time = t + float64(a.step.tab.C[i]*(end-t))
		}
		a.at[i] = Stage{Time: time, Knot: -1, Call: a.stats.Accepted*m + i}
	}
}

// finish computes the slope at the end of the step.
func (a *Adaptive[T]) finish(f Field[T]) {
	m := a.step.tab.Stages()
	a.step.finish(a.y, f, a.at[m])
	a.stats.Evaluations++
}

// accept moves to the end of the step, whose size was h.
func (a *Adaptive[T]) accept(f Field[T], h float64, who follower[T]) {
	m := a.step.tab.Stages()
	if a.step.tab.Error[m] == 0 {
		a.finish(f)
	}
	a.step.y, a.y = a.y, a.step.y
	a.stats.Accepted++
	a.times = append(a.times, a.at[m].Time)
	if who != nil {
		who.accepted(&a.step, h, a.at[:m], a.at[m].Time)
	}
	a.step.next()
}

// firstStep computes the first slope and returns the length of the first step:
// one whose explicit Euler step is small beside the state, and for which the
// change of the slope says that the error will be about a hundredth of the
// tolerance (Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations
// I, section II.4).
func (a *Adaptive[T]) firstStep(f Field[T], t0, t1 float64) float64 {
	z, k, span := a.step.y, a.step.k, math.Abs(t1-t0)
	f.Eval(k[0].Batch, z.Batch, Stage{Time: t0, Knot: -1})
	d0, d1 := scaledNorm(a.pid, z.Batch, z.Batch, z.Batch), scaledNorm(a.pid, k[0].Batch, z.Batch, z.Batch)
	h0 := 1e-6
	if d0 >= 1e-5 && d1 >= 1e-5 {
		h0 = float64(0.01*d0) / d1
	}
	h0 = min(h0, span)

	signed := math.Copysign(h0, t1-t0)
	a.step.combine(a.y.flat, z.flat, signed, []float64{1})
	f.Eval(k[1].Batch, a.y.Batch, Stage{Time: t0 + signed, Knot: -1, Call: 1})
	a.stats.Evaluations += 2
	a.step.combine(a.e.flat, nil, 1, []float64{-1, 1})
	d2 := scaledNorm(a.pid, a.e.Batch, z.Batch, z.Batch) / h0

	d := max(d1, d2)
	switch {
	case !(d <= math.MaxFloat64): // outside of the field's domain
		return min(1e-6, span)
	case d <= 1e-15:
		return min(100*h0, max(1e-6, h0*1e-3), span)
	}
	return min(100*h0, power(0.01/d, 1/float64(a.step.tab.Order)), span)
}
