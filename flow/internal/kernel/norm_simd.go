//go:build goexperiment.simd && (wasm || amd64)

package kernel

import "simd/archsimd"

// scaleVectors is scalePlain of whole vectors, and returns how many entries these
// have.
func scaleVectors(v []float32, s float32) int {
	q, by := quads(v), broadcast(s)
	for i := range q {
		archsimd.LoadFloat32x4Array(&q[i]).Mul(by).StoreArray(&q[i])
	}
	return len(q) * Lanes
}
