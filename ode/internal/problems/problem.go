// Package problems holds initial value problems of which the solution, or
// something that it keeps, is known, to hold solvers to.
package problems

import "flowplayground/ode"

// A Problem is dz/dt = f(t, z; θ) for one state z, with its derivatives.
type Problem struct {
	Name   string
	Theta  []float64 // θ
	Start  []float64 // z(T0)
	T0, T1 float64

	// Slope writes f to dz.
	Slope func(dz, z, θ []float64, t float64)
	// Pullback writes λᵀ ∂f/∂z to dz and adds λᵀ ∂f/∂θ to dθ.
	Pullback func(dz, dθ, z, λ, θ []float64, t float64)

	// Solution returns z(t) for z(t0) = z0, or is nil.
	Solution func(z0, θ []float64, t0, t float64) []float64
	// Invariant returns what solutions keep, or is nil.
	Invariant func(z, θ []float64) float64
}

// Dim returns the dimension of the state.
func (p Problem) Dim() int { return len(p.Start) }

// Batch returns n states: Start, and others a little away from it.
func (p Problem) Batch(n int) ode.Batch[float64] {
	z := ode.NewBatch[float64](p.Dim(), n)
	for c := range z {
		for k := range z[c] {
			z[c][k] = p.Start[c] + 0.1*float64(k*(c+1))
		}
	}
	return z
}

// A Field is a problem as a field of solvers. It keeps what Eval saw under its
// Call, as fields do that save work in that way, and panics if a pullback
// doesn't fit to it.
type Field[T ode.Float] struct {
	Problem
	Cotangents             []float64 // of θ
	Evaluations, Pullbacks int
	Slots                  int // Calls are kept modulo Slots, if it isn't 0

	seen         map[int]call
	dz, z, λ, dθ []float64
}

// call is what a field remembers of an Eval.
type call struct {
	stage ode.Stage
	first float64 // an entry of the state
}

// NewField returns the problem as a field.
func NewField[T ode.Float](p Problem) *Field[T] {
	d := p.Dim()
	return &Field[T]{
		Problem: p, Cotangents: make([]float64, len(p.Theta)), seen: map[int]call{},
		dz: make([]float64, d), z: make([]float64, d), λ: make([]float64, d),
		dθ: make([]float64, len(p.Theta)),
	}
}

var (
	_ ode.DifferentiableField[float32] = (*Field[float32])(nil)
	_ ode.AdjointField[float64]        = (*Field[float64])(nil)
)

// Eval implements [ode.Field].
func (f *Field[T]) Eval(dst, z ode.Batch[T], at ode.Stage) {
	f.Evaluations++
	f.seen[f.slot(at)] = call{at, float64(z[0][0])}
	for k := range z[0] {
		load(f.z, z, k)
		f.Slope(f.dz, f.z, f.Theta, at.Time)
		store(dst, f.dz, k)
	}
}

// Pullback implements [ode.DifferentiableField].
func (f *Field[T]) Pullback(dz, z, λ ode.Batch[T], at ode.Stage) { f.Adjoint(dz, z, λ, at, 1) }

// Adjoint implements [ode.AdjointField].
func (f *Field[T]) Adjoint(dz, z, λ ode.Batch[T], at ode.Stage, weight T) {
	f.Pullbacks++
	if f.seen[f.slot(at)] != (call{at, float64(z[0][0])}) {
		panic("problems: a pullback of what was not evaluated last under its Call")
	}
	clear(f.dθ)
	for k := range z[0] {
		load(f.z, z, k)
		load(f.λ, λ, k)
		f.Problem.Pullback(f.dz, f.dθ, f.z, f.λ, f.Theta, at.Time)
		store(dz, f.dz, k)
	}
	for i, v := range f.dθ {
		f.Cotangents[i] += float64(weight) * v
	}
}

func (f *Field[T]) slot(at ode.Stage) int {
	if f.Slots == 0 {
		return at.Call
	}
	return at.Call % f.Slots
}

func load[T ode.Float](z []float64, batch ode.Batch[T], k int) {
	for c := range z {
		z[c] = float64(batch[c][k])
	}
}

func store[T ode.Float](batch ode.Batch[T], z []float64, k int) {
	for c := range z {
		batch[c][k] = T(z[c])
	}
}
