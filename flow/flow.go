package flow

import "math"

// A Kind names one of the two models.
type Kind int

const (
	Continuous Kind = iota // CNF
	Discrete               // NF
)

// String returns "cnf" or "nf".
func (k Kind) String() string { return [...]string{"cnf", "nf"}[k] }

// Title returns "CNF" or "NF".
func (k Kind) Title() string { return [...]string{"CNF", "NF"}[k] }

// A Flow is a learned bijection between noise (t = 0) and data (t = 1), as a
// small table apart from the model that learned it: all that is needed to
// evaluate and draw it. Its methods may be called from several goroutines.
type Flow interface {
	Kind() Kind
	// Width returns the number of hidden units or of layers.
	Width() int
	// LogDensity writes log p_t at the points (x, y) to dst: the density that
	// the base distribution has become at time t. t is rounded to the nearest
	// time at which the flow is known; see Snap.
	LogDensity(dst, x, y []float32, t float64)
	// Sketch is LogDensity for a picture: in less time, if there is a way, and
	// near enough for the eye.
	Sketch(dst, x, y []float32, t float64)
	// Snap returns the time nearest to t at which both are evaluated.
	Snap(t float64) float64
	// Stages returns the number of stops that Transport makes after the start.
	Stages() int
	// Transport replaces points at t = 0 by their images at t = 1. It calls
	// visit at the start (stage 0) and at every stop; stage s is at t =
	// s/Stages. The slices are Transport's: visit must not keep them.
	Transport(x, y []float32, visit func(stage int, x, y []float32))
	// SketchPaths is Transport for a picture.
	SketchPaths(x, y []float32, visit func(stage int, x, y []float32))
	// SketchBack is SketchPaths from t = 1 to t = 0: the first stage visited is
	// Stages, the last one 0.
	SketchBack(x, y []float32, visit func(stage int, x, y []float32))
	// Velocity writes the velocities of points that are at (x, y) at time t to u
	// and v, in lengths per unit of time.
	Velocity(u, v, x, y []float32, t float64)
	// Parts returns the hidden units at time t, or the layers, as planar maps
	// from noise to data.
	Parts(t float64) []Planar
	// Without returns the flow with some of its units or layers taken out: they
	// move nothing.
	Without(parts []int) Flow
}

// baseLogDensity writes log N(z; 0, I).
func baseLogDensity(dst, x, y []float32) {
	for k := range dst {
		dst[k] = float32(-nllAtBase(float64(x[k]), float64(y[k]), 0))
	}
}

// snap rounds t ∈ [0, 1] to n equal steps and returns the step.
func snap(t float64, n int) int {
	return int(math.Round(min(max(t, 0), 1) * float64(n)))
}
