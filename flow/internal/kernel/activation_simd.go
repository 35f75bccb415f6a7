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
		for ; len(row) >= tileQuads; row = row[tileQuads:] {
			five := (*[tileQuads]quad)(row)
			x = archsimd.LoadFloat32x4Array(&five[0])
			x = zero.IfElse(x.Less(zero), x)
			x.StoreArray(&five[0])
			sum = sum.Add(x)
			x = archsimd.LoadFloat32x4Array(&five[1])
			x = zero.IfElse(x.Less(zero), x)
			x.StoreArray(&five[1])
			sum = sum.Add(x)
			x = archsimd.LoadFloat32x4Array(&five[2])
			x = zero.IfElse(x.Less(zero), x)
			x.StoreArray(&five[2])
			sum = sum.Add(x)
			x = archsimd.LoadFloat32x4Array(&five[3])
			x = zero.IfElse(x.Less(zero), x)
			x.StoreArray(&five[3])
			sum = sum.Add(x)
			x = archsimd.LoadFloat32x4Array(&five[4])
			x = zero.IfElse(x.Less(zero), x)
			x.StoreArray(&five[4])
			sum = sum.Add(x)
		}
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
	var zero, x vector
	for ; len(qh) >= 4; qg, qh = qg[4:], qh[4:] {
		to, of := (*[4]quad)(qg), (*[4]quad)(qh)
		x = archsimd.LoadFloat32x4Array(&to[0])
		x.Masked(archsimd.LoadFloat32x4Array(&of[0]).NotEqual(zero)).StoreArray(&to[0])
		x = archsimd.LoadFloat32x4Array(&to[1])
		x.Masked(archsimd.LoadFloat32x4Array(&of[1]).NotEqual(zero)).StoreArray(&to[1])
		x = archsimd.LoadFloat32x4Array(&to[2])
		x.Masked(archsimd.LoadFloat32x4Array(&of[2]).NotEqual(zero)).StoreArray(&to[2])
		x = archsimd.LoadFloat32x4Array(&to[3])
		x.Masked(archsimd.LoadFloat32x4Array(&of[3]).NotEqual(zero)).StoreArray(&to[3])
	}
	for k := range qh {
		x = archsimd.LoadFloat32x4Array(&qg[k])
		x.Masked(archsimd.LoadFloat32x4Array(&qh[k]).NotEqual(zero)).StoreArray(&qg[k])
	}
	return len(h) / Lanes * Lanes
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
