package flow

import "fmt"

// A Potential is an energy U with the density p = e^(-U)/Z in the plane. Z need
// not be known.
type Potential interface {
	Value(z1, z2 float64) float64
	Gradient(z1, z2 float64) (g1, g2 float64)
}

// A Matcher fits a model's density q to a potential's instead of to data. The
// loss is that of Rezende & Mohamed (2015), equation 15,
//
//	E_q[log q(x) + U(x)] = KL(q‖p) - ln Z,
//
// estimated from points z from N(0, I), which the model takes to x: its lowest
// value is -ln Z. The gradient is the pathwise one, that of this
// estimate for fixed z.
type Matcher[T Float] interface {
	// MatchLoss returns the mean of log q(x) + U(x) over the images x of the
	// points (z1, z2).
	MatchLoss(z1, z2 []T, p Potential) float64
	// MatchGradient returns the same and writes its gradient with respect to
	// the model's parameters to grad.
	MatchGradient(grad, z1, z2 []T, p Potential) float64
}

// NewMatcher returns the matcher of a model: an NF itself, for a CNF one with a
// solver of its own in the direction from noise to data. It panics for other
// models.
func NewMatcher[T Float](m Model[T]) Matcher[T] {
	switch m := m.(type) {
	case *NF[T]:
		return m
	case *CNF[T]:
		return &cnfMatcher[T]{model: m}
	}
	panic(fmt.Sprintf("flow: no matcher for a %T", m))
}
