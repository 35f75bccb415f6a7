package kernel

import "math"

// Float is the number type of the kernels.
type Float interface{ float32 | float64 }

// Tanh replaces every entry of v by its hyperbolic tangent. NaN stays NaN.
//
// In float64 it is accurate to rounding; in float32 it is an approximation within
// 2e-7, the same bits on every machine.
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

// tanhMost and tanhLeast are the bits of ±8.3, where tanh is within 1.3e-7 of ±1
// and stays so beyond. Positive numbers come in the order of their bits as
// integers with a sign; negative ones, the larger the further from zero, in that
// of their bits as integers without.
const (
	tanhMost  int32  = 0x4104cccd
	tanhLeast uint32 = 0xc104cccd
)

// tanh x = 2u/(1 + u²) with u = tanh x/2 = N/D makes tanh x = 2ND/(D² + N²), where
// errors of N/D fade away as u comes close to 1. In s = x²,
//
//	N = x (P0 + P1 s + P2 s²),   D = Q0 + Q1 s + Q2 s² + s³.
//
// The coefficients are those of least error in tanh x on [0, 8.3], by Lawson's
// iteration of weighted least squares: 5e-9, before rounding. Among those that
// round to nearly the same they have the least error at all numbers.
const (
	tanhP0 = 403887.06
	tanhP1 = 12031.818
	tanhP2 = 46.30144
	tanhQ0 = 807774.2
	tanhQ1 = 91378.08
	tanhQ2 = 976.03265
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
		p := float32(tanhP2*s) + tanhP1
		q := s + tanhQ2
		p = float32(p*s) + tanhP0
		q = float32(q*s) + tanhQ1
		n, d := float32(x*p), float32(q*s)+tanhQ0
		t := float32(n*d) / (float32(d*d) + float32(n*n))
		v[i] = t + t
	}
}

// tanh64 uses Expm1, which is plain Go everywhere, where math.Tanh uses the
// assembly of Exp on some machines and so has other bits there.
func tanh64(x float64) float64 {
	e := math.Expm1(-2 * math.Abs(x))
	return math.Copysign(-e/(2+e), x)
}
