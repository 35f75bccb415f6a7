package modelfile

import (
	"encoding/hex"
	"math"
	"slices"

	"flowplayground/flow"
)

// model returns the model that a document with nothing missing describes. It
// refuses what does not fit together; whether the state is one of its job is for
// [flow.Restore] to say.
func (d model) model(where string) (Model, error) {
	s := flow.State{Step: *d.Step, Train: math.NaN(), HeldOut: math.NaN(), HeldOutStep: -1}
	s.Adam.Step = *d.AdamStep
	var err error
	if s.Job, err = d.Job.job(where + ".job"); err != nil {
		return Model{}, err
	}
	if s.Streams, err = streams(where+".streams", d.Streams); err != nil {
		return Model{}, err
	}
	if err := d.groups(where+".groups", &s); err != nil {
		return Model{}, err
	}
	d.progress(&s)
	m := Model{State: s}
	if h := d.History; h != nil {
		m.History = History{some(h.Steps), some(h.Train), some(h.HeldSteps), some(h.HeldOut)}
	}
	return m, nil
}

// some returns nil for an empty array, which is how a state has none.
func some[E any](v []E) []E {
	if len(v) == 0 {
		return nil
	}
	return v
}

// progress sets what a state may do without.
func (d model) progress(s *flow.State) {
	if d.Train != nil {
		s.Train = *d.Train
	}
	if d.HeldOut != nil {
		s.HeldOut, s.HeldOutStep = *d.HeldOut.Loss, *d.HeldOut.Step
	}
	if d.Solver != nil {
		s.Solver = flow.SolverState{Steps: *d.Solver.Steps, Error: *d.Solver.Error}
		if d.Solver.Tolerance != nil {
			s.Solver.Tolerance = *d.Solver.Tolerance
		}
	}
	if d.Pool != nil {
		s.Pool = flow.PoolState{Order: some(d.Pool.Order), Taken: *d.Pool.Taken}
	}
	if d.Average != nil {
		s.Average.Updates = *d.Average.Updates
	}
	if p := d.Patience; p != nil {
		s.Patience = flow.PatienceState{Looks: *p.Looks, Least: *p.Least, Loss: *p.Loss, Best: s.Patience.Best, Stopped: p.Stopped}
	}
}

// kinds are the kinds of models that a file may hold.
var kinds = []flow.Kind{flow.Continuous, flow.Discrete}

func (j job) job(where string) (flow.Job, error) {
	for _, k := range kinds {
		if k.String() == *j.Kind {
			return flow.Job{
				Kind: k, Width: *j.Width, Data: *j.Data, Seed: *j.Seed, Recipe: *j.Recipe,
				Method: j.Method, Noise: j.Noise, Given: j.Given,
			}, nil
		}
	}
	return flow.Job{}, wrong(where+".kind", "it is %q and must be cnf or nf", *j.Kind)
}

func streams(where string, list []stream) ([]flow.StreamState, error) {
	var s []flow.StreamState
	for i, d := range list {
		state, err := hex.DecodeString(*d.State)
		if err != nil {
			return nil, wrong(field(where, i)+".state", "it is not hexadecimal")
		}
		s = append(s, flow.StreamState{Name: *d.Name, State: state})
	}
	return s, nil
}

// groups lays the groups out one after another.
func (d model) groups(where string, s *flow.State) error {
	offset := 0
	for i, g := range d.Groups {
		where := field(where, i)
		n, err := size(where+".shape", g.Shape)
		if err != nil {
			return err
		}
		s.Groups = append(s.Groups, flow.Group{Name: *g.Name, Shape: g.Shape, Offset: offset})
		offset += n
		if len(g.Values) != n {
			return wrong(where+".values", "group %s has %d numbers for a shape of %d", *g.Name, len(g.Values), n)
		}
		for _, v := range []struct {
			name string
			dst  *[]float32
			src  []float32
		}{
			{"values", &s.Params, g.Values},
			{"m", &s.Adam.M, g.M}, {"v", &s.Adam.V, g.V},
			{"average", &s.Average.Values, g.Average}, {"best", &s.Patience.Best, g.Best},
		} {
			*v.dst = append(*v.dst, v.src...)
			if len(*v.dst) != offset && len(*v.dst) > 0 {
				return wrong(where+"."+v.name, "group %s has %d numbers for a shape of %d, or groups before it have none", *g.Name, len(v.src), n)
			}
		}
	}
	return nil
}

// size returns the number of entries of an array of the shape.
func size(where string, shape []int) (int, error) {
	n := 1
	for _, s := range shape {
		if s < 1 || s > maxNumbers/n {
			return 0, wrong(where, "%v is no shape of at most %d numbers", shape, maxNumbers)
		}
		n *= s
	}
	return n, nil
}

// maxCurve bounds the steps of a curve.
const maxCurve = 1 << 17

// checkCurve refuses a curve that could not be drawn.
func checkCurve(where string, steps, losses []float64) error {
	if len(steps) > maxCurve {
		return wrong(where, "%d steps are more than %d", len(steps), maxCurve)
	}
	if len(steps) != len(losses) {
		return wrong(where, "%d losses at %d steps", len(losses), len(steps))
	}
	if !slices.IsSorted(steps) {
		return wrong(where, "its steps do not ascend")
	}
	for i, v := range losses {
		if !finite(v) || !finite(steps[i]) || steps[i] < 0 {
			return wrong(where, "number %d, %v at step %v, is not finite or before the first step", i, v, steps[i])
		}
	}
	return nil
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
