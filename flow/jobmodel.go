package flow

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"flowplayground/ode"
)

// SolverName returns the name by which a job calls a method.
func SolverName(t ode.Tableau) string { return strings.ToLower(t.Name) }

// Solver returns the name of the method that solves the job's CNF, as in
// [ode.Tableaux]; "" for an NF, or a job that [Job.Check] refuses.
func (j Job) Solver() string {
	r, err := RecipeByName(j.Recipe)
	if err != nil || j.Kind == Discrete {
		return ""
	}
	spec, _, err := j.spec(r)
	if err != nil {
		return ""
	}
	return spec.Tableau.Name
}

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
	spec.Tolerance, spec.Kinetic, spec.Frobenius = m.Tolerance, m.Kinetic, m.Frobenius
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
		if j.Method.Generative || j.Method.Objective == DensityMatching {
			m = NewGenerativeNF[float32](spec)
		}
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

// course returns the recipe's part for the job, with the job's own rate and
// batch.
func (j Job) course(r Recipe) Course {
	c, m := j.recipeCourse(r), j.Method
	if m.Rate > 0 {
		c.Schedule.From, c.Schedule.To = m.Rate, m.Rate*(c.Schedule.To/c.Schedule.From)
	}
	if m.Batch > 0 {
		c.Batch = m.Batch
	}
	return c
}

func (j Job) recipeCourse(r Recipe) Course {
	switch o := j.Method.Objective; {
	case j.Kind == Discrete && o == DensityMatching:
		return r.EnergyNF
	case j.Kind == Discrete:
		return r.NF
	case o == DensityMatching:
		return r.Energy
	case o.matchesVelocities():
		return r.Matching
	case j.Method.Field == "hyper" && r.CNF.Scale != nil:
		// One network makes everything; its groups have other names.
		c := r.CNF
		c.Schedule.From, c.Schedule.To = 2*c.Schedule.From, 2*c.Schedule.To
		return c
	}
	return r.CNF
}

// Floor returns the value below which the expected training loss of no model
// is, and whether there is one that is known: the data's entropy for the
// likelihood, -ln Z of the standardised energy for density matching. Flow
// matching's depends on the paths' crossings. A batch's loss scatters about its
// expectation, and so may be lower.
func (j Job) Floor() (floor float64, ok bool) {
	switch o := j.Method.Objective; {
	case o == DensityMatching:
		p, err := j.potential()
		return -p.logZ(), err == nil
	case o.matchesVelocities():
		return 0, false
	}
	d, err := j.Dataset()
	return d.Entropy, err == nil
}
