package flow

import (
	"math"
	"math/rand/v2"
)

// A Model is a flow with parameters that can be learned from points (x, y) of
// the standardised plane. It owns its scratch and is not safe for concurrent
// use.
type Model[T Float] interface {
	// Params returns the flat parameter vector itself, not a copy.
	Params() []T
	// Groups names the parts of the parameter vector.
	Groups() []Group
	// NLL returns the mean negative log-likelihood of the points, in nats.
	NLL(x, y []T) float64
	// Gradient returns the NLL and writes its gradient with respect to the
	// parameters to grad.
	Gradient(grad, x, y []T) float64
	// Flow returns the present bijection, independent of later training.
	Flow() Flow
}

var nan = math.NaN()

// log2π is -ln N(0; 0, I) in the plane.
var log2π = math.Log(2 * math.Pi)

// nllAtBase returns -log p(x) for the image z₀ of x and the log-determinant
// gathered on the way.
func nllAtBase(z1, z2, logDet float64) float64 {
	return log2π + float64(0.5*(float64(z1*z1)+float64(z2*z2))) - logDet
}

// gaussian returns two independent standard normal numbers (Box & Muller
// 1958).
func gaussian(r *rand.Rand) (a, b float64) {
	radius := math.Sqrt(-2 * log(1-r.Float64()))
	sin, cos := math.Sincos(2 * math.Pi * r.Float64())
	return radius * cos, radius * sin
}

// SampleBase fills x and y with independent points of the base distribution.
func SampleBase(x, y []float32, r *rand.Rand) {
	for k := range x {
		a, b := gaussian(r)
		x[k], y[k] = float32(a), float32(b)
	}
}

// fillGaussian fills v with independent N(0, sd²) numbers.
func fillGaussian[T Float](v []T, sd float64, r *rand.Rand) {
	for k := 0; k < len(v); k += 2 {
		a, b := gaussian(r)
		v[k] = T(sd * a)
		if k+1 < len(v) {
			v[k+1] = T(sd * b)
		}
	}
}

// fillUniform fills v with independent numbers from U(-bound, bound).
func fillUniform[T Float](v []T, bound float64, r *rand.Rand) {
	for k := range v {
		v[k] = T(bound * (2*r.Float64() - 1))
	}
}
