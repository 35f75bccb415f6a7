package kernel

import "unsafe"

// Add adds v to dst, which is as long or shorter.
func Add[T Float](dst, v []T) {
	v = v[:len(dst)]
	done := 0
	if haveVectors && len(dst) > 0 && unsafe.Sizeof(dst[0]) == singleSize {
		of := (*[2][]float32)(unsafe.Pointer(&[...][]T{dst, v}))
		done = addVectors(of[0], of[1])
	}
	addPlain(dst[done:], v[done:])
}

func addPlain[T Float](dst, v []T) {
	for i, x := range v[:len(dst)] {
		dst[i] += x
	}
}
