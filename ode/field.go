package ode

// A Stage says at which point of a solve a field is asked for.
type Stage struct {
	Time float64

	// Knot is the index of Time among the plan's Knots. It is -1 where times are
	// not planned, as in an [Adaptive] solve.
	Knot int

	// Call numbers the evaluations of a solve, step·stages + stage. What a field
	// computes in Eval and wants again in Pullback it can keep under this number.
	// The slope at the end of a step and at the beginning of the next are one
	// evaluation and have one number; a step that is rejected and tried again
	// uses its numbers again.
	Call int
}

// A Field is the right-hand side of dz/dt = f(t, z).
type Field[T Float] interface {
	// Eval writes f(t, z) of every state of z to dst, which has z's shape.
	Eval(dst, z Batch[T], at Stage)
}

// A ScheduledField is told what an [Adaptive] solve is going to ask for, so that
// it can compute at once what depends on time alone.
type ScheduledField[T Float] interface {
	Field[T]
	// Schedule names the stages of a step about to be attempted; the last is the
	// end of the step. The slice is the solver's.
	Schedule(at []Stage)
}

// A DifferentiableField can also be run in reverse.
type DifferentiableField[T Float] interface {
	Field[T]
	// Pullback writes λᵀ ∂f/∂z at (t, z) to dz and adds λᵀ ∂f/∂θ to the
	// field's own parameter cotangents. A reverse solve calls it once for every
	// stage of the recorded steps, in reverse order, with z and stage as they
	// were in the last Eval of that Call.
	Pullback(dz, z, λ Batch[T], at Stage)
}

// An AdjointField can be integrated backward together with its cotangents; see
// [Adjoint].
type AdjointField[T Float] interface {
	Field[T]
	// Adjoint writes λᵀ ∂f/∂z at (t, z) to dz and adds weight·λᵀ ∂f/∂θ to the
	// field's own parameter cotangents; if weight is 0 it leaves them alone. An
	// Eval with the same z and stage, and no other of the same Call, came before.
	Adjoint(dz, z, λ Batch[T], at Stage, weight T)
}

// A QuadratureField doesn't depend on the last components of the state: for
// z = (y, q),
//
//	dy/dt = f(t, y),   dq/dt = g(t, y),
//
// so that q(t) = q(t₀) + ∫ g(t, y) dt. A solver that knows saves the work that
// these need not do: it forms no q at the stages within a step, where the z of
// Eval, Pullback and Adjoint holds nothing of use in their place, and in reverse
// their cotangents stay what they are, so that Pullback leaves their part of dz
// alone. States, error estimates and gradients have the same bits either way.
// See Serban & Hindmarsh, "CVODES: the sensitivity-enabled ODE solver in
// SUNDIALS" (2005), where they are quadrature variables.
//
// An [Adjoint] takes them for states like all others.
type QuadratureField[T Float] interface {
	Field[T]
	// FirstQuadrature returns the index of q's first component.
	FirstQuadrature() int
}
