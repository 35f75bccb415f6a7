package flow

import "math"

const (
	// auditEvery is the number of training steps between two audits; one costs
	// about as much as a step.
	auditEvery = 25
	// auditPoints is the number of held-out points an audit looks at.
	auditPoints = 256
	// tolerable is the solver error in nats above which the solver is refined.
	tolerable = 3e-3
	// mostSteps bounds the refinement.
	mostSteps = 40
)

// An audit keeps a CNF honest. With few steps the optimiser learns to exploit
// the solver's error: the NLL it reports falls while the true one rises, even
// below the entropy. So the error is measured as training goes on, and a
// solver that errs too much gets half as many steps again.
type audit struct{ err float64 }

// run audits the trainer's model if it is time. It depends on nothing but the
// job, as all that training does.
func (a *audit) run(t *Trainer) {
	c, ok := t.model.(*CNF[float32])
	if !ok || t.step%auditEvery != 0 {
		return
	}
	a.err = c.SolverError(t.heldX[:auditPoints], t.heldY[:auditPoints])
	if math.Abs(a.err) > tolerable && c.spec.Steps < mostSteps {
		c.setSteps(min(c.spec.Steps*3/2, mostSteps))
	}
}
