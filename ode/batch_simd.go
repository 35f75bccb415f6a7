//go:build goexperiment.simd && (wasm || amd64)

package ode

import (
	"simd/archsimd"
	"unsafe"
)

type quad = [4]float32

// quads views v, which is float32, as vectors, but for its last len(v) mod 4
// entries. It slices an array because unsafe.Slice costs a call.
func quads[T Float](v []T) []quad {
	n := len(v) / 4
	if n == 0 {
		return nil
	}
	return (*[1 << 24]quad)(unsafe.Pointer(unsafe.SliceData(v)))[:n:n]
}

func load(q *quad) archsimd.Float32x4 { return archsimd.LoadFloat32x4Array(q) }

// vectorises reports whether sums run on vectors here.
func vectorises[T Float]() bool {
	return haveVectors && unsafe.Sizeof(T(0)) == unsafe.Sizeof(float32(0))
}

// addOneVectors and addTwoVectors are addOne and addTwo, with the same bits, of
// whole vectors. They return how many of the states that was.
func addOneVectors[T Float](dst, z []T, s T, x []T) int {
	if !vectorises[T]() {
		return 0
	}
	d := quads(dst)
	p, s1 := quads(x)[:len(d)], archsimd.BroadcastFloat32x4(float32(s))
	if len(z) == 0 {
		for k := range d {
			s1.Mul(load(&p[k])).StoreArray(&d[k])
		}
		return 4 * len(d)
	}
	from := quads(z)[:len(d)]
	for k := range d {
		load(&from[k]).Add(s1.Mul(load(&p[k]))).StoreArray(&d[k])
	}
	return 4 * len(d)
}

func addTwoVectors[T Float](dst, z []T, s T, x []T, t T, y []T) int {
	if !vectorises[T]() {
		return 0
	}
	d := quads(dst)
	p, s1 := quads(x)[:len(d)], archsimd.BroadcastFloat32x4(float32(s))
	q, s2 := quads(y)[:len(d)], archsimd.BroadcastFloat32x4(float32(t))
	if len(z) == 0 {
		for k := range d {
			s1.Mul(load(&p[k])).Add(s2.Mul(load(&q[k]))).StoreArray(&d[k])
		}
		return 4 * len(d)
	}
	from := quads(z)[:len(d)]
	for k := range d {
		load(&from[k]).Add(s1.Mul(load(&p[k]))).Add(s2.Mul(load(&q[k]))).StoreArray(&d[k])
	}
	return 4 * len(d)
}
