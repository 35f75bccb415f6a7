package web

import (
	"fmt"
	"slices"
	"sync"

	"flowplayground/flow"
	"flowplayground/ode"
)

// table is what can be chosen. It is made when it is first asked for, because
// then the workers' programs, which never ask, do not carry it.
var table struct {
	sync.Once
	fields    []Field
	conflicts []conflict
}

func makeTable() {
	table.fields = slices.Concat(newModelFields(), newViewFields(), newAudienceFields(), newOwnFields())
	table.conflicts = newConflicts()
}

// fields returns the one table of settings.
func fields() []Field {
	table.Do(makeTable)
	return table.fields
}

// conflicts returns what of it cannot be chosen together.
func conflicts() []conflict {
	table.Do(makeTable)
	return table.conflicts
}

func newModelFields() []Field {
	return []Field{
		{Name: "data", Label: "Data", Help: "What the models learn. Changing it restarts both.",
			Kind: Option, Choices: dataChoices(),
			Default: flow.TwoMoons.Name, in: func(s *Settings) any { return &s.Data }},
		{Name: "noise", Label: "Noise σ", Help: "How far the points stray from the two moons. Less noise makes thinner moons, which are harder to learn. Changing it restarts both models.",
			Kind: Real, Min: flow.LeastMoonsNoise, Max: flow.MostMoonsNoise, Step: 0.01,
			Default: "0.2", in: func(s *Settings) any { return &s.Noise }},
		{Name: "seed", Label: "Seed", Help: "The same seed gives the same run, step for step. Changing it restarts both models.",
			Kind: Integer, Min: 1, Max: 9999, Step: 1,
			Default: "1", in: func(s *Settings) any { return &s.Seed }},
		{Name: "k", Label: "K, layers of the NF", Help: "More layers bend space more often. Changing it restarts the NF.",
			Kind: Integer, Min: 1, Max: flow.MaxWidth, Step: 1,
			Default: "20", in: func(s *Settings) any { return &s.K }},
		{Name: "m", Label: "M, hidden units of the CNF", Help: "More units make a richer flow. Changing it restarts the CNF.",
			Kind: Integer, Min: 1, Max: flow.MaxWidth, Step: 1,
			Default: "20", in: func(s *Settings) any { return &s.M }},
		{Name: "recipe", Label: "Recipe", Help: "How the models start and learn. Changing it restarts both.",
			Kind: Option, Choices: []Choice{{Value: "tuned", Label: "Tuned (default)"}, {Value: "notebook", Label: "The notebook's"}},
			Default: "tuned", in: func(s *Settings) any { return &s.Recipe }},
		{Name: "model", Label: "Field of the CNF", Help: "How each unit's push on the particles changes with time. Changing it restarts the CNF.",
			Kind: Option, Choices: []Choice{
				{Value: auto, Label: "As the recipe has it"},
				{Value: "notebook", Label: "The notebook's: gates of any size"},
				{Value: "paper", Label: "The paper's: gates from 0 to 1"},
				{Value: "hyper", Label: "Hypernetwork: units change with time"},
			},
			Default: auto, in: func(s *Settings) any { return &s.Model }},
		{Name: "nf", Label: "Layers of the NF", Help: "Which way the layers compute. The other way is solved, layer by layer, so it takes longer. Changing it restarts the NF.",
			Kind:    Option,
			Choices: []Choice{{Value: "normalizing", Label: "From data to noise"}, {Value: generative, Label: "From noise to data"}},
			Default: "normalizing", in: func(s *Settings) any { return &s.Direction }},
		{Name: "objective", Label: "Objective", Help: "What training makes small. Flow matching teaches the CNF straight roads from noise to data; the NF has no velocities and keeps to likelihood. The energy needs no data at all. Changing it restarts the models concerned.",
			Kind: Option, Choices: []Choice{
				{Value: flow.Likelihood.String(), Label: "Likelihood of the data"},
				{Value: flow.FlowMatchingIndependent.String(), Label: "Flow matching (CNF only)"},
				{Value: flow.FlowMatchingTransport.String(), Label: "Flow matching, near pairs (CNF only)"},
				{Value: energy, Label: "Energy, without data"},
			},
			Default: flow.Likelihood.String(), in: func(s *Settings) any { return &s.Objective }},
		{Name: "solver", Label: "Solver", Help: "How the CNF's particles are moved from one moment to the next. A higher order is more exact for the same number of steps, and costs more each. Changing it restarts the CNF.",
			Kind: Option, Choices: solverChoices(),
			Default: auto, in: func(s *Settings) any { return &s.Solver }},
		{Name: "steps", Label: "Steps", Help: "Steps of the solver from noise to data, up to 100. Few are fast and crude; empty or 0 means as the recipe has it. Changing it restarts the CNF.",
			Kind: Integer, Min: 0, Max: flow.MaxSteps, Step: 1, Zero: recipes,
			Default: "0", in: func(s *Settings) any { return &s.Steps }},
		{Name: "tolerance", Label: "Tolerance", Help: "Lets the solver choose its steps, small where the flow bends, so that its estimated error stays below this. Changing it restarts the CNF.",
			Kind: Option, Choices: []Choice{
				{Value: "0", Label: "Fixed steps"}, {Value: "1e-2", Label: "0.01"}, {Value: "1e-3", Label: "0.001"},
				{Value: "1e-4", Label: "0.0001"}, {Value: "1e-5", Label: "0.00001"}, {Value: "1e-6", Label: "0.000001"},
			},
			Default: "0", in: func(s *Settings) any { return &s.Tolerance }},
		{Name: "trace", Label: "Trace", Help: "How training finds the rate at which the flow spreads: exactly, or estimated with random directions, as one must in many dimensions. Changing it restarts the CNF.",
			Kind: Option, Choices: []Choice{
				{Value: flow.ExactTrace.String(), Label: "Exact"},
				{Value: flow.GaussianTrace.String(), Label: "Gaussian noise"},
				{Value: flow.RademacherTrace.String(), Label: "Random signs"},
			},
			Default: flow.ExactTrace.String(), in: func(s *Settings) any { return &s.Trace }},
		{Name: "gradient", Label: "Gradient", Help: "How training looks back through the solver: with every stage kept, with a few kept and the rest solved again, or by the adjoint equation, which keeps nothing. Changing it restarts the CNF.",
			Kind: Option, Choices: []Choice{
				{Value: flow.StoredGradient.String(), Label: "All stages kept"},
				{Value: flow.CheckpointedGradient.String(), Label: "Checkpoints"},
				{Value: flow.AdjointGradient.String(), Label: "Adjoint"},
			},
			Default: flow.StoredGradient.String(), in: func(s *Settings) any { return &s.Gradient }},
		{Name: "kinetic", Label: "Kinetic energy", Help: "Makes fast particles expensive, for straight and even paths: a weight in the loss, 0 for none. Changing it restarts the CNF.",
			Kind: Real, Min: 0, Max: flow.MostPenalty, Step: 0.01,
			Default: "0", in: func(s *Settings) any { return &s.Kinetic }},
		{Name: "frobenius", Label: "Frobenius norm", Help: "Makes a field expensive that differs from place to place: a weight in the loss, 0 for none. Changing it restarts the CNF.",
			Kind: Real, Min: 0, Max: flow.MostPenalty, Step: 0.01,
			Default: "0", in: func(s *Settings) any { return &s.Frobenius }},
		{Name: "lr", Label: "Learning rate", Help: "The largest step size of learning, up to 1; it falls from there as the recipe has it. Empty or 0 means the recipe's. Changing it restarts both models.",
			Kind: Real, Min: 0, Max: flow.MostRate, Step: 0.001, Zero: recipes,
			Default: "0", in: func(s *Settings) any { return &s.Rate }},
		{Name: "batch", Label: "Batch", Help: "Points per training step, up to 4096. Small batches are fast and noisy; empty or 0 means the recipe's. Changing it restarts both models.",
			Kind: Integer, Min: 0, Max: flow.MaxBatch, Step: 1, Zero: recipes,
			Default: "0", in: func(s *Settings) any { return &s.Batch }},
		{Name: "average", Label: "Average of the parameters", Help: "Shows and scores the mean of the latest parameters instead of the last ones, which jump about. Changing it restarts both models.",
			Kind: Option, Choices: []Choice{
				{Value: "0", Label: "None"}, {Value: "0.9", Label: "Over some 10 steps"},
				{Value: "0.99", Label: "Over some 100 steps"}, {Value: "0.999", Label: "Over some 1,000 steps"},
			},
			Default: "0", in: func(s *Settings) any { return &s.Average }},
		{Name: "workers", Label: "Workers", Help: "Threads that train the CNF together, up to 8; 0 leaves two cores of the machine for everything else. More change the speed, and no digit of what is learned.",
			Kind: Integer, Min: 0, Max: mostWorkers, Step: 1, Zero: "as the machine allows", Hidden: true,
			Default: "0", in: func(s *Settings) any { return &s.Workers }},
		{Name: "speed", Label: "Speed", Help: "Training steps per second, for each model.",
			Kind: Option, Choices: []Choice{
				{Value: "1", Label: "1 step/s"}, {Value: "10", Label: "10 steps/s"},
				{Value: "100", Label: "100 steps/s"}, {Value: "max", Label: "Full speed"},
			},
			Default: "max", in: func(s *Settings) any { return &s.Speed }},
		{Name: "until", Label: "Stop at step", Help: "Training stops by itself after so many steps of each model. Empty or 0 means never.",
			Kind: Integer, Min: 0, Max: 1_000_000, Step: 100, Zero: "never",
			Default: "0", in: func(s *Settings) any { return &s.Until }},
		{Name: "plateau", Label: "Stop at a plateau", Help: "Training stops by itself when the held-out loss gets no better.",
			Kind: Toggle, Default: "false", in: func(s *Settings) any { return &s.Plateau }},
		{Name: "play", Label: "Training runs", Help: "Training runs, or is paused.",
			Kind: Toggle, Default: "true", in: func(s *Settings) any { return &s.Play }},
		{Name: "travel", Label: "Particles travel", Help: "Particles travel from noise to data again and again, or stand still at time t.",
			Kind: Toggle, Key: "v", Default: "true", in: func(s *Settings) any { return &s.Travel }},
		{Name: "t", Label: "Time t", Help: "Hold the particles and the density at this time.",
			Kind: Real, Min: 0, Max: 1, Step: 0.01,
			Default: "1", in: func(s *Settings) any { return &s.T }},
	}
}

const (
	auto       = "auto"         // as the recipe has it
	recipes    = "the recipe's" // what 0 stands for
	generative = "generative"
)

var energy = flow.DensityMatching.String()

// dataChoices lists all data; those given by an energy stand apart, because
// they can be learned without points.
func dataChoices() (list []Choice) {
	for _, d := range flow.Datasets {
		group := "Shapes"
		if isEnergy(d.Name) {
			group = "Energies of Rezende & Mohamed"
		}
		list = append(list, Choice{Value: d.Name, Label: d.Title, Group: group})
	}
	return append(list, Choice{Value: flow.Own, Label: "Your own"})
}

func isEnergy(data string) bool {
	_, err := flow.EnergyByName(data)
	return err == nil
}

func solverChoices() []Choice {
	list := []Choice{{Value: auto, Label: "As the recipe has it"}}
	for _, t := range ode.Tableaux {
		list = append(list, Choice{Value: flow.SolverName(t), Label: fmt.Sprintf("%s, order %d", t.Name, t.Order)})
	}
	return list
}
