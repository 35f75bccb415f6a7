//go:build recipes

package flow

import (
	"testing"

	"flowplayground/ode"
)

// TestRecipesParts undoes one part after the other of the default recipe, trains
// the CNF for 1,000 steps on four seeds and logs what each part gives: the mean
// and the worst NLL, by a fine solver, and the steps that the audit's solver came
// to. None may do better by as much as seeds differ.
func TestRecipesParts(t *testing.T) {
	const steps, seeds, noise = 1000, 4, 0.015
	parts := []struct {
		name string
		undo func(*Recipe)
	}{
		{"as it is", func(*Recipe) {}},
		{"all parameters small at first, as the notebook", func(r *Recipe) { r.cnfInit = Notebook.cnfInit }},
		{"gates at full size at first", func(r *Recipe) { r.cnfInit.Gate = 1 }},
		{"ReLU in the gates", func(r *Recipe) { r.cnf.Activation = ReLU }},
		{"constrained u", func(r *Recipe) { r.cnf.Constraint = LogSoftplus }},
		{"constant rate", func(r *Recipe) { r.CNF.Schedule = ConstantRate(r.CNF.Schedule.From) }},
		{"twice the rate", func(r *Recipe) { r.CNF.Schedule.From *= 2 }},
		{"one rate for all parameters", func(r *Recipe) { r.CNF.Scale = nil }},
		{"no clipping", func(r *Recipe) { r.CNF.Clip = 0 }},
		{"RK4 × 4", func(r *Recipe) { r.cnf.Steps = 4 }},
		{"Tsit5 × 20", func(r *Recipe) { r.cnf.Tableau, r.cnf.Steps = ode.Tsit5, 20 }},
		{"batches of 250", func(r *Recipe) { r.CNF.Batch = 250 }},
		{"batches of 1,000", func(r *Recipe) { r.CNF.Batch = 1000 }},
	}
	all := Recipes
	t.Cleanup(func() { Recipes = all })
	least := 0.0
	for i, p := range parts {
		r := Tuned
		r.Name = p.name
		p.undo(&r)
		Recipes = append(all[:len(all):len(all)], r)
		mean, worst, solver := 0.0, 0.0, 0
		for _, s := range landings(t, Job{Kind: Continuous, Width: 20, Data: "moons", Recipe: r.Name}, steps, seeds) {
			mean += s.nll / seeds
			worst = max(worst, s.nll)
			solver = max(solver, s.solverSteps)
		}
		t.Logf("%-48s %.3f  %.3f  %d", p.name, mean, worst, solver)
		if i == 0 {
			least = mean - noise
		} else if mean < least {
			t.Errorf("%s is better: a mean of %.4f, as it is %.4f", p.name, mean, least+noise)
		}
	}
}
