package flow

import (
	"math"
	"slices"

	"flowplayground/ode"
)

// A GradientMethod is how training differentiates a CNF's solve.
type GradientMethod int

const (
	// StoredGradient keeps every stage and runs the solver's steps in reverse:
	// exact and fastest.
	StoredGradient GradientMethod = iota
	// CheckpointedGradient keeps the state at every √steps-th step, or every third
	// if they are chosen by a tolerance, and solves again from there: the same bits
	// for less memory and one more solve.
	CheckpointedGradient
	// AdjointGradient keeps nothing and integrates the cotangent's own equation
	// backwards (Chen et al. 2018, algorithm 1): right but for an error of the
	// solver's order.
	AdjointGradient
)

// remembered returns the number of calls whose tanhs Pullback needs at once.
func (g GradientMethod) remembered(p ode.Plan) int {
	switch g {
	case CheckpointedGradient:
		return checkpointEvery(p) * p.Tableau.Stages()
	case AdjointGradient:
		return p.Tableau.Stages()
	}
	return p.Calls()
}

// knots returns the times at which coefficients are needed: those of the solve
// and, for the adjoint, of the solve back, which differ for a method whose
// stages do not lie symmetrically in a step.
func (g GradientMethod) knots(p ode.Plan) []float64 {
	knots := p.Knots()
	if g != AdjointGradient {
		return knots
	}
	for _, t := range p.Reversed().Knots() {
		if !slices.ContainsFunc(knots, func(k float64) bool { return math.Abs(k-t) < 1e-9 }) {
			knots = append(knots, t)
		}
	}
	return knots
}

func checkpointEvery(p ode.Plan) int { return int(math.Ceil(math.Sqrt(float64(p.Steps)))) }

// An adjointSolver is the field and the solver of AdjointGradient.
type adjointSolver[T Float] struct {
	*ode.Adjoint[T]
	field *planarField[T]
}

func newAdjointSolver[T Float](plan ode.Plan, table *Table[T], n int, sums []pointSums[T]) *adjointSolver[T] {
	a := ode.NewAdjoint[T](plan, flowDim, n)
	f := newPlanarField(table, a.Knots(), n)
	f.record(AdjointGradient.remembered(plan), sums)
	return &adjointSolver[T]{a, f}
}
