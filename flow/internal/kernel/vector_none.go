//go:build !goexperiment.simd || !(wasm || amd64)

package kernel

const haveVectors = false

func fieldVectors(dx, dy []float32, row Row[float32], x, y, h []float32) {}
func traceVectors(dl []float32, row Row[float32], h []float32)           {}

func pullbackVectors(gx, gy []float32, grow, row Row[float32], x, y, lx, ly []float32, μ float32, h []float32, apart int) float32 {
	return 0
}

func layerVectors(l *Layer[float32], nx, ny, h, det, x, y []float32) {}

func layerPullbackVectors(l *Layer[float32], s *layerSums[float32], gx, gy, x, y, h []float32, ν float32) {
}

func tanhVectors(v []float32) { tanh32(v) }

func accumulateVectors(dst, start []float32, a entries[float32], b []float32, rows, terms []int, cols int) {
}

func addVectors(dst, v []float32) int { return 0 }

func adamVectors(params, grad, m, v, scale []float32, c1, c2 float32) {}

func transposeVectors(dst, src []float32, cols int) int { return 0 }
func sumRowsVectors(dst, a []float32, cols int)         {}

func dotRowsVectors(dst, a, v []float32, cols int) {}

func reluVectors(live []int, h []float32, cols int) []int { return nil }

func reluPullbackVectors(g, h []float32) int { return 0 }

func tanhPullbackVectors(g, h []float32) int { return 0 }
