package flow

import (
	"math/rand/v2"
	"slices"
)

// A State is all that a trainer has come to and its job does not determine, as
// plain data that can be sent or stored. A trainer restored from it goes on as
// if it had never been interrupted, bit for bit. The place in the learning-rate
// schedule is the step; data, held-out points and pool follow from the job.
//
// Vectors of one number per parameter are laid out as Groups says.
type State struct {
	Job  Job
	Step int
	// Train is the loss of the last batch before its step, NaN if there was none.
	Train float64
	// HeldOut is the NLL of the held-out points at HeldOutStep, NaN at -1.
	HeldOut     float64
	HeldOutStep int

	Groups   []Group
	Params   []float32
	Adam     AdamState
	Solver   SolverState
	Streams  []StreamState
	Pool     PoolState
	Average  AverageState
	Patience PatienceState
}

// AdamState is the state of [Adam]: the number of its steps and the first and
// second moments, which are empty before the first.
type AdamState struct {
	Step int
	M, V []float32
}

// SolverState is what the audits so far have made of a CNF's solver and what the
// last one found; zero for an NF. Without a tolerance Steps is the number of
// steps; with one it is that of the latest solve, which is shown.
type SolverState struct {
	Steps     int
	Error     float64
	Tolerance float64
}

// StreamState is a named stream of random numbers, as [rand.PCG] marshals it.
type StreamState struct {
	Name  string
	State []byte
}

// PoolState is the order in which the points of a [Course]'s pool are taken in
// this epoch and how many were; it is empty without a pool.
type PoolState struct {
	Order []int
	Taken int
}

// AverageState is the state of an [Average], empty if there is none.
type AverageState struct {
	Updates int
	Values  []float32
}

// PatienceState is the state of a [Patience], empty if there is none: the
// looks, the one that first had the least loss, that loss, and the parameters;
// and whether training has stopped.
type PatienceState struct {
	Looks, Least int
	Loss         float64
	Best         []float32
	Stopped      bool
}

// State returns the trainer's present state. It shares nothing with the
// trainer.
func (t *Trainer) State() State {
	s := State{
		Job: t.job, Step: t.step,
		Train: t.train, HeldOut: t.heldout, HeldOutStep: t.heldoutStep,
		Params: slices.Clone(t.model.Params()),
		Adam:   AdamState{t.adam.step, slices.Clone(t.adam.m), slices.Clone(t.adam.v)},
		Pool:   PoolState{slices.Clone(t.batch.order), t.batch.taken},
	}
	if !finite(s.HeldOut) { // to be scored again
		s.HeldOut, s.HeldOutStep = nan, -1
	}
	for _, g := range t.model.Groups() {
		g.Shape = slices.Clone(g.Shape)
		s.Groups = append(s.Groups, g)
	}
	if c, ok := t.model.(*CNF[float32]); ok {
		s.Solver = SolverState{c.Stats().Accepted, t.audit.err, c.spec.Tolerance}
	}
	for _, src := range t.sources {
		bits, _ := src.pcg.MarshalBinary() // has no error to return
		s.Streams = append(s.Streams, StreamState{src.name, bits})
	}
	if a := t.average; a != nil {
		s.Average = AverageState{a.n, slices.Clone(a.mean)}
	}
	if p := t.patience; p != nil {
		s.Patience = PatienceState{p.looks, p.least, p.loss, slices.Clone(p.best), t.stopped}
	}
	return s
}

// A source is a stream of random numbers that a trainer draws from for as long
// as it trains.
type source struct {
	name string
	pcg  *rand.PCG
}

// open returns a stream of the trainer's seed and keeps its source for
// [Trainer.State].
func (t *Trainer) open(name string, number int) *rand.Rand {
	pcg := rand.NewPCG(uint64(t.job.Seed), uint64(number))
	t.sources = append(t.sources, source{name, pcg})
	return rand.New(pcg)
}
