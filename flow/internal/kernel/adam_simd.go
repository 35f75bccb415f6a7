//go:build goexperiment.simd && (wasm || amd64)

package kernel

// adamVectors is adamPlain of whole vectors.
func adamVectors(params, grad, m, v, scale []float32, c1, c2 float32) {
	qp := quads(params)
	n := len(qp)
	qg, qm, qv, qs := quads(grad)[:n], quads(m)[:n], quads(v)[:n], quads(scale)
	if len(qs) > 0 {
		qs = qs[:n]
	}
	β1, γ1 := broadcast(Adamβ1), broadcast(1-Adamβ1)
	β2, γ2 := broadcast(Adamβ2), broadcast(1-Adamβ2)
	r1, r2, ε := broadcast(c1), broadcast(c2), broadcast(Adamε)
	for i := range qp {
		g := load(&qg[i])
		mi := β1.Mul(load(&qm[i])).Add(γ1.Mul(g))
		vi := β2.Mul(load(&qv[i])).Add(γ2.Mul(g.Mul(g)))
		mi.StoreArray(&qm[i])
		vi.StoreArray(&qv[i])
		d := r1.Mul(mi).Div(r2.Mul(vi.Sqrt()).Add(ε))
		if len(qs) > 0 {
			d = d.Mul(load(&qs[i]))
		}
		load(&qp[i]).Sub(d).StoreArray(&qp[i])
	}
}
