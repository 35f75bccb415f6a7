//go:build goexperiment.simd && (wasm || amd64)

package kernel

// together is the number of units that one pass over the points takes: what a
// point brings and takes away then costs a share of it, and so does Go's loop.
const together = 4

// splat is a unit's coefficients and c·w as vectors, in memory: a load costs
// less than a register. Clamped, a NaN would be lost; that of b makes c·w one,
// which shows in the trace, and a point's shows in ρ z.
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

// of returns w·z + b.
func (c *splat) of(x, y vector) vector {
	return load(&c.w1).Mul(x).Add(load(&c.w2).Mul(y)).Add(load(&c.b))
}

// slope returns c·w (1 - t²).
func (c *splat) slope(t vector) vector {
	return load(&c.s).Mul(load(&tanhQuads.one).Sub(t.Mul(t)))
}

// fieldVectors is fieldPlain.
func fieldVectors(dx, dy, dl []float32, row Row[float32], x, y, h []float32) {
	qx := quads(x)
	n := len(qx)
	qy, qdx, qdy, qdl := quads(y)[:n], quads(dx)[:n], quads(dy)[:n], quads(dl)[:n]
	ρ := broadcast(row[0])
	ρ2 := ρ.Add(ρ)
	for k := range qx {
		ρ.Mul(load(&qx[k])).StoreArray(&qdx[k])
		ρ.Mul(load(&qy[k])).StoreArray(&qdy[k])
		ρ2.StoreArray(&qdl[k])
	}
	qh, units := quads(h), row.Units()
	var c [together]splat
	i := 0
	for ; i+together <= units; i += together {
		for j := range c {
			c[j].set(row.Unit(i + j))
		}
		fieldUnitsVectors(qdx, qdy, qdl, &c, qx, qy, qh[i*n:][:together*n])
	}
	for ; i < units; i++ {
		c[0].set(row.Unit(i))
		fieldUnitVectors(qdx, qdy, qdl, &c[0], qx, qy, qh[i*n:][:n])
	}
}

// fieldUnitsVectors adds four units' part, their tanhs in the same pass.
func fieldUnitsVectors(dx, dy, dl []quad, c *[together]splat, x, y, h []quad) {
	n := len(x)
	y, dx, dy, dl = y[:n], dx[:n], dy[:n], dl[:n]
	h0, h1, h2, h3 := h[:n], h[n:][:n], h[2*n:][:n], h[3*n:][:n]
	for k := range x {
		z1, z2 := load(&x[k]), load(&y[k])
		fx, fy, trace := load(&dx[k]), load(&dy[k]), load(&dl[k])
		t := rational(clamped(c[0].of(z1, z2)))
		t.StoreArray(&h0[k])
		fx, fy, trace = fx.Add(load(&c[0].c1).Mul(t)), fy.Add(load(&c[0].c2).Mul(t)), trace.Add(c[0].slope(t))
		t = rational(clamped(c[1].of(z1, z2)))
		t.StoreArray(&h1[k])
		fx, fy, trace = fx.Add(load(&c[1].c1).Mul(t)), fy.Add(load(&c[1].c2).Mul(t)), trace.Add(c[1].slope(t))
		t = rational(clamped(c[2].of(z1, z2)))
		t.StoreArray(&h2[k])
		fx, fy, trace = fx.Add(load(&c[2].c1).Mul(t)), fy.Add(load(&c[2].c2).Mul(t)), trace.Add(c[2].slope(t))
		t = rational(clamped(c[3].of(z1, z2)))
		t.StoreArray(&h3[k])
		fx.Add(load(&c[3].c1).Mul(t)).StoreArray(&dx[k])
		fy.Add(load(&c[3].c2).Mul(t)).StoreArray(&dy[k])
		trace.Add(c[3].slope(t)).StoreArray(&dl[k])
	}
}

// fieldUnitVectors adds one unit's part.
func fieldUnitVectors(dx, dy, dl []quad, c *splat, x, y, h []quad) {
	n := len(h)
	x, y, dx, dy, dl = x[:n], y[:n], dx[:n], dy[:n], dl[:n]
	for k := range h {
		t := rational(clamped(c.of(load(&x[k]), load(&y[k]))))
		t.StoreArray(&h[k])
		load(&dx[k]).Add(load(&c.c1).Mul(t)).StoreArray(&dx[k])
		load(&dy[k]).Add(load(&c.c2).Mul(t)).StoreArray(&dy[k])
		load(&dl[k]).Add(c.slope(t)).StoreArray(&dl[k])
	}
}

// packed is what the units' pullbacks meet of four points, side by side: one
// address serves seven vectors.
type packed struct{ x, y, lx, ly, μ, gx, gy quad }

// pullbackVectors is pullbackPlain of at most [mostPacked] points.
func pullbackVectors(gx, gy []float32, grow Row[float32], row Row[float32], x, y, lx, ly, μ, h []float32) {
	qx := quads(x)
	n := len(qx)
	qy, qlx, qly, qμ, qgx, qgy := quads(y)[:n], quads(lx)[:n], quads(ly)[:n], quads(μ)[:n], quads(gx)[:n], quads(gy)[:n]
	ρ := broadcast(row[0])
	var sum vector
	var block [mostPacked / Lanes]packed
	points := block[:n]
	for k := range points {
		p, z1, z2, l1, l2, m := &points[k], load(&qx[k]), load(&qy[k]), load(&qlx[k]), load(&qly[k]), load(&qμ[k])
		z1.StoreArray(&p.x)
		z2.StoreArray(&p.y)
		l1.StoreArray(&p.lx)
		l2.StoreArray(&p.ly)
		m.StoreArray(&p.μ)
		ρ.Mul(l1).StoreArray(&p.gx)
		ρ.Mul(l2).StoreArray(&p.gy)
		sum = sum.Add(l1.Mul(z1).Add(l2.Mul(z2)).Add(m.Add(m)))
	}
	grow[0] += totalVector(sum)
	qh := quads(h)
	for i := range row.Units() {
		pullbackUnitVectors(points, grow.Unit(i), row.Unit(i), qh[i*n:][:n])
	}
	for k := range points {
		load(&points[k].gx).StoreArray(&qgx[k])
		load(&points[k].gy).StoreArray(&qgy[k])
	}
}

func pullbackUnitVectors(points []packed, g, u *[stride]float32, h []quad) {
	w1, w2, c1, c2 := broadcast(u[0]), broadcast(u[1]), broadcast(u[3]), broadcast(u[4])
	s2 := c1.Mul(w1).Add(c2.Mul(w2))
	s2 = s2.Add(s2)
	points = points[:len(h)]
	var ax, ay, a, hx, hy, md vector
	for k := range h {
		p := &points[k]
		t, l1, l2, m := load(&h[k]), load(&p.lx), load(&p.ly), load(&p.μ)
		d := load(&tanhQuads.one).Sub(t.Mul(t))
		A := c1.Mul(l1).Add(c2.Mul(l2)).Sub(s2.Mul(m).Mul(t)).Mul(d)
		md = md.Add(m.Mul(d))
		hx = hx.Add(t.Mul(l1))
		hy = hy.Add(t.Mul(l2))
		load(&p.gx).Add(A.Mul(w1)).StoreArray(&p.gx)
		load(&p.gy).Add(A.Mul(w2)).StoreArray(&p.gy)
		a = a.Add(A)
		ax = ax.Add(A.Mul(load(&p.x)))
		ay = ay.Add(A.Mul(load(&p.y)))
	}
	m := totalVector(md)
	g[0] += totalVector(ax) + float32(m*u[3])
	g[1] += totalVector(ay) + float32(m*u[4])
	g[2] += totalVector(a)
	g[3] += totalVector(hx) + float32(m*u[0])
	g[4] += totalVector(hy) + float32(m*u[1])
}
