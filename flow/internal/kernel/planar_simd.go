//go:build goexperiment.simd && (wasm || amd64)

package kernel

import (
	"simd/archsimd"
	"unsafe"
)

const quadSize = int(unsafe.Sizeof(quad{}))

// splat is a unit's coefficients and c·w as vectors, in memory: a load costs
// less than a register. Clamped, a NaN would be lost. A point's shows in ρ z; that
// of b makes c·w one, which is Trace's alone, so after Field alone it does not
// show. Pullback has its own way, steepness.
type splat struct{ w1, w2, b, c1, c2, s quad }

func (c *splat) set(u *[stride]float32) {
	w1, w2, c1, c2 := broadcast(u[0]), broadcast(u[1]), broadcast(u[3]), broadcast(u[4])
	w1.StoreArray(&c.w1)
	w2.StoreArray(&c.w2)
	b := broadcast(u[2])
	b.StoreArray(&c.b)
	c1.StoreArray(&c.c1)
	c2.StoreArray(&c.c2)
	c1.Mul(w1).Add(c2.Mul(w2)).Add(b.Sub(b)).StoreArray(&c.s)
}

// fieldVectors is fieldPlain. Two vectors of points at a time meet all units, so
// that two tanhs run side by side; the second of the last two may be the first
// once more.
func fieldVectors(dx, dy []float32, row Row[float32], x, y, h []float32) {
	qx := quads(x)
	n, units := len(qx), row.Units()
	qy, qdx, qdy, qh := quads(y)[:n], quads(dx)[:n], quads(dy)[:n], quads(h)[:units*n]
	var own [mostUnits]splat
	room := splatsAt(&own)
	for i := range units {
		room[i].set(row.Unit(i))
	}
	ρ, stride := broadcast(row[0]), n*quadSize
	var w, a, b, s, r, p, q, d, e vector
	for k := 0; k < n; k += 2 {
		l := min(k+1, n-1)
		x0, x1, y0, y1 := load(&qx[k]), load(&qx[l]), load(&qy[k]), load(&qy[l])
		fx0, fx1, fy0, fy1 := ρ.Mul(x0), ρ.Mul(x1), ρ.Mul(y0), ρ.Mul(y1)
		c, at, second := unsafe.Pointer(room), unsafe.Pointer(unsafe.SliceData(qh[k:])), (l-k)*quadSize
		for range units {
			w = archsimd.LoadFloat32x4Array((*quad)(c))
			a, b = w.Mul(x0), w.Mul(x1)
			w = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(c, quadSize)))
			a = a.Add(w.Mul(y0))
			b = b.Add(w.Mul(y1))
			w = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(c, 2*quadSize)))
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
			a.StoreArray((*quad)(at))
			b.StoreArray((*quad)(unsafe.Add(at, second)))
			w = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(c, 3*quadSize)))
			fx0 = fx0.Add(w.Mul(a))
			fx1 = fx1.Add(w.Mul(b))
			w = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(c, 4*quadSize)))
			fy0 = fy0.Add(w.Mul(a))
			fy1 = fy1.Add(w.Mul(b))
			c = unsafe.Add(c, unsafe.Sizeof(splat{}))
			at = unsafe.Add(at, stride)
		}
		fx0.StoreArray(&qdx[k])
		fx1.StoreArray(&qdx[l])
		fy0.StoreArray(&qdy[k])
		fy1.StoreArray(&qdy[l])
	}
}

// traceVectors is tracePlain, four vectors of points at a time; the last of the
// last four may be the same.
func traceVectors(dl []float32, row Row[float32], h []float32) {
	ql := quads(dl)
	n, units := len(ql), row.Units()
	qh := quads(h)[:units*n]
	var own [mostUnits]splat
	room := splatsAt(&own)
	for i := range units {
		room[i].set(row.Unit(i))
	}
	ρ, stride := broadcast(row[0]), n*quadSize
	ρ = ρ.Add(ρ)
	var s, a, b, c, d vector
	for k := 0; k < n; k += 4 {
		k1, k2, k3 := min(k+1, n-1), min(k+2, n-1), min(k+3, n-1)
		s0, s1, s2, s3 := ρ, ρ, ρ, ρ
		of, at := unsafe.Pointer(&room[0].s), unsafe.Pointer(unsafe.SliceData(qh[k:]))
		at1, at2, at3 := (k1-k)*quadSize, (k2-k)*quadSize, (k3-k)*quadSize
		for range units {
			a = archsimd.LoadFloat32x4Array((*quad)(at))
			b = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, at1)))
			c = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, at2)))
			d = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, at3)))
			s = archsimd.LoadFloat32x4Array(&tanhQuads.one)
			a = s.Sub(a.Mul(a))
			b = s.Sub(b.Mul(b))
			c = s.Sub(c.Mul(c))
			d = s.Sub(d.Mul(d))
			s = archsimd.LoadFloat32x4Array((*quad)(of))
			s0 = s0.Add(s.Mul(a))
			s1 = s1.Add(s.Mul(b))
			s2 = s2.Add(s.Mul(c))
			s3 = s3.Add(s.Mul(d))
			of = unsafe.Add(of, unsafe.Sizeof(splat{}))
			at = unsafe.Add(at, stride)
		}
		s0.StoreArray(&ql[k])
		s1.StoreArray(&ql[k1])
		s2.StoreArray(&ql[k2])
		s3.StoreArray(&ql[k3])
	}
}

// packed is what the units' pullbacks meet of four points, side by side: one
// address serves six vectors.
type packed struct{ x, y, lx, ly, gx, gy quad }

// pullbackVectors is pullbackPlain of at most [mostPacked] points.
func pullbackVectors(gx, gy []float32, grow Row[float32], row Row[float32], x, y, lx, ly []float32, μ float32, h []float32, apart int) float32 {
	qx := quads(x)
	n, units := len(qx), row.Units()
	qy, qlx, qly, qgx, qgy := quads(y)[:n], quads(lx)[:n], quads(ly)[:n], quads(gx)[:n], quads(gy)[:n]
	ρ, all := broadcast(row[0]), 2*float32(μ*float32(len(x)))
	var own [mostPacked / Lanes]packed
	points := packedAt(&own)[:n]
	sum := pack(points, qx, qy, qlx, qly, ρ)
	grow[0] += totalVector(sum) + all
	traced := float32(row[0] * all)
	qh, apart := quads(h), apart/Lanes
	var t0, t1 float32
	for i := 0; i < units; i += 2 {
		if i+1 == units {
			var none, spare [stride]float32
			t0, t1 = pullbackPair(points, grow.Unit(i), &spare, row.Unit(i), &none, μ, qh[i*apart:], qh[i*apart:])
		} else {
			t0, t1 = pullbackPair(points, grow.Unit(i), grow.Unit(i+1), row.Unit(i), row.Unit(i+1), μ, qh[i*apart:], qh[(i+1)*apart:])
		}
		traced = traced + t0 + t1
	}
	unpack(qgx, qgy, points)
	return traced
}

// pack writes the points to be met, and ρλ for their cotangents. It returns the
// partial sums of λ·z.
func pack(points []packed, x, y, lx, ly []quad, ρ vector) (sum vector) {
	px, py := unsafe.Pointer(unsafe.SliceData(x)), unsafe.Pointer(unsafe.SliceData(y))
	plx, ply := unsafe.Pointer(unsafe.SliceData(lx)), unsafe.Pointer(unsafe.SliceData(ly))
	var z, l, m vector
	for k := range points {
		p := &points[k]
		l = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(plx, k*quadSize)))
		l.StoreArray(&p.lx)
		ρ.Mul(l).StoreArray(&p.gx)
		z = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(px, k*quadSize)))
		z.StoreArray(&p.x)
		m = l.Mul(z)
		l = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(ply, k*quadSize)))
		l.StoreArray(&p.ly)
		ρ.Mul(l).StoreArray(&p.gy)
		z = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(py, k*quadSize)))
		z.StoreArray(&p.y)
		sum = sum.Add(m.Add(l.Mul(z)))
	}
	return sum
}

// unpack writes the points' cotangents to gx and gy.
func unpack(gx, gy []quad, points []packed) {
	pgx, pgy := unsafe.Pointer(unsafe.SliceData(gx)), unsafe.Pointer(unsafe.SliceData(gy))
	for k := range points {
		archsimd.LoadFloat32x4Array(&points[k].gx).StoreArray((*quad)(unsafe.Add(pgx, k*quadSize)))
		archsimd.LoadFloat32x4Array(&points[k].gy).StoreArray((*quad)(unsafe.Add(pgy, k*quadSize)))
	}
}

// slopes is what a unit's pullback takes of its coefficients, with 2μ c·w.
type slopes struct{ w1, w2, c1, c2, s quad }

func (c *slopes) set(u *[stride]float32, s float32) {
	broadcast(u[0]).StoreArray(&c.w1)
	broadcast(u[1]).StoreArray(&c.w2)
	broadcast(u[3]).StoreArray(&c.c1)
	broadcast(u[4]).StoreArray(&c.c2)
	broadcast(s).StoreArray(&c.s)
}

// pullbackPair is pullbackUnit of two units at a time, two vectors of points per
// iteration.
func pullbackPair(points []packed, g0, g1, u0, u1 *[stride]float32, μ float32, of0, of1 []quad) (t0, t1 float32) {
	n := len(points)
	h0, h1 := unsafe.Pointer(unsafe.SliceData(of0[:n])), unsafe.Pointer(unsafe.SliceData(of1[:n]))
	var own [2]slopes
	c := slopesAt(&own)
	s0, s1 := steepness(u0, μ), steepness(u1, μ)
	c[0].set(u0, s0)
	c[1].set(u1, s1)
	var ax, ay, a, hx, hy, tt vector
	var bx, by, b, kx, ky, uu vector
	var t, d, l1, l2, A, B vector
	for len(points) >= 2 {
		p, q := &points[0], &points[1]
		l1 = archsimd.LoadFloat32x4Array(&p.lx)
		l2 = archsimd.LoadFloat32x4Array(&p.ly)
		t = archsimd.LoadFloat32x4Array((*quad)(h0))
		d = t.Mul(t)
		tt = tt.Add(d)
		d = archsimd.LoadFloat32x4Array(&tanhQuads.one).Sub(d)
		hx = hx.Add(t.Mul(l1))
		hy = hy.Add(t.Mul(l2))
		t = archsimd.LoadFloat32x4Array(&c[0].s).Mul(t)
		A = archsimd.LoadFloat32x4Array(&c[0].c1).Mul(l1).Add(archsimd.LoadFloat32x4Array(&c[0].c2).Mul(l2)).Sub(t).Mul(d)
		a = a.Add(A)
		t = archsimd.LoadFloat32x4Array((*quad)(h1))
		d = t.Mul(t)
		uu = uu.Add(d)
		d = archsimd.LoadFloat32x4Array(&tanhQuads.one).Sub(d)
		kx = kx.Add(t.Mul(l1))
		ky = ky.Add(t.Mul(l2))
		t = archsimd.LoadFloat32x4Array(&c[1].s).Mul(t)
		B = archsimd.LoadFloat32x4Array(&c[1].c1).Mul(l1).Add(archsimd.LoadFloat32x4Array(&c[1].c2).Mul(l2)).Sub(t).Mul(d)
		b = b.Add(B)
		t = archsimd.LoadFloat32x4Array(&p.gx).Add(A.Mul(archsimd.LoadFloat32x4Array(&c[0].w1)))
		t.Add(B.Mul(archsimd.LoadFloat32x4Array(&c[1].w1))).StoreArray(&p.gx)
		t = archsimd.LoadFloat32x4Array(&p.gy).Add(A.Mul(archsimd.LoadFloat32x4Array(&c[0].w2)))
		t.Add(B.Mul(archsimd.LoadFloat32x4Array(&c[1].w2))).StoreArray(&p.gy)
		t = archsimd.LoadFloat32x4Array(&p.x)
		ax = ax.Add(A.Mul(t))
		bx = bx.Add(B.Mul(t))
		t = archsimd.LoadFloat32x4Array(&p.y)
		ay = ay.Add(A.Mul(t))
		by = by.Add(B.Mul(t))

		l1 = archsimd.LoadFloat32x4Array(&q.lx)
		l2 = archsimd.LoadFloat32x4Array(&q.ly)
		t = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(h0, quadSize)))
		d = t.Mul(t)
		tt = tt.Add(d)
		d = archsimd.LoadFloat32x4Array(&tanhQuads.one).Sub(d)
		hx = hx.Add(t.Mul(l1))
		hy = hy.Add(t.Mul(l2))
		t = archsimd.LoadFloat32x4Array(&c[0].s).Mul(t)
		A = archsimd.LoadFloat32x4Array(&c[0].c1).Mul(l1).Add(archsimd.LoadFloat32x4Array(&c[0].c2).Mul(l2)).Sub(t).Mul(d)
		a = a.Add(A)
		t = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(h1, quadSize)))
		d = t.Mul(t)
		uu = uu.Add(d)
		d = archsimd.LoadFloat32x4Array(&tanhQuads.one).Sub(d)
		kx = kx.Add(t.Mul(l1))
		ky = ky.Add(t.Mul(l2))
		t = archsimd.LoadFloat32x4Array(&c[1].s).Mul(t)
		B = archsimd.LoadFloat32x4Array(&c[1].c1).Mul(l1).Add(archsimd.LoadFloat32x4Array(&c[1].c2).Mul(l2)).Sub(t).Mul(d)
		b = b.Add(B)
		t = archsimd.LoadFloat32x4Array(&q.gx).Add(A.Mul(archsimd.LoadFloat32x4Array(&c[0].w1)))
		t.Add(B.Mul(archsimd.LoadFloat32x4Array(&c[1].w1))).StoreArray(&q.gx)
		t = archsimd.LoadFloat32x4Array(&q.gy).Add(A.Mul(archsimd.LoadFloat32x4Array(&c[0].w2)))
		t.Add(B.Mul(archsimd.LoadFloat32x4Array(&c[1].w2))).StoreArray(&q.gy)
		t = archsimd.LoadFloat32x4Array(&q.x)
		ax = ax.Add(A.Mul(t))
		bx = bx.Add(B.Mul(t))
		t = archsimd.LoadFloat32x4Array(&q.y)
		ay = ay.Add(A.Mul(t))
		by = by.Add(B.Mul(t))
		points = points[2:]
		h0 = unsafe.Add(h0, 2*quadSize)
		h1 = unsafe.Add(h1, 2*quadSize)
	}
	if len(points) > 0 {
		p := &points[0]
		l1 = archsimd.LoadFloat32x4Array(&p.lx)
		l2 = archsimd.LoadFloat32x4Array(&p.ly)
		t = archsimd.LoadFloat32x4Array((*quad)(h0))
		d = t.Mul(t)
		tt = tt.Add(d)
		d = archsimd.LoadFloat32x4Array(&tanhQuads.one).Sub(d)
		hx = hx.Add(t.Mul(l1))
		hy = hy.Add(t.Mul(l2))
		t = archsimd.LoadFloat32x4Array(&c[0].s).Mul(t)
		A = archsimd.LoadFloat32x4Array(&c[0].c1).Mul(l1).Add(archsimd.LoadFloat32x4Array(&c[0].c2).Mul(l2)).Sub(t).Mul(d)
		a = a.Add(A)
		t = archsimd.LoadFloat32x4Array((*quad)(h1))
		d = t.Mul(t)
		uu = uu.Add(d)
		d = archsimd.LoadFloat32x4Array(&tanhQuads.one).Sub(d)
		kx = kx.Add(t.Mul(l1))
		ky = ky.Add(t.Mul(l2))
		t = archsimd.LoadFloat32x4Array(&c[1].s).Mul(t)
		B = archsimd.LoadFloat32x4Array(&c[1].c1).Mul(l1).Add(archsimd.LoadFloat32x4Array(&c[1].c2).Mul(l2)).Sub(t).Mul(d)
		b = b.Add(B)
		t = archsimd.LoadFloat32x4Array(&p.gx).Add(A.Mul(archsimd.LoadFloat32x4Array(&c[0].w1)))
		t.Add(B.Mul(archsimd.LoadFloat32x4Array(&c[1].w1))).StoreArray(&p.gx)
		t = archsimd.LoadFloat32x4Array(&p.gy).Add(A.Mul(archsimd.LoadFloat32x4Array(&c[0].w2)))
		t.Add(B.Mul(archsimd.LoadFloat32x4Array(&c[1].w2))).StoreArray(&p.gy)
		t = archsimd.LoadFloat32x4Array(&p.x)
		ax = ax.Add(A.Mul(t))
		bx = bx.Add(B.Mul(t))
		t = archsimd.LoadFloat32x4Array(&p.y)
		ay = ay.Add(A.Mul(t))
		by = by.Add(B.Mul(t))
	}
	d0, d1 := float32(n*Lanes)-totalVector(tt), float32(n*Lanes)-totalVector(uu)
	addUnit(g0, u0, totalVector(ax), totalVector(ay), totalVector(a), totalVector(hx), totalVector(hy), float32(μ*d0))
	addUnit(g1, u1, totalVector(bx), totalVector(by), totalVector(b), totalVector(kx), totalVector(ky), float32(μ*d1))
	return float32(s0*d0) / 2, float32(s1*d1) / 2
}
