//go:build goexperiment.simd && (wasm || amd64)

package kernel

import "unsafe"

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
	for c := 0; c < wide && tiled > 0; c += tileQuads {
		tiles(d[c:], a, tiled, q[c:], depth, width)
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

// never holds numbers that a count down to 0 does not meet, in variables so that
// the compiler cannot know.
var never = [tileQuads]int{-1, -2, -3, -4, -5}

// tiles adds to the first vectors of an even number of rows of the product, two
// rows after two. It walks along a's rows and down b's columns by pointers, whose
// last places it checks beforehand. The jumps that are never taken keep Go from
// multiplying everything before it adds, for which there are not enough
// registers; both together save a third of the time.
func tiles(d []quad, a entries[float32], rows int, b []quad, depth, width int) {
	_, _ = a.of[(rows-1)*a.row+(depth-1)*a.col], b[(depth-1)*width+tileQuads-1]
	n0, n1, n2, n3, n4 := never[0], never[1], never[2], never[3], never[4]
	next, along, down := 4*a.row, 4*a.col, int(unsafe.Sizeof(quad{}))*width
	var v, w, x vector
	for r := 0; r < rows; r += tileRows {
		e0, e1 := (*[tileQuads]quad)(d[r*width:]), (*[tileQuads]quad)(d[(r+1)*width:])
		s0, s1, s2, s3, s4 := load(&e0[0]), load(&e0[1]), load(&e0[2]), load(&e0[3]), load(&e0[4])
		t0, t1, t2, t3, t4 := load(&e1[0]), load(&e1[1]), load(&e1[2]), load(&e1[3]), load(&e1[4])
		left, right := unsafe.Pointer(&a.of[r*a.row]), unsafe.Pointer(&b[0])
		for k := depth; k > 0; k-- {
			v, w = splatAt(left), splatAt(unsafe.Add(left, next))
			x = at(right, 0)
			s0 = s0.Add(v.Mul(x))
			t0 = t0.Add(w.Mul(x))
			if k == n0 {
				break
			}
			x = at(right, 1)
			s1 = s1.Add(v.Mul(x))
			t1 = t1.Add(w.Mul(x))
			if k == n1 {
				break
			}
			x = at(right, 2)
			s2 = s2.Add(v.Mul(x))
			t2 = t2.Add(w.Mul(x))
			if k == n2 {
				break
			}
			x = at(right, 3)
			s3 = s3.Add(v.Mul(x))
			t3 = t3.Add(w.Mul(x))
			if k == n3 {
				break
			}
			x = at(right, 4)
			s4 = s4.Add(v.Mul(x))
			t4 = t4.Add(w.Mul(x))
			if k == n4 {
				break
			}
			left, right = unsafe.Add(left, along), unsafe.Add(right, down)
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
}

// at returns the i-th vector from p on, splatAt the number at p as a vector.
func at(p unsafe.Pointer, i int) vector {
	return load((*quad)(unsafe.Add(p, i*int(unsafe.Sizeof(quad{})))))
}

func splatAt(p unsafe.Pointer) vector { return broadcast(*(*float32)(p)) }

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

// fillRowsVectors, sumRowsVectors and dotRowsVectors are fillRowsPlain and so on.
func fillRowsVectors(dst, v []float32, cols int) {
	q, width := quads(dst), cols/Lanes
	for r, x := range v {
		b := broadcast(x)
		row := q[r*width:][:width]
		for c := range row {
			b.StoreArray(&row[c])
		}
	}
}

func sumRowsVectors(dst, a []float32, cols int) {
	q, width := quads(a), cols/Lanes
	for r := range dst {
		var s vector
		row := q[r*width:][:width]
		for c := range row {
			s = s.Add(load(&row[c]))
		}
		dst[r] += totalVector(s)
	}
}

func dotRowsVectors(dst, a, b []float32, cols int) {
	qa, qb, width, rows := quads(a), quads(b), cols/Lanes, len(b)/cols
	for r := 0; r < len(dst); r += rows {
		left := qa[r/rows*width:][:width]
		for i := range rows {
			var s vector
			right := qb[i*width:][:width]
			for c := range right {
				s = s.Add(load(&left[c]).Mul(load(&right[c])))
			}
			dst[r+i] += totalVector(s)
		}
	}
}
