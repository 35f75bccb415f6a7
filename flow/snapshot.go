package flow

// A Snapshot is what a trainer shows of itself.
type Snapshot struct {
	Step        int
	Train       float64 // loss of the last batch before its step, NaN at first
	HeldOut     float64 // NLL of the held-out points at HeldOutStep
	HeldOutStep int     // -1 before the first
	// SolverSteps is the number of steps a CNF's solver takes now; with a
	// tolerance, of those it took in its latest solve, where it tried
	// SolverRejected more that erred too much. SolverError is by how much it
	// underestimated the NLL when last audited. All are 0 for an NF.
	SolverSteps, SolverRejected int
	SolverError                 float64
	Flow                        Flow // of the average, if there is one
}

// Snapshot returns the present state, independent of later training.
func (t *Trainer) Snapshot() Snapshot {
	s := Snapshot{
		Step: t.step, Train: t.train, HeldOut: t.heldout, HeldOutStep: t.heldoutStep,
		SolverError: t.audit.err,
	}
	t.withAverage(func() { s.Flow = t.model.Flow() })
	if c, ok := t.model.(*CNF[float32]); ok {
		stats := c.Stats()
		s.SolverSteps, s.SolverRejected = stats.Accepted, stats.Rejected
	}
	return s
}
