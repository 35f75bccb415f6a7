package stage

import "math"

// smoothed writes the exponential average of the values to dst and returns it,
//
//	m(n) = Σ β^(s(n)-s(i)) d(i) v(i) / Σ β^(s(n)-s(i)) d(i),   d(i) = 1 - β^(s(i)-s(i-1)),
//
// over i ≤ n, where s are the steps and β in [0, 1) is the weight of what was before: with every step there it is Adam's
// average with its correction, and with some left out almost the same. Values that are not finite count for nothing.
func smoothed(dst, steps, values []float64, beta float64) []float64 {
	dst = dst[:0]
	sum, weight := 0.0, 0.0
	apart, keep := 0.0, 1.0 // keep = β^apart
	before := 0.0
	for i, v := range values {
		if d := steps[i] - before; d != apart {
			apart, keep = d, math.Pow(beta, d)
		}
		before = steps[i]
		sum, weight = keep*sum, keep*weight
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			sum, weight = sum+(1-keep)*v, weight+(1-keep)
		}
		dst = append(dst, sum/weight)
	}
	return dst
}
