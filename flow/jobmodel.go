package flow

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"flowplayground/ode"
)

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
	} else if m.Tolerance != 0 && spec.Tableau.Error == nil {
		spec.Tableau = ode.Tsit5 // the recipe's cannot choose steps
	}
	spec.Kinetic, spec.Frobenius = m.Kinetic, m.Frobenius
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
