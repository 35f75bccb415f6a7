package modelfile

import (
	"encoding/hex"
	"math"

	"flowplayground/flow"
)

// The types of this file are version 1 of the format, field by field. What is
// behind a pointer or in a slice must be there unless its tag says omitempty; see
// missing.

type document struct {
	Format   *string           `json:"format"`
	Version  *int              `json:"version"`
	Settings map[string]string `json:"settings,omitempty"`
	Models   []model           `json:"models"`
}

type model struct {
	Job      *job      `json:"job"`
	Step     *int      `json:"step"`
	Train    *float64  `json:"train,omitempty"`
	HeldOut  *heldOut  `json:"heldOut,omitempty"`
	Solver   *solver   `json:"solver,omitempty"`
	Groups   []group   `json:"groups"`
	AdamStep *int      `json:"adamStep"`
	Streams  []stream  `json:"streams"`
	Pool     *pool     `json:"pool,omitempty"`
	Average  *average  `json:"average,omitempty"`
	Patience *patience `json:"patience,omitempty"`
	History  *History  `json:"history,omitempty"`
}

type job struct {
	Kind   *string `json:"kind"`
	Width  *int    `json:"width"`
	Data   *string `json:"data"`
	Seed   *int    `json:"seed"`
	Recipe *string `json:"recipe"`
	// Method is left out where it changes nothing in the recipe.
	Method flow.Method `json:"method,omitzero"`
	Noise  float64     `json:"noise,omitzero"`
	Given  string      `json:"given,omitempty"`
}

type heldOut struct {
	Loss *float64 `json:"loss"`
	Step *int     `json:"step"`
}

type solver struct {
	Steps *int     `json:"steps"`
	Error *float64 `json:"error"`
	// Tolerance is that of a solver which chooses its steps.
	Tolerance *float64 `json:"tolerance,omitempty"`
}

type group struct {
	Name    *string   `json:"name"`
	Shape   []int     `json:"shape"`
	Values  []float32 `json:"values"`
	M       []float32 `json:"m,omitempty"`
	V       []float32 `json:"v,omitempty"`
	Average []float32 `json:"average,omitempty"`
	Best    []float32 `json:"best,omitempty"`
}

type stream struct {
	Name  *string `json:"name"`
	State *string `json:"state"`
}

type pool struct {
	Order []int `json:"order"`
	Taken *int  `json:"taken"`
}

type average struct {
	Updates *int `json:"updates"`
}

type patience struct {
	Looks *int     `json:"looks"`
	Least *int     `json:"least"`
	Loss  *float64 `json:"loss"`
	// Stopped is left out while training goes on.
	Stopped bool `json:"stopped,omitzero"`
}

// describe returns the document of a model whose state has been checked.
func describe(m Model) model {
	s := m.State
	d := model{
		Job: describeJob(s.Job), Step: &s.Step, AdamStep: &s.Adam.Step,
		Groups: describeGroups(s), Streams: describeStreams(s.Streams),
	}
	if !math.IsNaN(s.Train) {
		d.Train = &s.Train
	}
	if s.HeldOutStep >= 0 {
		d.HeldOut = &heldOut{&s.HeldOut, &s.HeldOutStep}
	}
	if s.Solver != (flow.SolverState{}) {
		d.Solver = &solver{Steps: &s.Solver.Steps, Error: &s.Solver.Error}
		if s.Solver.Tolerance != 0 {
			d.Solver.Tolerance = &s.Solver.Tolerance
		}
	}
	if len(s.Pool.Order) > 0 {
		d.Pool = &pool{s.Pool.Order, &s.Pool.Taken}
	}
	if s.Average.Updates > 0 {
		d.Average = &average{&s.Average.Updates}
	}
	if p := s.Patience; p.Looks > 0 {
		d.Patience = &patience{&p.Looks, &p.Least, &p.Loss, p.Stopped}
	}
	if h := m.History; len(h.Steps) > 0 || len(h.HeldSteps) > 0 {
		d.History = &h
	}
	return d
}

func describeJob(j flow.Job) *job {
	return &job{
		Kind: new(j.Kind.String()), Width: &j.Width, Data: &j.Data, Seed: &j.Seed, Recipe: &j.Recipe,
		Method: j.Method, Noise: j.Noise, Given: j.Given,
	}
}

func describeGroups(s flow.State) []group {
	var groups []group
	for _, g := range s.Groups {
		part := func(v []float32) []float32 {
			if len(v) == 0 {
				return nil
			}
			return v[g.Offset : g.Offset+g.Len()]
		}
		groups = append(groups, group{
			Name: &g.Name, Shape: g.Shape, Values: part(s.Params),
			M: part(s.Adam.M), V: part(s.Adam.V),
			Average: part(s.Average.Values), Best: part(s.Patience.Best),
		})
	}
	return groups
}

func describeStreams(streams []flow.StreamState) []stream {
	var d []stream
	for _, s := range streams {
		d = append(d, stream{&s.Name, new(hex.EncodeToString(s.State))})
	}
	return d
}
