//go:build goexperiment.simd && (wasm || amd64)

package kernel

// The product is made in tiles of tileRows × tileQuads vectors, which is what
// stays in registers beside a row's entry and a vector of b.
const (
	tileRows  = 2
	tileQuads = 5
)

// accumulateVectors is accumulatePlain.
func accumulateVectors(dst []float32, a entries[float32], b []float32, depth, cols int) {
	if depth == 0 {
		return
	}
	rows, width := len(dst)/cols, cols/Lanes
	d, q := quads(dst), quads(b)
	for r := 0; r < rows; r += tileRows {
		c, end := 0, min(r+tileRows, rows)
		if end == r+tileRows {
			for ; c+tileQuads <= width; c += tileQuads {
				tile(d[r*width+c:], d[(r+1)*width+c:], a, r, q[c:], depth, width)
			}
		}
		for ; c < width; c++ {
			for r := r; r < end; r++ {
				column(&d[r*width+c], a, r, q[c:], depth, width)
			}
		}
	}
}

// tile adds to the first vectors of two rows of the product, r and the next.
func tile(d0, d1 []quad, a entries[float32], r int, b []quad, depth, width int) {
	e0, e1 := (*[tileQuads]quad)(d0), (*[tileQuads]quad)(d1)
	s0, s1, s2, s3, s4 := load(&e0[0]), load(&e0[1]), load(&e0[2]), load(&e0[3]), load(&e0[4])
	t0, t1, t2, t3, t4 := load(&e1[0]), load(&e1[1]), load(&e1[2]), load(&e1[3]), load(&e1[4])
	for k, at := 0, r*a.row; k < depth; k, at = k+1, at+a.col {
		v, w := broadcast(a.of[at]), broadcast(a.of[at+a.row])
		q := (*[tileQuads]quad)(b[k*width:])
		x := load(&q[0])
		s0, t0 = s0.Add(v.Mul(x)), t0.Add(w.Mul(x))
		x = load(&q[1])
		s1, t1 = s1.Add(v.Mul(x)), t1.Add(w.Mul(x))
		x = load(&q[2])
		s2, t2 = s2.Add(v.Mul(x)), t2.Add(w.Mul(x))
		x = load(&q[3])
		s3, t3 = s3.Add(v.Mul(x)), t3.Add(w.Mul(x))
		x = load(&q[4])
		s4, t4 = s4.Add(v.Mul(x)), t4.Add(w.Mul(x))
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

// column adds to one vector of row r of the product.
func column(d *quad, a entries[float32], r int, b []quad, depth, width int) {
	s := load(d)
	for k := range depth {
		s = s.Add(broadcast(a.of[r*a.row+k*a.col]).Mul(load(&b[k*width])))
	}
	s.StoreArray(d)
}
