package kernel

import "math"

// Float is the number type of the kernels.
type Float interface{ float32 | float64 }

// Tanh replaces every entry of v by its hyperbolic tangent. NaN stays NaN.
//
// In float64 it is accurate to rounding; in float32 it is a rational
// approximation within 3e-7, the same bits on every machine.
func Tanh[T Float](v []T) {
	switch v := any(v).(type) {
	case []float32:
		tanhVectors(v)
	case []float64:
		for i, x := range v {
			v[i] = tanh64(x)
		}
	}
}

// tanhMost and tanhLeast are the bits of ±7.791774, where tanh is within 3.4e-7
// of ±1 and stays so beyond. Positive numbers come in the order of their bits as
// integers with a sign; negative ones, the larger the further from zero, in that
// of their bits as integers without.
const (
	tanhMost  int32  = 0x40f95636
	tanhLeast uint32 = 0xc0f95636
)

// Numerator x·P(x²) and denominator Q(x²) of a minimax approximation of degree
// 9 over 8 to tanh on [0, 7.791774], found by Lawson's iteration of weighted
// least squares: within 6e-9 before rounding. The common factor and the clamp
// are those for which rounding adds least.
const (
	tanhP0 = 1.1724088353164115
	tanhP1 = 0.15771265
	tanhP2 = 0.004198167
	tanhP3 = 2.5864085e-05
	tanhP4 = 1.8171255e-08
	tanhQ1 = 0.5485155
	tanhQ2 = 0.03071562
	tanhQ3 = 0.0004017748
	tanhQ4 = 1.0110216e-06
)

// tanh32 is one loop because a call per entry would cost more than the
// arithmetic on wasm.
func tanh32(v []float32) {
	for i, x := range v {
		if x != x {
			continue
		}
		b := min(math.Float32bits(x), tanhLeast)
		x = math.Float32frombits(uint32(min(int32(b), tanhMost)))
		s := float32(x * x)
		p := float32(tanhP4*s) + tanhP3
		p = float32(p*s) + tanhP2
		p = float32(p*s) + tanhP1
		p = float32(p*s) + tanhP0
		q := float32(tanhQ4*s) + tanhQ3
		q = float32(q*s) + tanhQ2
		q = float32(q*s) + tanhQ1
		q = float32(q*s) + tanhP0
		v[i] = float32(x*p) / q
	}
}

// tanh64 uses Expm1, which is plain Go everywhere, where math.Tanh uses the
// assembly of Exp on some machines and so has other bits there.
func tanh64(x float64) float64 {
	e := math.Expm1(-2 * math.Abs(x))
	return math.Copysign(-e/(2+e), x)
}
