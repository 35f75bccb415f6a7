//go:build goexperiment.simd && (wasm || amd64)

package kernel

import (
	"simd/archsimd"
	"unsafe"
)

// vector is four points side by side, quad a vector in memory.
type (
	vector = archsimd.Float32x4
	quad   = [Lanes]float32
)

// quads views v, without its last len(v) mod 4 entries, as vectors.
func quads(v []float32) []quad {
	return unsafe.Slice((*quad)(unsafe.Pointer(unsafe.SliceData(v))), len(v)/Lanes)
}

func load(q *quad) vector        { return archsimd.LoadFloat32x4Array(q) }
func broadcast(x float32) vector { return archsimd.BroadcastFloat32x4(x) }

// totalVector is total of the partial sums in v.
func totalVector(v vector) float32 {
	var s quad
	v.StoreArray(&s)
	return total(&s)
}
