package kernel

import "unsafe"

// ReLU replaces every negative entry of h, whose rows have length cols, by 0, and
// returns the rows live that are not zero throughout, in the memory of live, which
// has as many entries as h has rows. cols is a multiple of [Block]. NaN stays NaN.
func ReLU[T Float](live []int, h []T, cols int) []int {
	if haveVectors && unsafe.Sizeof(h[0]) == singleSize {
		v := (*[1][]float32)(unsafe.Pointer(&[...][]T{h}))
		return reluVectors(live, v[0], cols)
	}
	return reluPlain(live, h, cols)
}

func reluPlain[T Float](live []int, h []T, cols int) []int {
	n := 0
	for r := range live {
		var sum T
		row := h[r*cols:][:cols]
		for k, x := range row {
			if x < 0 {
				row[k] = 0
			}
			sum += row[k]
		}
		live[n] = r
		if sum != 0 { // as NaN is
			n++
		}
	}
	return live[:n]
}

// ReLUPullback and TanhPullback multiply the cotangents g of an activation's
// values h by its slope there: 0 or 1, and 1 - h².
func ReLUPullback[T Float](g, h []T) {
	done := 0
	if s, ok := any(g).([]float32); ok && haveVectors {
		done = reluPullbackVectors(s, any(h).([]float32))
	}
	reluPullbackPlain(g[done:], h[done:])
}

func reluPullbackPlain[T Float](g, h []T) {
	g = g[:len(h)]
	for k, t := range h {
		if t == 0 {
			g[k] = 0
		}
	}
}

// TanhPullback is described with ReLUPullback.
func TanhPullback[T Float](g, h []T) {
	done := 0
	if s, ok := any(g).([]float32); ok && haveVectors {
		done = tanhPullbackVectors(s, any(h).([]float32))
	}
	tanhPullbackPlain(g[done:], h[done:])
}

func tanhPullbackPlain[T Float](g, h []T) {
	g = g[:len(h)]
	for k, t := range h {
		g[k] = T(g[k] * (1 - T(t*t)))
	}
}
