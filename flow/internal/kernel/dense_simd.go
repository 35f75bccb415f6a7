//go:build goexperiment.simd && (wasm || amd64)

package kernel

import (
	"simd/archsimd"
	"unsafe"
)

// The product is made in tiles of tileRows × tileQuads vectors, which is what
// stays in registers beside a row's entry and a vector of b, and at the right
// edge in columns of columnRows.
const (
	tileRows   = 2
	tileQuads  = 5
	columnRows = 4
)

// accumulateVectors is accumulatePlain.
func accumulateVectors(dst, start []float32, a entries[float32], b []float32, depth, cols int) {
	rows, width := len(dst)/cols, cols/Lanes
	d, q := quads(dst), quads(b)
	tiled, wide := rows/tileRows*tileRows, width/tileQuads*tileQuads
	if depth == 0 {
		tiled, wide = 0, 0 // which begin at entries that there are
	}
	for c := 0; c < wide && tiled > 0; c += tileQuads {
		tiles(d[c:], start, a, tiled, q[c:], depth, width)
	}
	for c := wide; c < width; c++ {
		r := 0
		for ; r+columnRows <= tiled; r += columnRows {
			columns(d[r*width+c:], start, a, r, q[c:], depth, width)
		}
		for ; r < tiled; r++ {
			column(&d[r*width+c], start, a, r, q[c:], depth, width)
		}
	}
	for r := tiled; r < rows; r++ {
		for c := 0; c < wide; c += tileQuads {
			strip(d[r*width+c:], start, a, r, q[c:], depth, width)
		}
		for c := wide; c < width; c++ {
			column(&d[r*width+c], start, a, r, q[c:], depth, width)
		}
	}
}

// tiles makes the first vectors of an even number of rows of the product, two
// rows after two and eight terms at a time. It walks along a's rows and down b's
// columns by pointers, whose last places it checks beforehand.
func tiles(d []quad, start []float32, a entries[float32], rows int, b []quad, depth, width int) {
	_, _ = a.of[(rows-1)*a.row+(depth-1)*a.col], b[(depth-1)*width+tileQuads-1]
	next, along, down := 4*a.row, 4*a.col, quadSize*width
	var v, w, x vector
	for r := 0; r < rows; r += tileRows {
		e0, e1 := (*[tileQuads]quad)(d[r*width:]), (*[tileQuads]quad)(d[(r+1)*width:])
		var s0, s1, s2, s3, s4, t0, t1, t2, t3, t4 vector
		if start != nil {
			s0, t0 = broadcast(start[r]), broadcast(start[r+1])
			s1, s2, s3, s4 = s0, s0, s0, s0
			t1, t2, t3, t4 = t0, t0, t0, t0
		} else {
			s0, s1, s2, s3, s4 = load(&e0[0]), load(&e0[1]), load(&e0[2]), load(&e0[3]), load(&e0[4])
			t0, t1, t2, t3, t4 = load(&e1[0]), load(&e1[1]), load(&e1[2]), load(&e1[3]), load(&e1[4])
		}
		left, right := unsafe.Pointer(&a.of[r*a.row]), unsafe.Pointer(&b[0])
		k := depth
		for ; k >= 8; k -= 8 {
			v, w = archsimd.BroadcastFloat32x4(*(*float32)(left)), archsimd.BroadcastFloat32x4(*(*float32)(unsafe.Add(left, next)))
			x = archsimd.LoadFloat32x4Array((*quad)(right))
			s0, t0 = s0.Add(v.Mul(x)), t0.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, quadSize)))
			s1, t1 = s1.Add(v.Mul(x)), t1.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 2*quadSize)))
			s2, t2 = s2.Add(v.Mul(x)), t2.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 3*quadSize)))
			s3, t3 = s3.Add(v.Mul(x)), t3.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 4*quadSize)))
			s4, t4 = s4.Add(v.Mul(x)), t4.Add(w.Mul(x))
			left, right = unsafe.Add(left, along), unsafe.Add(right, down)

			v, w = archsimd.BroadcastFloat32x4(*(*float32)(left)), archsimd.BroadcastFloat32x4(*(*float32)(unsafe.Add(left, next)))
			x = archsimd.LoadFloat32x4Array((*quad)(right))
			s0, t0 = s0.Add(v.Mul(x)), t0.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, quadSize)))
			s1, t1 = s1.Add(v.Mul(x)), t1.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 2*quadSize)))
			s2, t2 = s2.Add(v.Mul(x)), t2.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 3*quadSize)))
			s3, t3 = s3.Add(v.Mul(x)), t3.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 4*quadSize)))
			s4, t4 = s4.Add(v.Mul(x)), t4.Add(w.Mul(x))
			left, right = unsafe.Add(left, along), unsafe.Add(right, down)

			v, w = archsimd.BroadcastFloat32x4(*(*float32)(left)), archsimd.BroadcastFloat32x4(*(*float32)(unsafe.Add(left, next)))
			x = archsimd.LoadFloat32x4Array((*quad)(right))
			s0, t0 = s0.Add(v.Mul(x)), t0.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, quadSize)))
			s1, t1 = s1.Add(v.Mul(x)), t1.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 2*quadSize)))
			s2, t2 = s2.Add(v.Mul(x)), t2.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 3*quadSize)))
			s3, t3 = s3.Add(v.Mul(x)), t3.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 4*quadSize)))
			s4, t4 = s4.Add(v.Mul(x)), t4.Add(w.Mul(x))
			left, right = unsafe.Add(left, along), unsafe.Add(right, down)

			v, w = archsimd.BroadcastFloat32x4(*(*float32)(left)), archsimd.BroadcastFloat32x4(*(*float32)(unsafe.Add(left, next)))
			x = archsimd.LoadFloat32x4Array((*quad)(right))
			s0, t0 = s0.Add(v.Mul(x)), t0.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, quadSize)))
			s1, t1 = s1.Add(v.Mul(x)), t1.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 2*quadSize)))
			s2, t2 = s2.Add(v.Mul(x)), t2.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 3*quadSize)))
			s3, t3 = s3.Add(v.Mul(x)), t3.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 4*quadSize)))
			s4, t4 = s4.Add(v.Mul(x)), t4.Add(w.Mul(x))
			left, right = unsafe.Add(left, along), unsafe.Add(right, down)

			v, w = archsimd.BroadcastFloat32x4(*(*float32)(left)), archsimd.BroadcastFloat32x4(*(*float32)(unsafe.Add(left, next)))
			x = archsimd.LoadFloat32x4Array((*quad)(right))
			s0, t0 = s0.Add(v.Mul(x)), t0.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, quadSize)))
			s1, t1 = s1.Add(v.Mul(x)), t1.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 2*quadSize)))
			s2, t2 = s2.Add(v.Mul(x)), t2.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 3*quadSize)))
			s3, t3 = s3.Add(v.Mul(x)), t3.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 4*quadSize)))
			s4, t4 = s4.Add(v.Mul(x)), t4.Add(w.Mul(x))
			left, right = unsafe.Add(left, along), unsafe.Add(right, down)

			v, w = archsimd.BroadcastFloat32x4(*(*float32)(left)), archsimd.BroadcastFloat32x4(*(*float32)(unsafe.Add(left, next)))
			x = archsimd.LoadFloat32x4Array((*quad)(right))
			s0, t0 = s0.Add(v.Mul(x)), t0.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, quadSize)))
			s1, t1 = s1.Add(v.Mul(x)), t1.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 2*quadSize)))
			s2, t2 = s2.Add(v.Mul(x)), t2.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 3*quadSize)))
			s3, t3 = s3.Add(v.Mul(x)), t3.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 4*quadSize)))
			s4, t4 = s4.Add(v.Mul(x)), t4.Add(w.Mul(x))
			left, right = unsafe.Add(left, along), unsafe.Add(right, down)

			v, w = archsimd.BroadcastFloat32x4(*(*float32)(left)), archsimd.BroadcastFloat32x4(*(*float32)(unsafe.Add(left, next)))
			x = archsimd.LoadFloat32x4Array((*quad)(right))
			s0, t0 = s0.Add(v.Mul(x)), t0.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, quadSize)))
			s1, t1 = s1.Add(v.Mul(x)), t1.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 2*quadSize)))
			s2, t2 = s2.Add(v.Mul(x)), t2.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 3*quadSize)))
			s3, t3 = s3.Add(v.Mul(x)), t3.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 4*quadSize)))
			s4, t4 = s4.Add(v.Mul(x)), t4.Add(w.Mul(x))
			left, right = unsafe.Add(left, along), unsafe.Add(right, down)

			v, w = archsimd.BroadcastFloat32x4(*(*float32)(left)), archsimd.BroadcastFloat32x4(*(*float32)(unsafe.Add(left, next)))
			x = archsimd.LoadFloat32x4Array((*quad)(right))
			s0, t0 = s0.Add(v.Mul(x)), t0.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, quadSize)))
			s1, t1 = s1.Add(v.Mul(x)), t1.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 2*quadSize)))
			s2, t2 = s2.Add(v.Mul(x)), t2.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 3*quadSize)))
			s3, t3 = s3.Add(v.Mul(x)), t3.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 4*quadSize)))
			s4, t4 = s4.Add(v.Mul(x)), t4.Add(w.Mul(x))
			left, right = unsafe.Add(left, along), unsafe.Add(right, down)
		}
		for ; k > 0; k-- {
			v, w = archsimd.BroadcastFloat32x4(*(*float32)(left)), archsimd.BroadcastFloat32x4(*(*float32)(unsafe.Add(left, next)))
			x = archsimd.LoadFloat32x4Array((*quad)(right))
			s0, t0 = s0.Add(v.Mul(x)), t0.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, quadSize)))
			s1, t1 = s1.Add(v.Mul(x)), t1.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 2*quadSize)))
			s2, t2 = s2.Add(v.Mul(x)), t2.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 3*quadSize)))
			s3, t3 = s3.Add(v.Mul(x)), t3.Add(w.Mul(x))
			x = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 4*quadSize)))
			s4, t4 = s4.Add(v.Mul(x)), t4.Add(w.Mul(x))
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

// strip makes the first vectors of row r of the product.
func strip(d []quad, start []float32, a entries[float32], r int, b []quad, depth, width int) {
	_, _ = a.of[r*a.row+(depth-1)*a.col], b[(depth-1)*width+tileQuads-1]
	e := (*[tileQuads]quad)(d)
	s0, s1, s2, s3, s4 := load(&e[0]), load(&e[1]), load(&e[2]), load(&e[3]), load(&e[4])
	if start != nil {
		s0 = broadcast(start[r])
		s1, s2, s3, s4 = s0, s0, s0, s0
	}
	along, down := 4*a.col, quadSize*width
	left, right := unsafe.Pointer(&a.of[r*a.row]), unsafe.Pointer(&b[0])
	var v vector
	k := depth
	for ; k >= 2; k -= 2 {
		v = archsimd.BroadcastFloat32x4(*(*float32)(left))
		s0 = s0.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(right))))
		s1 = s1.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, quadSize)))))
		s2 = s2.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 2*quadSize)))))
		s3 = s3.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 3*quadSize)))))
		s4 = s4.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 4*quadSize)))))
		left, right = unsafe.Add(left, along), unsafe.Add(right, down)

		v = archsimd.BroadcastFloat32x4(*(*float32)(left))
		s0 = s0.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(right))))
		s1 = s1.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, quadSize)))))
		s2 = s2.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 2*quadSize)))))
		s3 = s3.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 3*quadSize)))))
		s4 = s4.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 4*quadSize)))))
		left, right = unsafe.Add(left, along), unsafe.Add(right, down)
	}
	if k > 0 {
		v = archsimd.BroadcastFloat32x4(*(*float32)(left))
		s0 = s0.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(right))))
		s1 = s1.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, quadSize)))))
		s2 = s2.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 2*quadSize)))))
		s3 = s3.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 3*quadSize)))))
		s4 = s4.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 4*quadSize)))))
		left, right = unsafe.Add(left, along), unsafe.Add(right, down)
	}
	s0.StoreArray(&e[0])
	s1.StoreArray(&e[1])
	s2.StoreArray(&e[2])
	s3.StoreArray(&e[3])
	s4.StoreArray(&e[4])
}

// columns makes the first vector of four rows of the product.
func columns(d []quad, start []float32, a entries[float32], r int, b []quad, depth, width int) {
	d0, d1, d2, d3 := &d[0], &d[width], &d[2*width], &d[3*width]
	s0, s1, s2, s3 := load(d0), load(d1), load(d2), load(d3)
	if start != nil {
		s0, s1, s2, s3 = broadcast(start[r]), broadcast(start[r+1]), broadcast(start[r+2]), broadcast(start[r+3])
	}
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

// column makes one vector of row r of the product.
func column(d *quad, start []float32, a entries[float32], r int, b []quad, depth, width int) {
	s := load(d)
	if start != nil {
		s = broadcast(start[r])
	}
	for k := range depth {
		s = s.Add(broadcast(a.of[r*a.row+k*a.col]).Mul(load(&b[k*width])))
	}
	s.StoreArray(d)
}

// transposeVectors transposes four rows at a time, and returns how many.
func transposeVectors(dst, src []float32, cols int) int {
	rows, width := len(src)/cols, cols/Lanes
	q := quads(src)
	done := rows / 4 * 4
	for r := 0; r < done; r += 4 {
		for i := range width {
			a, b := load(&q[r*width+i]), load(&q[(r+1)*width+i])
			c, d := load(&q[(r+2)*width+i]), load(&q[(r+3)*width+i])
			to := dst[Lanes*i*rows+r:]
			broadcast(a.GetElem(0)).SetElem(1, b.GetElem(0)).SetElem(2, c.GetElem(0)).SetElem(3, d.GetElem(0)).StoreArray((*quad)(to))
			broadcast(a.GetElem(1)).SetElem(1, b.GetElem(1)).SetElem(2, c.GetElem(1)).SetElem(3, d.GetElem(1)).StoreArray((*quad)(to[rows:]))
			broadcast(a.GetElem(2)).SetElem(1, b.GetElem(2)).SetElem(2, c.GetElem(2)).SetElem(3, d.GetElem(2)).StoreArray((*quad)(to[2*rows:]))
			broadcast(a.GetElem(3)).SetElem(1, b.GetElem(3)).SetElem(2, c.GetElem(3)).SetElem(3, d.GetElem(3)).StoreArray((*quad)(to[3*rows:]))
		}
	}
	return done
}

// sumRowsVectors and dotRowsVectors are sumRowsPlain and dotRowsPlain, four rows
// at a time.
func sumRowsVectors(dst, a []float32, cols int) {
	q, width := quads(a), cols/Lanes
	r := 0
	for ; r+4 <= len(dst); r += 4 {
		d, at := (*[4]float32)(dst[r:]), unsafe.Pointer(&q[r*width : (r+4)*width][0])
		row := width * quadSize
		var s0, s1, s2, s3 vector
		for range width {
			s0 = s0.Add(archsimd.LoadFloat32x4Array((*quad)(at)))
			s1 = s1.Add(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, row))))
			s2 = s2.Add(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, 2*row))))
			s3 = s3.Add(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, 3*row))))
			at = unsafe.Add(at, quadSize)
		}
		d[0] += totalVector(s0)
		d[1] += totalVector(s1)
		d[2] += totalVector(s2)
		d[3] += totalVector(s3)
	}
	sumRowsPlain(dst[r:], a[r*cols:], cols)
}

func dotRowsVectors(dst, a, v []float32, cols int) {
	q, width := quads(a), cols/Lanes
	r := 0
	for ; r+4 <= len(dst); r += 4 {
		d, at := (*[4]float32)(dst[r:]), unsafe.Pointer(&q[r*width : (r+4)*width][0])
		row := width * quadSize
		var s0, s1, s2, s3, w vector
		for i := range quads(v)[:width] {
			w = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(v)), i*quadSize)))
			s0 = s0.Add(w.Mul(archsimd.LoadFloat32x4Array((*quad)(at))))
			s1 = s1.Add(w.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, row)))))
			s2 = s2.Add(w.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, 2*row)))))
			s3 = s3.Add(w.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, 3*row)))))
			at = unsafe.Add(at, quadSize)
		}
		d[0] += totalVector(s0)
		d[1] += totalVector(s1)
		d[2] += totalVector(s2)
		d[3] += totalVector(s3)
	}
	dotRowsPlain(dst[r:], a[r*cols:], v, cols)
}
