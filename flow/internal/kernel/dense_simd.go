//go:build goexperiment.simd && (wasm || amd64)

package kernel

// The product is made in tiles of tileRows × tileQuads vectors, which is what
// stays in registers beside a row's entry and a vector of b, and at the right
// edge in columns of columnRows.
const (
	tileRows   = 2
	tileQuads  = 5
	columnRows = 4
)

// accumulateVectors is accumulatePlain.
func accumulateVectors(dst []float32, a entries[float32], b []float32, depth, cols int) {
	if depth == 0 {
		return
	}
	rows, width := len(dst)/cols, cols/Lanes
	d, q := quads(dst), quads(b)
	tiled, wide := rows/tileRows*tileRows, width/tileQuads*tileQuads
	for r := 0; r < tiled; r += tileRows {
		for c := 0; c < wide; c += tileQuads {
			tile(d[r*width+c:], d[(r+1)*width+c:], a, r, q[c:], depth, width)
		}
	}
	for c := wide; c < width; c++ {
		r := 0
		for ; r+columnRows <= tiled; r += columnRows {
			columns(d[r*width+c:], a, r, q[c:], depth, width)
		}
		for ; r < tiled; r++ {
			column(&d[r*width+c], a, r, q[c:], depth, width)
		}
	}
	for r := tiled; r < rows; r++ {
		for c := range width {
			column(&d[r*width+c], a, r, q[c:], depth, width)
		}
	}
}

// tile adds to the first vectors of two rows of the product, r and the next.
// Every load by an index of its own, with its check, keeps Go from loading all
// before it adds, for which there are not enough registers; two rounds of the
// loop in one spare a jump.
func tile(d0, d1 []quad, a entries[float32], r int, b []quad, depth, width int) {
	e0, e1 := (*[tileQuads]quad)(d0), (*[tileQuads]quad)(d1)
	s0, s1, s2, s3, s4 := load(&e0[0]), load(&e0[1]), load(&e0[2]), load(&e0[3]), load(&e0[4])
	t0, t1, t2, t3, t4 := load(&e1[0]), load(&e1[1]), load(&e1[2]), load(&e1[3]), load(&e1[4])
	at, row := r*a.row, a.row
	var v, w, x vector
	for k := 0; k < depth; k += 2 {
		q := b[k*width:]
		v, w = broadcast(a.of[at]), broadcast(a.of[at+row])
		x = load(&q[0])
		s0 = s0.Add(v.Mul(x))
		t0 = t0.Add(w.Mul(x))
		x = load(&q[1])
		s1 = s1.Add(v.Mul(x))
		t1 = t1.Add(w.Mul(x))
		x = load(&q[2])
		s2 = s2.Add(v.Mul(x))
		t2 = t2.Add(w.Mul(x))
		x = load(&q[3])
		s3 = s3.Add(v.Mul(x))
		t3 = t3.Add(w.Mul(x))
		x = load(&q[4])
		s4 = s4.Add(v.Mul(x))
		t4 = t4.Add(w.Mul(x))
		at += a.col
		if k+1 == depth {
			break
		}
		q = b[(k+1)*width:]
		v, w = broadcast(a.of[at]), broadcast(a.of[at+row])
		x = load(&q[0])
		s0 = s0.Add(v.Mul(x))
		t0 = t0.Add(w.Mul(x))
		x = load(&q[1])
		s1 = s1.Add(v.Mul(x))
		t1 = t1.Add(w.Mul(x))
		x = load(&q[2])
		s2 = s2.Add(v.Mul(x))
		t2 = t2.Add(w.Mul(x))
		x = load(&q[3])
		s3 = s3.Add(v.Mul(x))
		t3 = t3.Add(w.Mul(x))
		x = load(&q[4])
		s4 = s4.Add(v.Mul(x))
		t4 = t4.Add(w.Mul(x))
		at += a.col
	}
	s0.StoreArray(&e0[0])
	s1.StoreArray(&e0[1])
	s2.StoreArray(&e0[2])
	s3.StoreArray(&e0[3])
	s4.StoreArray(&e0[4])
	t0.StoreArray(&e1[0])
	t1.StoreArray(&e1[1])
	t2.StoreArray(&e1[2])
	t3.StoreArray(&e1[3])
	t4.StoreArray(&e1[4])
}

// columns adds to the first vector of four rows of the product.
func columns(d []quad, a entries[float32], r int, b []quad, depth, width int) {
	d0, d1, d2, d3 := &d[0], &d[width], &d[2*width], &d[3*width]
	s0, s1, s2, s3 := load(d0), load(d1), load(d2), load(d3)
	for k := range depth {
		x, at := load(&b[k*width]), r*a.row+k*a.col
		s0 = s0.Add(broadcast(a.of[at]).Mul(x))
		s1 = s1.Add(broadcast(a.of[at+a.row]).Mul(x))
		s2 = s2.Add(broadcast(a.of[at+2*a.row]).Mul(x))
		s3 = s3.Add(broadcast(a.of[at+3*a.row]).Mul(x))
	}
	s0.StoreArray(d0)
	s1.StoreArray(d1)
	s2.StoreArray(d2)
	s3.StoreArray(d3)
}

// column adds to one vector of row r of the product.
func column(d *quad, a entries[float32], r int, b []quad, depth, width int) {
	s := load(d)
	for k := range depth {
		s = s.Add(broadcast(a.of[r*a.row+k*a.col]).Mul(load(&b[k*width])))
	}
	s.StoreArray(d)
}

// fillVectors is fill of whole vectors.
func fillVectors(v []float32, x float32) {
	b := broadcast(x)
	for q := quads(v); len(q) > 0; q = q[1:] {
		b.StoreArray(&q[0])
	}
}

// sumVectors and dotVectors are sumPlain and dotPlain.
func sumVectors(a []float32) float32 {
	var s vector
	q := quads(a)
	for k := range q {
		s = s.Add(load(&q[k]))
	}
	return totalVector(s)
}

func dotVectors(a, b []float32) float32 {
	var s vector
	q := quads(a)
	p := quads(b)[:len(q)]
	for k := range q {
		s = s.Add(load(&q[k]).Mul(load(&p[k])))
	}
	return totalVector(s)
}
