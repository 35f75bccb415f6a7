package flow

import "math"

const (
	// auditEvery is the number of training steps between two audits; one costs
	// about as much as five steps.
	auditEvery = 25
	// auditPoints is the number of held-out points an audit looks at.
	auditPoints = 256
	// tolerable is the solver error in nats above which the solver is refined.
	tolerable = 3e-3
	// mostSteps bounds the refinement.
	mostSteps = 40
	// leastTolerance bounds that of a tolerance: float32 shows no more.
	leastTolerance = 1e-7
)

// An audit keeps a CNF honest. With few steps the optimiser learns to exploit
// the solver's error: the NLL it reports falls while the true one rises, even
// below the entropy. So the error is measured as training goes on, and a
// solver that errs too much gets half as many steps again, or a third of its
// tolerance. An error that is not finite is too large too, but not kept.
type audit struct{ err float64 }

// due reports whether it is time for an audit. That depends on nothing but the
// job, as all that training does.
func (a *audit) due(t *Trainer) bool {
	_, ok := t.model.(*CNF[float32])
	return ok && t.step%auditEvery == 0
}

// run audits the trainer's model, a CNF.
func (a *audit) run(t *Trainer) {
	c := t.model.(*CNF[float32])
	var err float64
	t.withAverage(func() { err = t.solverError(c) })
	if finite(err) {
		a.err = err
	}
	if !(math.Abs(err) <= tolerable) {
		c.refine()
	}
}

// solverError returns the error in the NLL or, if it is greater, in the loss of
// density matching, whose solves go the other way.
func (t *Trainer) solverError(c *CNF[float32]) float64 {
	err := c.SolverError(t.heldX[:auditPoints], t.heldY[:auditPoints])
	if t.job.Method.Objective == DensityMatching {
		if e := c.matchError(t.noiseX, t.noiseY, t.energy); !(math.Abs(e) <= math.Abs(err)) {
			return e
		}
	}
	return err
}

// refine makes the solver finer, within limits.
func (c *CNF[T]) refine() {
	switch tolerance := c.spec.Tolerance; {
	case tolerance > leastTolerance:
		c.setTolerance(max(tolerance/3, leastTolerance))
	case tolerance == 0 && c.spec.Steps < mostSteps:
		c.setSteps(min(c.spec.Steps*3/2, mostSteps))
	}
}
