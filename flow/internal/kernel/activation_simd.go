//go:build goexperiment.simd && (wasm || amd64)

package kernel

// The functions here do the whole vectors and return how many entries that was.

func reluVectors(v []float32) int {
	if !haveVectors {
		return 0
	}
	q := quads(v)
	var zero vector
	for k := range q {
		x := load(&q[k])
		zero.IfElse(x.Less(zero), x).StoreArray(&q[k])
	}
	return Lanes * len(q)
}

func reluPullbackVectors(g, h []float32) int {
	if !haveVectors {
		return 0
	}
	qh := quads(h)
	qg := quads(g)[:len(qh)]
	var zero vector
	for k := range qh {
		load(&qg[k]).Masked(load(&qh[k]).NotEqual(zero)).StoreArray(&qg[k])
	}
	return Lanes * len(qh)
}

func tanhPullbackVectors(g, h []float32) int {
	if !haveVectors {
		return 0
	}
	qh := quads(h)
	qg := quads(g)[:len(qh)]
	for k := range qh {
		t := load(&qh[k])
		load(&qg[k]).Mul(load(&tanhQuads.one).Sub(t.Mul(t))).StoreArray(&qg[k])
	}
	return Lanes * len(qh)
}
