package kernel

import "unsafe"

// vectorises reports whether kernels over n points run on vectors here, with
// the same bits: float32, a program built with GOEXPERIMENT=simd, a machine
// that has them, and no points left over.
func vectorises[T Float](n int) bool {
	return haveVectors && unsafe.Sizeof(T(0)) == unsafe.Sizeof(float32(0)) && n%Lanes == 0
}

// single returns v, whose T is float32.
func single[T Float](v []T) []float32 {
	return *(*[]float32)(unsafe.Pointer(&v))
}
