package flow

import (
	"fmt"
	"math"
	"slices"
)

// MostTraining is the largest number of steps that a [State] may claim.
const MostTraining = 1_000_000_000

// Restore returns a trainer that goes on from the state. It returns an error
// that names the part of a state that is not one of its job.
func Restore(s State) (*Trainer, error) {
	if s.Job.Kind != Continuous && s.Job.Kind != Discrete {
		return nil, fmt.Errorf("flow: no kind of model has number %d", int(s.Job.Kind))
	}
	t, err := NewTrainer(s.Job)
	if err != nil {
		return nil, err
	}
	if err := t.restoreAll(s); err != nil {
		return nil, fmt.Errorf("flow: %w", err)
	}
	return t, nil
}

// restoreAll takes a new trainer to the state, in the order in which its parts
// rely on one another.
func (t *Trainer) restoreAll(s State) error {
	for _, restore := range []func(State) error{
		t.restoreProgress, t.restoreParams, t.restoreAdam, t.restoreSolver,
		t.restoreStreams, t.restorePool, t.restoreAverage, t.restorePatience,
	} {
		if err := restore(s); err != nil {
			return err
		}
	}
	return nil
}

// Check returns the error that [Restore] would.
func (s State) Check() error {
	_, err := Restore(s)
	return err
}

func (t *Trainer) restoreProgress(s State) error {
	switch {
	case s.Step < 0 || s.Step > MostTraining:
		return fmt.Errorf("step %d is not from 0 to %d", s.Step, MostTraining)
	case math.IsInf(s.Train, 0) || math.IsInf(s.HeldOut, 0):
		return fmt.Errorf("losses %v and %v must be finite", s.Train, s.HeldOut)
	case s.HeldOutStep < -1 || s.HeldOutStep > s.Step:
		return fmt.Errorf("the step of the held-out loss, %d, is not from -1 to %d, the step of training", s.HeldOutStep, s.Step)
	case math.IsNaN(s.HeldOut) != (s.HeldOutStep == -1):
		return fmt.Errorf("a held-out loss of %v at step %d; there must be both or neither", s.HeldOut, s.HeldOutStep)
	}
	t.step, t.train, t.heldout, t.heldoutStep = s.Step, s.Train, s.HeldOut, s.HeldOutStep
	return nil
}

// restoreParams checks the groups too, on which the other vectors rely.
func (t *Trainer) restoreParams(s State) error {
	seen := map[string]bool{}
	for _, g := range s.Groups {
		if seen[g.Name] {
			return fmt.Errorf("parameter group %q stands twice", g.Name)
		}
		seen[g.Name] = true
		if err := t.checkGroup(g, len(s.Params)); err != nil {
			return err
		}
	}
	for _, g := range t.model.Groups() {
		if !seen[g.Name] {
			return fmt.Errorf("parameter group %q is missing", g.Name)
		}
	}
	return t.spread(t.model.Params(), s.Params, s.Groups, "parameters")
}

// checkGroup compares a group of a state of n parameters with the model's.
func (t *Trainer) checkGroup(g Group, n int) error {
	groups := t.model.Groups()
	i := slices.IndexFunc(groups, func(h Group) bool { return h.Name == g.Name })
	if i < 0 {
		return fmt.Errorf("the model has no parameter group %q", g.Name)
	}
	want := groups[i]
	if !slices.Equal(g.Shape, want.Shape) {
		return fmt.Errorf("parameter group %q has shape %v, not %v", g.Name, g.Shape, want.Shape)
	}
	if g.Offset < 0 || g.Offset > n-want.Len() {
		return fmt.Errorf("parameter group %q does not lie within the %d parameters", g.Name, n)
	}
	return nil
}

// spread copies a vector laid out as groups into one laid out as the model's.
func (t *Trainer) spread(dst, src []float32, groups []Group, what string) error {
	if len(src) != len(dst) {
		return fmt.Errorf("%d %s for a model of %d", len(src), what, len(dst))
	}
	for _, g := range groups {
		part := src[g.Offset : g.Offset+g.Len()]
		for k, v := range part {
			if !finite(float64(v)) {
				return fmt.Errorf("%s: number %d of group %q is %v", what, k, g.Name, v)
			}
		}
		copy(dst[group(t.model.Groups(), g.Name).Offset:], part)
	}
	return nil
}

func (t *Trainer) restoreAdam(s State) error {
	a := s.Adam
	if a.Step < 0 || a.Step > s.Step {
		return fmt.Errorf("the optimiser's step %d is not from 0 to %d, the step of training", a.Step, s.Step)
	}
	t.adam = Adam[float32]{}
	if a.Step == 0 {
		if len(a.M) > 0 || len(a.V) > 0 {
			return fmt.Errorf("the optimiser has moments before its first step")
		}
		return nil
	}
	n := len(t.model.Params())
	t.adam = Adam[float32]{make([]float32, n), make([]float32, n), a.Step}
	if err := t.spread(t.adam.m, a.M, s.Groups, "first moments"); err != nil {
		return err
	}
	if err := t.spread(t.adam.v, a.V, s.Groups, "second moments"); err != nil {
		return err
	}
	if least := slices.Min(t.adam.v); least < 0 {
		return fmt.Errorf("second moments: %v is negative", least)
	}
	return nil
}

func (t *Trainer) restoreStreams(s State) error {
	if len(s.Streams) != len(t.sources) {
		return fmt.Errorf("%d streams of random numbers for a trainer of %d", len(s.Streams), len(t.sources))
	}
	for i, src := range t.sources {
		if name := s.Streams[i].Name; name != src.name {
			return fmt.Errorf("stream of random numbers %d is called %q, not %q", i, name, src.name)
		}
		if err := src.pcg.UnmarshalBinary(s.Streams[i].State); err != nil {
			return fmt.Errorf("stream of random numbers %q has no state of a PCG", src.name)
		}
	}
	return nil
}

func (t *Trainer) restorePool(s State) error {
	b := t.batch
	if len(s.Pool.Order) != len(b.order) || s.Pool.Taken < 0 || s.Pool.Taken > len(b.order) {
		return fmt.Errorf("a pool of %d points, %d of them taken, for one of %d", len(s.Pool.Order), s.Pool.Taken, len(b.order))
	}
	seen := make([]bool, len(b.order))
	for _, i := range s.Pool.Order {
		if i < 0 || i >= len(seen) || seen[i] {
			return fmt.Errorf("the pool's order has %d twice or out of range", i)
		}
		seen[i] = true
	}
	copy(b.order, s.Pool.Order)
	b.taken = s.Pool.Taken
	return nil
}

func (t *Trainer) restoreAverage(s State) error {
	a := s.Average
	if t.average == nil || a.Updates == 0 {
		if a.Updates != 0 || len(a.Values) > 0 {
			return fmt.Errorf("an average of the parameters that the job does not ask for, or of no updates")
		}
		return nil
	}
	if a.Updates < 0 || a.Updates > s.Step {
		return fmt.Errorf("%d updates of the average in %d steps", a.Updates, s.Step)
	}
	t.average.n, t.average.mean = a.Updates, make([]float32, len(t.model.Params()))
	return t.spread(t.average.mean, a.Values, s.Groups, "average")
}

func (t *Trainer) restorePatience(s State) error {
	p := s.Patience
	if p.Looks < 0 || p.Least < 0 || p.Least > p.Looks || t.patience == nil && p.Looks > 0 || p.Stopped && p.Least == 0 {
		return fmt.Errorf("patience after %d looks, of which the best was %d, is not what the job asks for", p.Looks, p.Least)
	}
	if p.Least == 0 && (len(p.Best) > 0 || p.Loss != 0) {
		return fmt.Errorf("best parameters or loss without a look at them")
	}
	if !finite(p.Loss) {
		return fmt.Errorf("the best loss is %v", p.Loss)
	}
	if t.patience == nil {
		return nil
	}
	t.stopped = p.Stopped
	*t.patience = Patience[float32]{Limit: t.patience.Limit, looks: p.Looks, least: p.Least, loss: p.Loss}
	if p.Least == 0 {
		return nil
	}
	t.patience.best = make([]float32, len(t.model.Params()))
	return t.spread(t.patience.best, p.Best, s.Groups, "best parameters")
}
