package flow

import (
	"fmt"

	"flowplayground/ode"
)

// A Recipe is all that determines a training run but data, width and seed.
type Recipe struct {
	Name, Title string
	CNF, NF     Course
	Matching    Course // of a CNF by flow matching
	// Energy and EnergyNF are the courses by density matching.
	Energy, EnergyNF Course
	cnf              CNFSpec
	cnfInit          CNFInit
	nf               NFSpec
	nfInit           float64 // standard deviation of all parameters
}

// A Course is one model's part of a recipe.
type Course struct {
	Batch    int
	Schedule Schedule
	Clip     float64            // largest global norm of a gradient; 0 for none
	Scale    map[string]float64 // factors on the rate by parameter group
	// Pool is the number of points drawn once and for all, from which batches
	// are taken in shuffled epochs; 0 draws fresh points for every step.
	Pool int
	// Anneal belongs to density matching.
	Anneal Annealing
	// OwnMoments divides every batch by its own standard deviations, which
	// raises the lowest NLL that can be reached; only the notebook does so.
	OwnMoments bool
}

// Recipes lists the recipes; the first is the default.
var Recipes = []Recipe{Tuned, Notebook}

// Tuned learns two moons in a thousand steps: free u (an ODE's flow is
// invertible for any u), smooth gates that start small, large w, faster units
// than gates, clipping and a cosine schedule.
var Tuned = Recipe{
	Name: "tuned", Title: "Tuned",
	CNF: Course{
		Batch:    500,
		Schedule: Schedule{From: 5e-3, To: 1e-4, Steps: 1000},
		Clip:     1,
		Scale:    map[string]float64{"w": 5, "u": 5, "b": 5},
	},
	cnf:     CNFSpec{Constraint: Free, Identity: true, Activation: Tanh, Tableau: ode.RK4, Steps: 8},
	cnfInit: CNFInit{W: 2, U: 1, B: 1, Gate: 0.3},
	NF: Course{
		Batch:    250,
		Schedule: Schedule{From: 1e-2, To: 1e-4, Steps: 10000},
	},
	Matching: flowMatchingCourse,
	Energy:   energyCourse,
	EnergyNF: energyNFCourse,
	nf:       NFSpec{Constraint: Softplus},
	nfInit:   1,
}

// flowMatchingCourse is the same for both: neither paper nor notebook has one.
var flowMatchingCourse = Course{
	Batch:    1024,
	Schedule: Schedule{From: 2e-2, To: 4e-4, Steps: 1000},
	Clip:     1,
	Scale:    map[string]float64{"w": 5, "u": 5, "b": 5},
}

// The courses by density matching are the same for both too. Their batches are
// noise.
var (
	energyCourse = Course{
		Batch:    500,
		Schedule: Schedule{From: 5e-3, To: 1e-4, Steps: 1000},
		Anneal:   Annealing{From: 0.02, Steps: 500},
		Clip:     1,
		Scale:    map[string]float64{"w": 10, "u": 10, "b": 10},
	}
	energyNFCourse = Course{
		Batch:    250,
		Schedule: Schedule{From: 4e-2, To: 4e-4, Steps: 10000},
		Anneal:   Annealing{From: 0.02, Steps: 2000},
		Clip:     1,
	}
)

// Notebook is the recipe of the notebook "planar_cnf" (H. Gangloff, 2023) on
// flowjax 10.1.0 and diffrax, with the exact trace that it has in a comment.
// Its NF's call to the optimiser is lost; the rate here lands where its output
// did.
var Notebook = Recipe{
	Name: "notebook", Title: "The notebook's",
	CNF: Course{
		Batch:      500,
		Schedule:   Schedule{From: 1e-2, To: 1e-2},
		OwnMoments: true,
	},
	cnf:     CNFSpec{Constraint: LogSoftplus, Identity: true, Activation: ReLU, Tableau: ode.Tsit5, Steps: 20},
	cnfInit: CNFInit{W: 0.01, U: 0.01, B: 0.01, Gate: 1},
	NF: Course{
		Batch:    100,
		Schedule: Schedule{From: 1e-2, To: 1e-2},
		Pool:     4500,
	},
	Matching: flowMatchingCourse,
	Energy:   energyCourse,
	EnergyNF: energyNFCourse,
	nf:       NFSpec{Constraint: LogSoftplus, Flip: true},
	nfInit:   0.01,
}

// RecipeByName returns the recipe of that name.
func RecipeByName(name string) (Recipe, error) {
	for _, r := range Recipes {
		if r.Name == name {
			return r, nil
		}
	}
	return Recipe{}, fmt.Errorf("flow: no recipe %q", name)
}
