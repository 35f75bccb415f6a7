package flow

import (
	"math"

	"flowplayground/ode"
)

// A GradientMethod is how training differentiates a CNF's solve.
type GradientMethod int

const (
	// StoredGradient keeps every stage and runs the solver's steps in reverse:
	// exact and fastest.
	StoredGradient GradientMethod = iota
	// CheckpointedGradient keeps the state at every √steps-th step and solves
	// again from there: the same bits for less memory and one more solve.
	CheckpointedGradient
	// AdjointGradient keeps nothing and integrates the cotangent's own equation
	// backwards (Chen et al. 2018, algorithm 1): right but for an error of the
	// solver's order.
	AdjointGradient
)

// String returns "stored", "checkpointed" or "adjoint".
func (g GradientMethod) String() string {
	return [...]string{"stored", "checkpointed", "adjoint"}[g]
}

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

func checkpointEvery(p ode.Plan) int { return int(math.Ceil(math.Sqrt(float64(p.Steps)))) }

// An adjointSolver is the field and the solver of AdjointGradient.
type adjointSolver[T Float] struct {
	*ode.Adjoint[T]
	field *planarField[T]
}

func newAdjointSolver[T Float](plan ode.Plan, table, gtable *Table[T], n int) *adjointSolver[T] {
	a := ode.NewAdjoint[T](plan, flowDim, n)
	f := newPlanarField(table, a.Knots(), n)
	f.record(AdjointGradient.remembered(plan), gtable)
	return &adjointSolver[T]{a, f}
}
