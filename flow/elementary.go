package flow

import "math"

// The standard library evaluates Exp and Log in assembly on some machines and
// Expm1 and Log1p in Go on all; only the latter have the same bits everywhere.

// exp returns eˣ = 2ᵏ eʳ with |r| ≤ ½ ln 2, where 1 + Expm1 loses no digits.
func exp(x float64) float64 {
	if x < -745 {
		return 0 // also for -Inf, and int(k) below stays in range
	}
	if x > 710 {
		return math.Inf(1)
	}
	k := math.Round(x / math.Ln2)
	r := (x - float64(k*ln2High)) - float64(k*ln2Low)
	return math.Ldexp(1+math.Expm1(r), int(k))
}

// ln 2 in two parts, of which the first times a small integer is exact.
const (
	ln2High = 6.93147180369123816490e-01
	ln2Low  = 1.90821492927058770002e-10
)

func log(x float64) float64 {
	f, e := math.Frexp(x) // ½ ≤ f < 1
	return float64(float64(e)*math.Ln2) + math.Log1p(f-1)
}

// softplus returns ln(1 + eˣ).
func softplus(x float64) float64 {
	return max(x, 0) + math.Log1p(exp(-math.Abs(x)))
}

// logistic returns 1/(1 + e⁻ˣ), the derivative of softplus.
func logistic(x float64) float64 {
	if x < 0 {
		e := exp(x)
		return e / (1 + e)
	}
	return 1 / (1 + exp(-x))
}

// tanh returns the hyperbolic tangent to rounding.
func tanh(x float64) float64 {
	e := math.Expm1(-2 * math.Abs(x))
	return math.Copysign(-e/(2+e), x)
}
