package ode

import "unsafe"

// A term of a sum is a factor and what it multiplies.
type term[T Float] struct {
	s T
	x []T
}

// sum sets dst to the sum of the terms,
//
//	dst = (s₀x₀ + s₁x₁) + s₂x₂ + …,
//
// one after the other, or to 0 if there are none. A term's x may be dst, or
// longer than it. Products are rounded before they are added, so that every
// machine gets the same bits.
//
// This is all of a solver's own arithmetic. It takes one pass and one call,
// since it adds up little: a batch has one to three hundred numbers, and a call in
// a browser costs as much as twenty of them.
func sum[T Float](dst []T, terms []term[T]) {
	if len(terms) == 0 {
		clear(dst)
		return
	}
	done := 0
	if haveVectors && unsafe.Sizeof(T(0)) == unsafe.Sizeof(float32(0)) {
		done = sumVectors(*(*[]float32)(unsafe.Pointer(&dst)), *(*[]term[float32])(unsafe.Pointer(&terms)))
	}
	if done < len(dst) {
		sumPlain(dst, terms, done)
	}
}

// sumPlain sums the entries of dst from a given one on, four side by side.
func sumPlain[T Float](dst []T, terms []term[T], from int) {
	first, rest := terms[0], terms[1:]
	for ; from+4 <= len(dst); from += 4 {
		x := first.x[from:][:4]
		s0, s1, s2, s3 := T(first.s*x[0]), T(first.s*x[1]), T(first.s*x[2]), T(first.s*x[3])
		for i := range rest {
			s, x := rest[i].s, rest[i].x[from:][:4]
			s0 += T(s * x[0])
			s1 += T(s * x[1])
			s2 += T(s * x[2])
			s3 += T(s * x[3])
		}
		d := dst[from:][:4]
		d[0], d[1], d[2], d[3] = s0, s1, s2, s3
	}
	for ; from < len(dst); from++ {
		v := T(first.s * first.x[from])
		for i := range rest {
			v += T(rest[i].s * rest[i].x[from])
		}
		dst[from] = v
	}
}
