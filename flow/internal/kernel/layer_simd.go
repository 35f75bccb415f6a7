//go:build goexperiment.simd && (wasm || amd64)

package kernel

import (
	"simd/archsimd"
	"unsafe"
)

// layerSplat is a layer's coefficients as vectors, with 2c and the cotangent ν
// of the logarithms of determinants.
type layerSplat struct{ w1, w2, b, u1, u2, c, c1, c2, ν quad }

func (s *layerSplat) set(l *Layer[float32], ν float32) {
	broadcast(l.W[0]).StoreArray(&s.w1)
	broadcast(l.W[1]).StoreArray(&s.w2)
	broadcast(l.B).StoreArray(&s.b)
	broadcast(l.U[0]).StoreArray(&s.u1)
	broadcast(l.U[1]).StoreArray(&s.u2)
	broadcast(l.C).StoreArray(&s.c)
	broadcast(l.rest()).StoreArray(&s.c1)
	broadcast(2 * l.C).StoreArray(&s.c2)
	broadcast(ν).StoreArray(&s.ν)
}

// layerVectors is forwardPlain of whole vectors, two at a time; the second of the
// last two may be the first once more. The tanhs are those of fieldVectors, in line
// as there: Go would call what they had in common.
func layerVectors(of *Layer[float32], nx, ny, h, det, x, y []float32) {
	n := len(x) / Lanes
	qx, qy, qnx, qny, qh, qdet := pointerTo(x, n), pointerTo(y, n), pointerTo(nx, n), pointerTo(ny, n), pointerTo(h, n), pointerTo(det, n)
	end := n * quadSize
	var own layerSplat
	c := layerAt(&own)
	c.set(of, 0)
	var w, a, b, s, r, p, q, d, e, x0, x1, y0, y1 vector
	for at := 0; at < end; at += 2 * quadSize {
		second := min(at+quadSize, end-quadSize)
		x0 = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(qx, at)))
		x1 = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(qx, second)))
		w = archsimd.LoadFloat32x4Array(&c.w1)
		a, b = w.Mul(x0), w.Mul(x1)
		y0 = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(qy, at)))
		y1 = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(qy, second)))
		w = archsimd.LoadFloat32x4Array(&c.w2)
		a = a.Add(w.Mul(y0))
		b = b.Add(w.Mul(y1))
		w = archsimd.LoadFloat32x4Array(&c.b)
		a, b = clamped(a.Add(w)), clamped(b.Add(w))
		s, r = a.Mul(a), b.Mul(b)
		w = archsimd.LoadFloat32x4Array(&tanhQuads.p2)
		p, q = w.Mul(s), w.Mul(r)
		w = archsimd.LoadFloat32x4Array(&tanhQuads.q2)
		d, e = s.Add(w), r.Add(w)
		w = archsimd.LoadFloat32x4Array(&tanhQuads.p1)
		p, q = p.Add(w), q.Add(w)
		d, e = d.Mul(s), e.Mul(r)
		p, q = p.Mul(s), q.Mul(r)
		w = archsimd.LoadFloat32x4Array(&tanhQuads.q1)
		d, e = d.Add(w), e.Add(w)
		w = archsimd.LoadFloat32x4Array(&tanhQuads.p0)
		p, q = p.Add(w), q.Add(w)
		d, e = d.Mul(s), e.Mul(r)
		p, q = p.Mul(a), q.Mul(b)
		w = archsimd.LoadFloat32x4Array(&tanhQuads.q0)
		d, e = d.Add(w), e.Add(w)
		a, b = p.Mul(d), q.Mul(e)
		d, e = d.Mul(d), e.Mul(e)
		p, q = p.Mul(p), q.Mul(q)
		d, e = d.Add(p), e.Add(q)
		a, b = a.Div(d), b.Div(e)
		a, b = a.Add(a), b.Add(b)
		a.StoreArray((*quad)(unsafe.Add(qh, at)))
		b.StoreArray((*quad)(unsafe.Add(qh, second)))
		w = archsimd.LoadFloat32x4Array(&c.u1)
		x0.Add(w.Mul(a)).StoreArray((*quad)(unsafe.Add(qnx, at)))
		x1.Add(w.Mul(b)).StoreArray((*quad)(unsafe.Add(qnx, second)))
		w = archsimd.LoadFloat32x4Array(&c.u2)
		y0.Add(w.Mul(a)).StoreArray((*quad)(unsafe.Add(qny, at)))
		y1.Add(w.Mul(b)).StoreArray((*quad)(unsafe.Add(qny, second)))
		w = archsimd.LoadFloat32x4Array(&c.c)
		a, b = a.Mul(a), b.Mul(b)
		a, b = w.Mul(a), w.Mul(b)
		w = archsimd.LoadFloat32x4Array(&c.c1)
		w.Sub(a).StoreArray((*quad)(unsafe.Add(qdet, at)))
		w.Sub(b).StoreArray((*quad)(unsafe.Add(qdet, second)))
	}
}

// layerPullbackVectors is pullbackPlain of whole vectors.
func layerPullbackVectors(of *Layer[float32], sums *layerSums[float32], gx, gy, x, y, h []float32, ν float32) {
	n := len(x) / Lanes
	qx, qy, qgx, qgy, qh := pointerTo(x, n), pointerTo(y, n), pointerTo(gx, n), pointerTo(gy, n), pointerTo(h, n)
	var own layerSplat
	c := layerAt(&own)
	c.set(of, ν)
	var ax, ay, a, hx, hy, rd vector
	var t, d, r, l1, l2, A vector
	for at := 0; at < n*quadSize; at += quadSize {
		l1 = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(qgx, at)))
		l2 = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(qgy, at)))
		t = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(qh, at)))
		d = t.Mul(t)
		r = archsimd.LoadFloat32x4Array(&c.ν).Div(archsimd.LoadFloat32x4Array(&c.c1).Sub(archsimd.LoadFloat32x4Array(&c.c).Mul(d)))
		d = archsimd.LoadFloat32x4Array(&tanhQuads.one).Sub(d)
		hx = hx.Add(t.Mul(l1))
		hy = hy.Add(t.Mul(l2))
		A = archsimd.LoadFloat32x4Array(&c.u1).Mul(l1).Add(archsimd.LoadFloat32x4Array(&c.u2).Mul(l2))
		rd = rd.Add(r.Mul(d))
		t = archsimd.LoadFloat32x4Array(&c.c2).Mul(r).Mul(t)
		A = A.Sub(t).Mul(d)
		a = a.Add(A)
		l1.Add(A.Mul(archsimd.LoadFloat32x4Array(&c.w1))).StoreArray((*quad)(unsafe.Add(qgx, at)))
		l2.Add(A.Mul(archsimd.LoadFloat32x4Array(&c.w2))).StoreArray((*quad)(unsafe.Add(qgy, at)))
		ax = ax.Add(A.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(qx, at)))))
		ay = ay.Add(A.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(qy, at)))))
	}
	for i, v := range [...]vector{ax, ay, a, hx, hy, rd} {
		v.StoreArray(&sums[i])
	}
}

// pointerTo returns where v's first n vectors stand; it panics if there are fewer.
func pointerTo(v []float32, n int) unsafe.Pointer {
	return unsafe.Pointer(unsafe.SliceData(v[:n*Lanes]))
}
