package flow

import (
	"math"

	"flowplayground/flow/internal/kernel"
)

// Adam is the optimiser of Kingma & Ba (2015), algorithm 1, with bias
// correction and ε outside the root. The zero value is ready for use with
// β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
type Adam[T Float] struct {
	m, v []T
	step int
}

// Step moves params against grad. Parameter i moves at the rate rate·scale[i],
// or rate if scale is nil. The lengths must agree.
func (a *Adam[T]) Step(params, grad []T, rate float64, scale []T) {
	if a.m == nil {
		a.m, a.v = make([]T, len(params)), make([]T, len(params))
	}
	if len(params) != len(a.m) || len(grad) != len(a.m) || scale != nil && len(scale) != len(a.m) {
		panic("flow: Adam: lengths of parameters, gradient and scale differ")
	}
	a.step++
	// m̂ = m/(1-β₁ᵗ), v̂ = v/(1-β₂ᵗ), with the corrections outside the loop.
	c1 := T(rate / (1 - power(kernel.Adamβ1, a.step)))
	c2 := T(1 / math.Sqrt(1-power(kernel.Adamβ2, a.step)))
	kernel.Adam(params, grad, a.m, a.v, scale, c1, c2)
}

// power returns bⁿ by repeated squaring, the same bits on every machine.
func power(b float64, n int) float64 {
	p := 1.0
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			p *= b
		}
		b *= b
	}
	return p
}

// clip scales grad down to the given Euclidean norm if it is longer, and
// returns the norm it had; a limit of 0 is none.
func clip[T Float](grad []T, limit float64) float64 {
	norm := math.Sqrt(kernel.SumOfSquares(grad))
	if limit > 0 && norm > limit {
		kernel.Scale(grad, T(limit/norm))
	}
	return norm
}
