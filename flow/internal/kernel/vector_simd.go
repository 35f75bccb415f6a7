//go:build goexperiment.simd && (wasm || amd64)

package kernel

import (
	"simd/archsimd"
	"unsafe"
)

// The hottest loops here are written for Go's scheduler, which orders a block's
// instructions by where they stand in the source, among those whose operands are
// there, but puts what came from a function inlined after all else, and last of
// all what only the next iteration needs. So these loops name their intrinsics
// themselves, one thing after the other as it should run, and do several steps
// per iteration: otherwise all products are made before the sums, more than
// there are registers for. An address costs two instructions more unless it is a
// constant, since Go folds no offset into a vector's load.

// vector is four points side by side, quad a vector in memory.
type (
	vector = archsimd.Float32x4
	quad   = [Lanes]float32
)

// quads views v, without its last len(v) mod 4 entries, as vectors. It slices an
// array because unsafe.Slice costs a call.
func quads(v []float32) []quad {
	n := len(v) / Lanes
	if n == 0 {
		return nil
	}
	return (*[1 << 24]quad)(unsafe.Pointer(unsafe.SliceData(v)))[:n:n]
}

func load(q *quad) vector        { return archsimd.LoadFloat32x4Array(q) }
func broadcast(x float32) vector { return archsimd.BroadcastFloat32x4(x) }

// totalVector is total of the partial sums in v.
func totalVector(v vector) float32 {
	return (v.GetElem(0) + v.GetElem(2)) + (v.GetElem(1) + v.GetElem(3))
}
