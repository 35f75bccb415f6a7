package kernel

import "unsafe"

// SumOfSquares returns the sum of v's squares, in four partial sums: one alone would
// wait for its last addition all the time.
func SumOfSquares[T Float](v []T) float64 {
	var s0, s1, s2, s3 float64
	whole := len(v) / 4 * 4
	for k := 0; k < whole; k += 4 {
		q := (*[4]T)(v[k:])
		a, b, c, d := float64(q[0]), float64(q[1]), float64(q[2]), float64(q[3])
		s0 += float64(a * a)
		s1 += float64(b * b)
		s2 += float64(c * c)
		s3 += float64(d * d)
	}
	s := [4]float64{s0, s1, s2, s3}
	for i, x := range v[whole:] {
		s[i] += float64(float64(x) * float64(x))
	}
	return (s[0] + s[2]) + (s[1] + s[3])
}

// Scale multiplies v by s.
func Scale[T Float](v []T, s T) {
	done := 0
	if haveVectors && unsafe.Sizeof(s) == singleSize {
		done = scaleVectors((*[1][]float32)(unsafe.Pointer(&[...][]T{v}))[0], float32(s))
	}
	scalePlain(v[done:], s)
}

func scalePlain[T Float](v []T, s T) {
	for i := range v {
		v[i] *= s
	}
}
