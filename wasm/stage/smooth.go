package stage

import "math"

// lookBack is the part of a run so far over which losses are averaged at most: the axis of steps is logarithmic, and a longer
// memory of the first, large losses would show as a curve of its own.
const lookBack = 0.1

// smoothed writes the exponential average of the values to dst and returns it,
//
//	m = keep m + (1-keep) v,   w = keep w + (1-keep),   out = m/w,   keep = min(β, 1 - 1/(1 + lookBack s))^d,
//
// at a step s that comes d steps after the one before, where β in [0, 1) is the weight of what was before. Division by w is
// Adam's correction for the beginning at 0. Values that are not finite count for nothing.
func smoothed(dst, steps, values []float64, beta float64) []float64 {
	dst = dst[:0]
	sum, weight, before := 0.0, 0.0, 0.0
	for i, v := range values {
		keep := min(beta, 1-1/(1+lookBack*steps[i]))
		if d := steps[i] - before; d != 1 {
			keep = math.Pow(keep, d)
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
