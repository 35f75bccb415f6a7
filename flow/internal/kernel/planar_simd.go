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

// setSplats sets those of a row's units.
func setSplats(room *[mostUnits]splat, row Row[float32]) {
	for i := range room[:row.Units()] {
		c, u := &room[i], row.Unit(i)
		w1, w2, c1, c2 := broadcast(u[0]), broadcast(u[1]), broadcast(u[3]), broadcast(u[4])
		w1.StoreArray(&c.w1)
		w2.StoreArray(&c.w2)
		b := broadcast(u[2])
		b.StoreArray(&c.b)
		c1.StoreArray(&c.c1)
		c2.StoreArray(&c.c2)
		c1.Mul(w1).Add(c2.Mul(w2)).Add(b.Sub(b)).StoreArray(&c.s)
	}
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
	setSplats(room, row)
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
	setSplats(room, row)
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

// pullbackVectors is pullbackPlain.
func pullbackVectors(gx, gy []float32, grow Row[float32], row Row[float32], x, y, lx, ly []float32, μ float32, h []float32, apart int) float32 {
	qx := quads(x)
	n := len(qx)
	qy, qlx, qly, qgx, qgy := quads(y)[:n], quads(lx)[:n], quads(ly)[:n], quads(gx)[:n], quads(gy)[:n]
	ρ, all := broadcast(row[0]), 2*float32(μ*float32(len(x)))
	var sum, a, b, c, d vector
	for k := range qx {
		a = archsimd.LoadFloat32x4Array(&qlx[k])
		ρ.Mul(a).StoreArray(&qgx[k])
		b = archsimd.LoadFloat32x4Array(&qx[k])
		a = a.Mul(b)
		c = archsimd.LoadFloat32x4Array(&qly[k])
		ρ.Mul(c).StoreArray(&qgy[k])
		d = archsimd.LoadFloat32x4Array(&qy[k])
		sum = sum.Add(a.Add(c.Mul(d)))
	}
	grow[0] += totalVector(sum) + all
	return pullbackUnits(qgx, qgy, qx, qy, qlx, qly, grow, row, μ, quads(h), apart/Lanes, float32(row[0]*all))
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

// pullbackUnits is pullbackUnit of all units and the sum of traced and what they
// return. Two units at a time meet two vectors of points per iteration, and the
// last one alone: the same statements stand three times.
func pullbackUnits(gx, gy, x, y, lx, ly []quad, grow, row Row[float32], μ float32, h []quad, apart int, traced float32) float32 {
	n, units := len(x), row.Units()
	var own [2]slopes
	c := slopesAt(&own)
	var none, spare [stride]float32
	var ax, ay, a, hx, hy, tt, bx, by, b, kx, ky, uu, t, d, l1, l2, A, B vector
	for i := 0; i < units; i += 2 {
		u0, u1, g0, g1 := row.Unit(i), &none, grow.Unit(i), &spare
		h0 := unsafe.Pointer(unsafe.SliceData(h[i*apart:][:n]))
		h1 := h0
		if i+1 < units {
			u1, g1 = row.Unit(i+1), grow.Unit(i+1)
			h1 = unsafe.Pointer(unsafe.SliceData(h[(i+1)*apart:][:n]))
		}
		s0, s1 := steepness(u0, μ), steepness(u1, μ)
		c[0].set(u0, s0)
		c[1].set(u1, s1)
		px := unsafe.Pointer(unsafe.SliceData(x))
		py := unsafe.Pointer(unsafe.SliceData(y))
		plx := unsafe.Pointer(unsafe.SliceData(lx))
		ply := unsafe.Pointer(unsafe.SliceData(ly))
		pgx := unsafe.Pointer(unsafe.SliceData(gx))
		pgy := unsafe.Pointer(unsafe.SliceData(gy))
		ax, ay, a, hx, hy, tt = vector{}, vector{}, vector{}, vector{}, vector{}, vector{}
		bx, by, b, kx, ky, uu = vector{}, vector{}, vector{}, vector{}, vector{}, vector{}
		k := n
		for ; k >= 2; k -= 2 {
			l1 = archsimd.LoadFloat32x4Array((*quad)(plx))
			l2 = archsimd.LoadFloat32x4Array((*quad)(ply))
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
			t = archsimd.LoadFloat32x4Array((*quad)(pgx)).Add(A.Mul(archsimd.LoadFloat32x4Array(&c[0].w1)))
			t.Add(B.Mul(archsimd.LoadFloat32x4Array(&c[1].w1))).StoreArray((*quad)(pgx))
			t = archsimd.LoadFloat32x4Array((*quad)(pgy)).Add(A.Mul(archsimd.LoadFloat32x4Array(&c[0].w2)))
			t.Add(B.Mul(archsimd.LoadFloat32x4Array(&c[1].w2))).StoreArray((*quad)(pgy))
			t = archsimd.LoadFloat32x4Array((*quad)(px))
			ax = ax.Add(A.Mul(t))
			bx = bx.Add(B.Mul(t))
			t = archsimd.LoadFloat32x4Array((*quad)(py))
			ay = ay.Add(A.Mul(t))
			by = by.Add(B.Mul(t))

			l1 = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(plx, quadSize)))
			l2 = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(ply, quadSize)))
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
			t = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(pgx, quadSize))).Add(A.Mul(archsimd.LoadFloat32x4Array(&c[0].w1)))
			t.Add(B.Mul(archsimd.LoadFloat32x4Array(&c[1].w1))).StoreArray((*quad)(unsafe.Add(pgx, quadSize)))
			t = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(pgy, quadSize))).Add(A.Mul(archsimd.LoadFloat32x4Array(&c[0].w2)))
			t.Add(B.Mul(archsimd.LoadFloat32x4Array(&c[1].w2))).StoreArray((*quad)(unsafe.Add(pgy, quadSize)))
			t = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(px, quadSize)))
			ax = ax.Add(A.Mul(t))
			bx = bx.Add(B.Mul(t))
			t = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(py, quadSize)))
			ay = ay.Add(A.Mul(t))
			by = by.Add(B.Mul(t))
			px = unsafe.Add(px, 2*quadSize)
			py = unsafe.Add(py, 2*quadSize)
			plx = unsafe.Add(plx, 2*quadSize)
			ply = unsafe.Add(ply, 2*quadSize)
			pgx = unsafe.Add(pgx, 2*quadSize)
			pgy = unsafe.Add(pgy, 2*quadSize)
			h0 = unsafe.Add(h0, 2*quadSize)
			h1 = unsafe.Add(h1, 2*quadSize)
		}
		if k > 0 {
			l1 = archsimd.LoadFloat32x4Array((*quad)(plx))
			l2 = archsimd.LoadFloat32x4Array((*quad)(ply))
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
			t = archsimd.LoadFloat32x4Array((*quad)(pgx)).Add(A.Mul(archsimd.LoadFloat32x4Array(&c[0].w1)))
			t.Add(B.Mul(archsimd.LoadFloat32x4Array(&c[1].w1))).StoreArray((*quad)(pgx))
			t = archsimd.LoadFloat32x4Array((*quad)(pgy)).Add(A.Mul(archsimd.LoadFloat32x4Array(&c[0].w2)))
			t.Add(B.Mul(archsimd.LoadFloat32x4Array(&c[1].w2))).StoreArray((*quad)(pgy))
			t = archsimd.LoadFloat32x4Array((*quad)(px))
			ax = ax.Add(A.Mul(t))
			bx = bx.Add(B.Mul(t))
			t = archsimd.LoadFloat32x4Array((*quad)(py))
			ay = ay.Add(A.Mul(t))
			by = by.Add(B.Mul(t))
		}
		d0, d1 := float32(n*Lanes)-totalVector(tt), float32(n*Lanes)-totalVector(uu)
		addUnit(g0, u0, totalVector(ax), totalVector(ay), totalVector(a), totalVector(hx), totalVector(hy), float32(μ*d0))
		addUnit(g1, u1, totalVector(bx), totalVector(by), totalVector(b), totalVector(kx), totalVector(ky), float32(μ*d1))
		traced = traced + float32(s0*d0)/2 + float32(s1*d1)/2
	}
	return traced
}
