package flow

import (
	"flowplayground/flow/internal/kernel"
	"flowplayground/ode"
)

const (
	// flowDim counts the components of a point on its way: x, y and ℓ, the
	// integral of the trace.
	flowDim = 3
	// penaltyDim counts two more, the integrals of ‖f‖² and ‖J‖².
	penaltyDim = 5
)

// A jacobianField is a planar field of which the whole Jacobian J is known, as
// the right-hand side of
//
//	d(x, y, ℓ)/dt = (f, ⟨Q, J⟩)   or   d(x, y, ℓ, κ, φ)/dt = (f, ⟨Q, J⟩, ‖f‖², ‖J‖²),
//
// where Q = I makes the trace, Q = εεᵀ Hutchinson's estimator of it, and ‖J‖ is
// the Frobenius norm. It costs more than the planar field, which has the exact
// trace alone.
type jacobianField[T Float] struct {
	*planarField[T]
	q  [3][]T // Q₁₁, Q₁₂ = Q₂₁, Q₂₂ of every point
	f  ode.Batch[T]
	j  kernel.Matrix[T]
	λf ode.Batch[T]     // cotangent of f
	λj kernel.Matrix[T] // cotangent of J
}

var _ ode.DifferentiableField[float32] = (*jacobianField[float32])(nil)

// newJacobianField returns the field with the exact trace.
func newJacobianField[T Float](f *planarField[T]) *jacobianField[T] {
	q := ode.NewBatch[T](3, f.n)
	for k := range f.n {
		q[0][k], q[2][k] = 1, 1
	}
	return &jacobianField[T]{
		planarField: f, q: [3][]T(q),
		f: ode.NewBatch[T](2, f.n), j: kernel.NewMatrix[T](f.n),
		λf: ode.NewBatch[T](2, f.n), λj: kernel.NewMatrix[T](f.n),
	}
}

// estimate makes the trace Hutchinson's with the points' ε.
func (f *jacobianField[T]) estimate(x, y []T) {
	for k := range x {
		f.q[0][k], f.q[1][k], f.q[2][k] = T(x[k]*x[k]), T(x[k]*y[k]), T(y[k]*y[k])
	}
}

// Eval implements [ode.Field].
func (f *jacobianField[T]) Eval(dst, z ode.Batch[T], at ode.Stage) {
	_, row, h := f.stage(at)
	kernel.Activate(h, row, z[0], z[1])
	kernel.Jacobian(dst[0], dst[1], f.j, row, z[0], z[1], h)
	for k := range dst[2] {
		dst[2][k] = T(f.q[0][k]*f.j[0][k]) + T(f.q[1][k]*(f.j[1][k]+f.j[2][k])) + T(f.q[2][k]*f.j[3][k])
	}
	if len(dst) == penaltyDim {
		squares(dst[3], dst[0], dst[1])
		squares(dst[4], f.j[:]...)
	}
}

// squares writes the sum of the squares of v's entries to dst.
func squares[T Float](dst []T, v ...[]T) {
	clear(dst)
	for _, v := range v {
		for k, x := range v[:len(dst)] {
			dst[k] += T(x * x)
		}
	}
}

// Pullback implements [ode.DifferentiableField]. The cotangents of f and J are
// λ + 2κf and μQ + 2φJ for cotangents (λ, μ, κ, φ) of what Eval writes. The points
// are one sum.
func (f *jacobianField[T]) Pullback(dz, z, λ ode.Batch[T], at ode.Stage) {
	i, row, h := f.stage(at)
	f.recall(h, z, row)
	for k, μ := range λ[2] {
		off := T(μ * f.q[1][k])
		f.λj[0][k], f.λj[1][k], f.λj[2][k], f.λj[3][k] = T(μ*f.q[0][k]), off, off, T(μ*f.q[2][k])
	}
	λx, λy := λ[0], λ[1]
	if len(λ) == penaltyDim {
		f.penalise(λ, row, z, h)
		λx, λy = f.λf[0], f.λf[1]
	}
	kernel.PullbackJacobian(dz[0], dz[1], f.sums[0].grad.row(i), row, z[0], z[1], λx, λy, f.λj, h)
}

// penalise adds to the cotangents of f and J those that ‖f‖² and ‖J‖² cause.
func (f *jacobianField[T]) penalise(λ ode.Batch[T], row kernel.Row[T], z ode.Batch[T], h []T) {
	kernel.Jacobian(f.f[0], f.f[1], f.j, row, z[0], z[1], h)
	for c := range f.f {
		for k, v := range f.f[c] {
			f.λf[c][k] = λ[c][k] + T(2*λ[3][k]*v)
		}
	}
	for e := range f.j {
		for k, v := range f.j[e] {
			f.λj[e][k] += T(2 * λ[4][k] * v)
		}
	}
}
