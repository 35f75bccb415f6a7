package flow

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"flowplayground/ode"
)

// A Job says what a trainer is to learn and how.
type Job struct {
	Kind   Kind
	Width  int // hidden units M of a CNF, layers K of an NF
	Data   string
	Seed   int
	Recipe string
	Method Method // departures from the recipe
}

// A Method is what a job changes in its recipe. The zero Method changes
// nothing; an NF heeds none of it but the objective.
type Method struct {
	// Field is a name of [Fields]: where a CNF's coefficients come from.
	Field string `json:"field,omitempty"`
	// Solver is the [SolverName] of one of [ode.Tableaux].
	Solver string `json:"solver,omitempty"`
	// Steps is the number of the solver's steps, up to MaxSteps.
	Steps     int            `json:"steps,omitzero"`
	Trace     Trace          `json:"trace,omitzero"`
	Gradient  GradientMethod `json:"gradient,omitzero"`
	Objective Objective      `json:"objective,omitzero"`
}

const (
	// MaxWidth is the largest Job.Width.
	MaxWidth = 64
	// MaxSteps is the largest Method.Steps.
	MaxSteps = 100
)

// An Objective is what training minimises. Whatever it is, held-out points are
// scored by the exact NLL.
type Objective int

const (
	// Likelihood is the mean NLL of data.
	Likelihood Objective = iota
	// FlowMatchingIndependent and FlowMatchingTransport regress the CNF's field
	// on the velocities of straight lines from noise to data; see
	// [FlowMatching]. An NF has no field and keeps to the likelihood.
	FlowMatchingIndependent
	FlowMatchingTransport
)

// Fields lists the fields that Method.Field may name, by what they change in a
// recipe's spec and initialisation.
var Fields = []struct {
	Name string
	set  func(*CNFSpec, *CNFInit)
}{
	{"notebook", func(s *CNFSpec, _ *CNFInit) { s.Field, s.Identity, s.Bounded = Gated, true, false }},
	{"paper", func(s *CNFSpec, i *CNFInit) {
		s.Field, s.Identity, s.Bounded, s.Constraint = Gated, false, true, Free
		i.Gate = 1
	}},
	{"hyper", func(s *CNFSpec, i *CNFInit) { s.Field, *i = Hyper, HyperInit }},
}

// SolverName returns the name by which a job calls a method.
func SolverName(t ode.Tableau) string { return strings.ToLower(t.Name) }

// spec returns the CNF that the job means and how it begins.
func (j Job) spec(r Recipe) (CNFSpec, CNFInit, error) {
	spec, init, m := r.cnf, r.cnfInit, j.Method
	spec.Units, spec.Trace, spec.Gradient = j.Width, m.Trace, m.Gradient
	if m.Field != "" {
		set, err := byName(Fields, m.Field, func(i int) string { return Fields[i].Name })
		if err != nil {
			return spec, init, fmt.Errorf("flow: no field %w", err)
		}
		set.set(&spec, &init)
	}
	if m.Solver != "" {
		tab, err := byName(ode.Tableaux, m.Solver, func(i int) string { return SolverName(ode.Tableaux[i]) })
		if err != nil {
			return spec, init, fmt.Errorf("flow: no solver %w", err)
		}
		spec.Tableau = tab
	}
	if m.Steps != 0 {
		spec.Steps = m.Steps
	}
	return spec, init, nil
}

// byName returns the entry whose name is wanted, or an error with the names
// there are.
func byName[E any](list []E, want string, name func(int) string) (entry E, err error) {
	var names []string
	for i := range list {
		if name(i) == want {
			return list[i], nil
		}
		names = append(names, name(i))
	}
	return entry, fmt.Errorf("%q; there are %s", want, strings.Join(names, ", "))
}

// check returns an error that says what is wrong with a job that makes no
// sense.
func (j Job) check() error {
	m := j.Method
	for _, name := range []interface{ MarshalText() ([]byte, error) }{m.Trace, m.Gradient, m.Objective} {
		if _, err := name.MarshalText(); err != nil {
			return err
		}
	}
	switch {
	case j.Width < 1 || j.Width > MaxWidth:
		return fmt.Errorf("flow: width %d is not from 1 to %d", j.Width, MaxWidth)
	case m.Steps < 0 || m.Steps > MaxSteps:
		return fmt.Errorf("flow: %d solver steps are not from 0 to %d", m.Steps, MaxSteps)
	case m.Gradient == AdjointGradient && m.Trace != ExactTrace:
		return fmt.Errorf("flow: the adjoint takes the exact trace, not the %v estimate", m.Trace)
	}
	return nil
}

// newModel returns the job's model with its first parameters.
func (j Job) newModel(r Recipe, rng *rand.Rand) (Model[float32], error) {
	if j.Kind == Discrete {
		spec := r.nf
		spec.Layers = j.Width
		m := NewNF[float32](spec)
		m.Init(r.nfInit, rng)
		return m, nil
	}
	spec, init, err := j.spec(r)
	if err != nil {
		return nil, err
	}
	m := NewCNF[float32](spec)
	m.Init(init, rng)
	return m, nil
}

// course returns the recipe's part for the job.
func (j Job) course(r Recipe) Course {
	switch {
	case j.Kind == Discrete:
		return r.NF
	case j.Method.Objective != Likelihood:
		return r.Matching
	case j.Method.Field == "hyper" && r.CNF.Scale != nil:
		// One network makes everything; its groups have other names.
		c := r.CNF
		c.Schedule.From, c.Schedule.To = 2*c.Schedule.From, 2*c.Schedule.To
		return c
	}
	return r.CNF
}
