//go:build goexperiment.simd && (wasm || amd64)

package kernel

import "simd/archsimd"

// adamVectors is adamPlain of whole vectors.
func adamVectors(params, grad, m, v, scale []float32, c1, c2 float32) {
	qp := quads(params)
	n := len(qp)
	qg, qm, qv, qs := quads(grad)[:n], quads(m)[:n], quads(v)[:n], quads(scale)
	scaled := len(qs) > 0
	if !scaled {
		qs = qp // any that are as many
	}
	qs = qs[:n]
	β1, γ1 := broadcast(Adamβ1), broadcast(1-Adamβ1)
	β2, γ2 := broadcast(Adamβ2), broadcast(1-Adamβ2)
	r1, r2, ε, tiny := broadcast(c1), broadcast(c2), broadcast(Adamε), broadcast(adamTiny)
	tinyV := broadcast(adamTinyV)
	var g, mi, vi, d vector
	for i := range qp {
		g = archsimd.LoadFloat32x4Array(&qg[i])
		mi = β1.Mul(archsimd.LoadFloat32x4Array(&qm[i])).Add(γ1.Mul(g))
		mi = mi.Masked(mi.Abs().GreaterEqual(tiny))
		mi.StoreArray(&qm[i])
		vi = β2.Mul(archsimd.LoadFloat32x4Array(&qv[i])).Add(γ2.Mul(g.Mul(g)))
		vi = vi.Sub(vi.Masked(vi.Less(tinyV)))
		vi.StoreArray(&qv[i])
		d = r1.Mul(mi).Div(r2.Mul(vi.Sqrt()).Add(ε))
		if scaled {
			d = d.Mul(archsimd.LoadFloat32x4Array(&qs[i]))
		}
		archsimd.LoadFloat32x4Array(&qp[i]).Sub(d).StoreArray(&qp[i])
	}
}
