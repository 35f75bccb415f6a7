//go:build goexperiment.simd && (wasm || amd64)

package kernel

import "simd/archsimd"

// reluVectors is reluPlain.
func reluVectors(live []int, h []float32, cols int) []int {
	q, width, n := quads(h), cols/Lanes, 0
	var zero, x, sum vector
	for r := range live {
		row := q[r*width:][:width]
		sum = zero
		for k := range row {
			x = archsimd.LoadFloat32x4Array(&row[k])
			x = zero.IfElse(x.Less(zero), x)
			x.StoreArray(&row[k])
			sum = sum.Add(x)
		}
		live[n] = r
		if totalVector(sum) != 0 {
			n++
		}
	}
	return live[:n]
}

// The functions here do the whole vectors and return how many entries that was.

func reluPullbackVectors(g, h []float32) int {
	qh := quads(h)
	qg := quads(g)[:len(qh)]
	var zero vector
	for k := range qh {
		load(&qg[k]).Masked(load(&qh[k]).NotEqual(zero)).StoreArray(&qg[k])
	}
	return Lanes * len(qh)
}

func tanhPullbackVectors(g, h []float32) int {
	qh := quads(h)
	qg := quads(g)[:len(qh)]
	for k := range qh {
		t := load(&qh[k])
		load(&qg[k]).Mul(load(&tanhQuads.one).Sub(t.Mul(t))).StoreArray(&qg[k])
	}
	return Lanes * len(qh)
}
