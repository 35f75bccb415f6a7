package flow

import "math"

// The standard library evaluates Exp and Log in assembly on some machines and
// Expm1 and Log1p in Go on all; only the latter have the same bits everywhere.

func exp(x float64) float64 {
	if x > 0 { // 1 + Expm1 loses nothing for x ≤ 0 that the callers miss
		return 1 / exp(-x)
	}
	return 1 + math.Expm1(x)
}

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
