//go:build !goexperiment.simd || !(wasm || amd64)

package kernel

const haveVectors = false

// Where there are no vectors nothing calls these.
var (
	fieldVectors         func(dx, dy []float32, row Row[float32], x, y, h []float32)
	traceVectors         func(dl []float32, row Row[float32], h []float32)
	pullbackVectors      func(gx, gy []float32, grow, row Row[float32], x, y, lx, ly []float32, μ float32, h []float32, apart int) float32
	layerVectors         func(l *Layer[float32], nx, ny, h, det, x, y []float32)
	layerPullbackVectors func(l *Layer[float32], s *layerSums[float32], gx, gy, x, y, h []float32, ν float32)
	accumulateVectors    func(dst, start []float32, a entries[float32], b []float32, rows, terms []int, cols int)
	addVectors           func(dst, v []float32) int
	scaleVectors         func(v []float32, s float32) int
	adamVectors          func(params, grad, m, v, scale []float32, c1, c2 float32)
	transposeVectors     func(dst, src []float32, cols int) int
	sumRowsVectors       func(dst, a []float32, rows []int, cols int)
	dotRowsVectors       func(dst, a, v []float32, rows []int, cols int)
	reluVectors          func(live []int, h []float32, cols int) []int
	reluPullbackVectors  func(g, h []float32) int
	tanhPullbackVectors  func(g, h []float32) int
)

func tanhVectors(v []float32) { tanh32(v) }
