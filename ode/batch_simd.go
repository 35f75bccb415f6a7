//go:build goexperiment.simd && (wasm || amd64)

package ode

import (
	"simd/archsimd"
	"unsafe"
)

type quad = [4]float32

// quads views v, if it is float32, as vectors, but for its last len(v) mod 4
// entries.
func quads[T Float](v []T) []quad {
	return unsafe.Slice((*quad)(unsafe.Pointer(unsafe.SliceData(v))), len(v)/4)
}

// sumVectors is sum of component c, in blocks of four vectors, with the same
// bits. It returns how many of the states it did.
func sumVectors[T Float](b, z Batch[T], terms []term[T], c int) int {
	if !haveVectors || unsafe.Sizeof(T(0)) != unsafe.Sizeof(float32(0)) {
		return 0
	}
	dst, from := quads(b[c]), quads(z[c])
	k := 0
	for ; k+4 <= len(dst); k += 4 {
		d, f := (*[4]quad)(dst[k:]), (*[4]quad)(from[k:])
		s0, s1 := archsimd.LoadFloat32x4Array(&f[0]), archsimd.LoadFloat32x4Array(&f[1])
		s2, s3 := archsimd.LoadFloat32x4Array(&f[2]), archsimd.LoadFloat32x4Array(&f[3])
		for _, t := range terms {
			s, x := archsimd.BroadcastFloat32x4(float32(t.s)), (*[4]quad)(quads(t.x[c])[k:])
			s0 = s0.Add(s.Mul(archsimd.LoadFloat32x4Array(&x[0])))
			s1 = s1.Add(s.Mul(archsimd.LoadFloat32x4Array(&x[1])))
			s2 = s2.Add(s.Mul(archsimd.LoadFloat32x4Array(&x[2])))
			s3 = s3.Add(s.Mul(archsimd.LoadFloat32x4Array(&x[3])))
		}
		s0.StoreArray(&d[0])
		s1.StoreArray(&d[1])
		s2.StoreArray(&d[2])
		s3.StoreArray(&d[3])
	}
	return 4 * k
}
