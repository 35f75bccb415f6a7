package ode

import "math"

// power returns xʸ for x > 0, to about |y ln x|·1e-16. The standard library's
// Pow calls Exp, which is assembly on some machines; Expm1 and Log1p have the
// same bits everywhere.
func power(x, y float64) float64 {
	f, e := math.Frexp(x) // ½ ≤ f < 1
	l := float64(y * (float64(float64(e)*math.Ln2) + math.Log1p(f-1)))
	l = min(max(l, -1100), 1100) // past both ends of the float64s
	k := math.Round(l / math.Ln2)
	return math.Ldexp(1+math.Expm1(l-float64(k*math.Ln2)), int(k))
}
