//go:build goexperiment.simd && (wasm || amd64)

package kernel

import (
	"simd/archsimd"
	"unsafe"
)

// addVectors is addPlain of whole vectors, four per iteration, and returns how
// many entries these have.
func addVectors(dst, v []float32) int {
	n := len(dst) / Lanes
	to, from := unsafe.Pointer(unsafe.SliceData(dst)), unsafe.Pointer(unsafe.SliceData(v[:len(dst)]))
	var a, b, c, d vector
	for k := n; k >= 4; k -= 4 {
		a = archsimd.LoadFloat32x4Array((*quad)(to)).Add(archsimd.LoadFloat32x4Array((*quad)(from)))
		b = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(to, quadSize))).Add(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(from, quadSize))))
		c = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(to, 2*quadSize))).Add(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(from, 2*quadSize))))
		d = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(to, 3*quadSize))).Add(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(from, 3*quadSize))))
		a.StoreArray((*quad)(to))
		b.StoreArray((*quad)(unsafe.Add(to, quadSize)))
		c.StoreArray((*quad)(unsafe.Add(to, 2*quadSize)))
		d.StoreArray((*quad)(unsafe.Add(to, 3*quadSize)))
		to = unsafe.Add(to, 4*quadSize)
		from = unsafe.Add(from, 4*quadSize)
	}
	for range n % 4 {
		archsimd.LoadFloat32x4Array((*quad)(to)).Add(archsimd.LoadFloat32x4Array((*quad)(from))).StoreArray((*quad)(to))
		to = unsafe.Add(to, quadSize)
		from = unsafe.Add(from, quadSize)
	}
	return n * Lanes
}
