package flow

import "fmt"

// An Average is an exponential moving average of parameters θ over the steps of
// training, which is often a better model than the last step's parameters
// (Polyak & Juditsky 1992),
//
//	θ̄₁ = θ₁,   θ̄ₙ₊₁ = dₙ θ̄ₙ + (1 - dₙ) θₙ₊₁,   dₙ = min(Decay, (1 + n)/(10 + n)).
//
// The ramp of dₙ makes the average forget its beginning: it looks back over
// about n/9 steps until Decay takes over. The weights of all θ sum to 1 at any
// time, so that no bias needs correcting.
type Average[T Float] struct {
	Decay float64 // from 0, the last parameters, to less than 1
	mean  []T
	n     int
}

// Update takes in the parameters after a step. It panics if there are not as
// many as before.
func (a *Average[T]) Update(params []T) {
	a.n++
	if a.mean == nil {
		a.mean = append(a.mean, params...)
		return
	}
	a.check(params)
	n := float64(a.n - 1)
	rate := T(1 - min(a.Decay, (1+n)/(10+n)))
	for i, p := range params {
		a.mean[i] += T(rate * (p - a.mean[i]))
	}
}

// Updates returns the number of parameters taken in.
func (a *Average[T]) Updates() int { return a.n }

// Swap exchanges the parameters and their average: once to score the average,
// once more to go on with training. Before the first update it does nothing. It
// panics if the lengths differ.
func (a *Average[T]) Swap(params []T) {
	if a.mean == nil {
		return
	}
	a.check(params)
	for i, p := range params {
		params[i], a.mean[i] = a.mean[i], p
	}
}

func (a *Average[T]) check(params []T) {
	if len(params) != len(a.mean) {
		panic(fmt.Sprintf("flow: Average: %d parameters after %d", len(params), len(a.mean)))
	}
}
