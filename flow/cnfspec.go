package flow

import "flowplayground/ode"

// A CNFSpec says which planar continuous flow is meant and how it is trained.
// Noise stands at t = 0, data at t = End.
type CNFSpec struct {
	Units int
	Field FieldKind
	// Constraint, Identity, Bounded and Activation are those of a gated field.
	Constraint Constraint
	// Identity keeps the identity term of the planar bijection in the field,
	// Σ gᵢ(t)(z + ûᵢ tanh(wᵢ·z + bᵢ)), as the notebook has it; without it the
	// field is the paper's, Σ gᵢ(t) ûᵢ tanh(wᵢ·z + bᵢ).
	Identity bool
	// Bounded sends the gates through the logistic function into (0, 1), as in
	// the paper.
	Bounded    bool
	Activation Activation

	End          float64 // of the time interval; 0 means 1
	BaseVariance float64 // of the noise in each coordinate; 0 means 1

	Tableau ode.Tableau
	Steps   int // of the solve from data to noise, all equal
	// Tolerance, if not 0, lets the solver choose the steps instead: by the
	// errors, relative and absolute, of all points of a batch together. Density
	// matching keeps to Steps.
	Tolerance float64

	Trace    Trace // in training
	Gradient GradientMethod
	// Kinetic and Frobenius are weights of the [Penalties] in the loss.
	Kinetic, Frobenius float64
}

// check panics if a number makes no sense.
func (s CNFSpec) check() {
	if s.Units < 1 {
		panic("flow: CNFSpec: no units")
	}
	if !(s.End >= 0 && s.BaseVariance >= 0 && s.Kinetic >= 0 && s.Frobenius >= 0) {
		panic("flow: CNFSpec: End, BaseVariance, Kinetic and Frobenius must not be negative")
	}
	if s.Tolerance < 0 || s.Tolerance > 0 && s.Tableau.Error == nil {
		panic("flow: CNFSpec: a tolerance must be positive and the tableau estimate its error")
	}
	if s.Gradient == AdjointGradient && !s.plain() {
		panic("flow: CNFSpec: the adjoint takes the exact trace and no penalties")
	}
}

func (s CNFSpec) end() float64 {
	if s.End == 0 {
		return 1
	}
	return s.End
}

func (s CNFSpec) variance() float64 {
	if s.BaseVariance == 0 {
		return 1
	}
	return s.BaseVariance
}

// plan returns the solve from data to noise.
func (s CNFSpec) plan() ode.Plan {
	return ode.Plan{Tableau: s.Tableau, T0: s.end(), T1: 0, Steps: s.Steps}
}

// penalised reports whether the path's penalties are part of the loss.
func (s CNFSpec) penalised() bool { return s.Kinetic != 0 || s.Frobenius != 0 }

// plain reports whether training needs nothing of the field but its value and
// exact trace.
func (s CNFSpec) plain() bool { return s.Trace == ExactTrace && !s.penalised() }

// dim returns the number of components of a point on its way.
func (s CNFSpec) dim() int {
	if s.penalised() {
		return penaltyDim
	}
	return flowDim
}

// scored returns the spec as scores have it: with the exact trace and without
// penalties.
func (s CNFSpec) scored() CNFSpec {
	s.Trace, s.Kinetic, s.Frobenius, s.Gradient = ExactTrace, 0, 0, StoredGradient
	return s
}
