//go:build goexperiment.simd && (wasm || amd64)

package kernel

import (
	"simd/archsimd"
	"unsafe"
)

// tiles makes the first vectors of an even number of rows of the product, two
// rows after two and eight terms at a time, of as many terms as depth from first
// on. It walks along a's rows and down b's columns by pointers, whose last places
// were checked before.
func tiles(d []quad, start []float32, a entries[float32], rows []int, first, depth int, b []quad, width int) {
	along, down := 4*a.col, quadSize*width
	var v, w, x vector
	for i := 0; i < len(rows); i += tileRows {
		r, r1 := rows[i], rows[i+1]
		e0, e1 := (*[tileQuads]quad)(d[r*width:]), (*[tileQuads]quad)(d[r1*width:])
		var s0, s1, s2, s3, s4, t0, t1, t2, t3, t4 vector
		if start != nil {
			s0, t0 = broadcast(start[r]), broadcast(start[r1])
			s1, s2, s3, s4 = s0, s0, s0, s0
			t1, t2, t3, t4 = t0, t0, t0, t0
		} else {
			s0, s1, s2, s3, s4 = load(&e0[0]), load(&e0[1]), load(&e0[2]), load(&e0[3]), load(&e0[4])
			t0, t1, t2, t3, t4 = load(&e1[0]), load(&e1[1]), load(&e1[2]), load(&e1[3]), load(&e1[4])
		}
		next := 4 * a.row * (r1 - r)
		left, right := unsafe.Pointer(&a.of[r*a.row+first*a.col]), unsafe.Pointer(&b[first*width])
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

// sparseTiles is tiles of terms with leaps between them, four at a time. It isn't
// part of tiles because what one loop keeps in registers another in the same
// function would lose.
func sparseTiles(d []quad, start []float32, a entries[float32], rows []int, first int, leaps []leap, b []quad, width int) {
	var v, w, x vector
	for i := 0; i < len(rows); i += tileRows {
		r, r1 := rows[i], rows[i+1]
		e0, e1 := (*[tileQuads]quad)(d[r*width:]), (*[tileQuads]quad)(d[r1*width:])
		var s0, s1, s2, s3, s4, t0, t1, t2, t3, t4 vector
		if start != nil {
			s0, t0 = broadcast(start[r]), broadcast(start[r1])
			s1, s2, s3, s4 = s0, s0, s0, s0
			t1, t2, t3, t4 = t0, t0, t0, t0
		} else {
			s0, s1, s2, s3, s4 = load(&e0[0]), load(&e0[1]), load(&e0[2]), load(&e0[3]), load(&e0[4])
			t0, t1, t2, t3, t4 = load(&e1[0]), load(&e1[1]), load(&e1[2]), load(&e1[3]), load(&e1[4])
		}
		next := 4 * a.row * (r1 - r)
		left, right := unsafe.Pointer(&a.of[r*a.row+first*a.col]), unsafe.Pointer(&b[first*width])
		at, k := unsafe.Pointer(unsafe.SliceData(leaps)), len(leaps)
		for ; k >= 4; k -= 4 {
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
			left, right = unsafe.Add(left, *(*int)(at)), unsafe.Add(right, *(*int)(unsafe.Add(at, intSize)))

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
			left, right = unsafe.Add(left, *(*int)(unsafe.Add(at, leapSize))), unsafe.Add(right, *(*int)(unsafe.Add(at, leapSize+intSize)))

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
			left, right = unsafe.Add(left, *(*int)(unsafe.Add(at, 2*leapSize))), unsafe.Add(right, *(*int)(unsafe.Add(at, 2*leapSize+intSize)))

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
			left, right = unsafe.Add(left, *(*int)(unsafe.Add(at, 3*leapSize))), unsafe.Add(right, *(*int)(unsafe.Add(at, 3*leapSize+intSize)))
			at = unsafe.Add(at, 4*leapSize)
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
			left, right = unsafe.Add(left, *(*int)(at)), unsafe.Add(right, *(*int)(unsafe.Add(at, intSize)))
			at = unsafe.Add(at, leapSize)
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

// strip makes the first vectors of row r of the product, of terms from first on.
func strip(d []quad, start []float32, a entries[float32], r, first int, leaps []leap, b []quad, width int) {
	e := (*[tileQuads]quad)(d[r*width:])
	s0, s1, s2, s3, s4 := load(&e[0]), load(&e[1]), load(&e[2]), load(&e[3]), load(&e[4])
	if start != nil {
		s0 = broadcast(start[r])
		s1, s2, s3, s4 = s0, s0, s0, s0
	}
	left, right := unsafe.Pointer(&a.of[r*a.row+first*a.col]), unsafe.Pointer(&b[first*width])
	var v vector
	for ; len(leaps) >= 2; leaps = leaps[2:] {
		s := (*[2]leap)(leaps)
		v = archsimd.BroadcastFloat32x4(*(*float32)(left))
		s0 = s0.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(right))))
		s1 = s1.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, quadSize)))))
		s2 = s2.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 2*quadSize)))))
		s3 = s3.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 3*quadSize)))))
		s4 = s4.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 4*quadSize)))))
		left, right = unsafe.Add(left, s[0].left), unsafe.Add(right, s[0].right)

		v = archsimd.BroadcastFloat32x4(*(*float32)(left))
		s0 = s0.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(right))))
		s1 = s1.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, quadSize)))))
		s2 = s2.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 2*quadSize)))))
		s3 = s3.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 3*quadSize)))))
		s4 = s4.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 4*quadSize)))))
		left, right = unsafe.Add(left, s[1].left), unsafe.Add(right, s[1].right)
	}
	if len(leaps) > 0 {
		s := (*[1]leap)(leaps)
		v = archsimd.BroadcastFloat32x4(*(*float32)(left))
		s0 = s0.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(right))))
		s1 = s1.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, quadSize)))))
		s2 = s2.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 2*quadSize)))))
		s3 = s3.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 3*quadSize)))))
		s4 = s4.Add(v.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, 4*quadSize)))))
		left, right = unsafe.Add(left, s[0].left), unsafe.Add(right, s[0].right)
	}
	s0.StoreArray(&e[0])
	s1.StoreArray(&e[1])
	s2.StoreArray(&e[2])
	s3.StoreArray(&e[3])
	s4.StoreArray(&e[4])
}

// narrow makes the first two vectors of rows of the product, the second one behind
// the first by so many bytes, four rows after four, of terms from first on. Where
// there are fewer rows, or one vector, the last is made more than once.
func narrow(d []quad, start []float32, a entries[float32], rows []int, first int, leaps []leap, b []quad, width, second int) {
	_, _ = d[rows[len(rows)-1]*width+second/quadSize], b[first*width]
	var v, w, x, y vector
	for ; len(rows) > 0; rows = rows[min(narrowRows, len(rows)):] {
		last := len(rows) - 1
		r0, r1, r2, r3 := rows[0], rows[min(1, last)], rows[min(2, last)], rows[min(3, last)]
		d0, d1, d2, d3 := unsafe.Pointer(&d[r0*width]), unsafe.Pointer(&d[r1*width]), unsafe.Pointer(&d[r2*width]), unsafe.Pointer(&d[r3*width])
		s0, t0 := load((*quad)(d0)), load((*quad)(unsafe.Add(d0, second)))
		s1, t1 := load((*quad)(d1)), load((*quad)(unsafe.Add(d1, second)))
		s2, t2 := load((*quad)(d2)), load((*quad)(unsafe.Add(d2, second)))
		s3, t3 := load((*quad)(d3)), load((*quad)(unsafe.Add(d3, second)))
		if start != nil {
			s0, s1, s2, s3 = broadcast(start[r0]), broadcast(start[r1]), broadcast(start[r2]), broadcast(start[r3])
			t0, t1, t2, t3 = s0, s1, s2, s3
		}
		next1, next2, next3 := 4*a.row*(r1-r0), 4*a.row*(r2-r0), 4*a.row*(r3-r0)
		left, right := unsafe.Pointer(&a.of[r0*a.row+first*a.col]), unsafe.Pointer(&b[first*width])
		at, k := unsafe.Pointer(unsafe.SliceData(leaps)), len(leaps)
		for ; k >= 2; k -= 2 {
			x, y = archsimd.LoadFloat32x4Array((*quad)(right)), archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, second)))
			v, w = archsimd.BroadcastFloat32x4(*(*float32)(left)), archsimd.BroadcastFloat32x4(*(*float32)(unsafe.Add(left, next1)))
			s0, t0 = s0.Add(v.Mul(x)), t0.Add(v.Mul(y))
			s1, t1 = s1.Add(w.Mul(x)), t1.Add(w.Mul(y))
			v, w = archsimd.BroadcastFloat32x4(*(*float32)(unsafe.Add(left, next2))), archsimd.BroadcastFloat32x4(*(*float32)(unsafe.Add(left, next3)))
			s2, t2 = s2.Add(v.Mul(x)), t2.Add(v.Mul(y))
			s3, t3 = s3.Add(w.Mul(x)), t3.Add(w.Mul(y))
			left, right = unsafe.Add(left, *(*int)(at)), unsafe.Add(right, *(*int)(unsafe.Add(at, intSize)))

			x, y = archsimd.LoadFloat32x4Array((*quad)(right)), archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, second)))
			v, w = archsimd.BroadcastFloat32x4(*(*float32)(left)), archsimd.BroadcastFloat32x4(*(*float32)(unsafe.Add(left, next1)))
			s0, t0 = s0.Add(v.Mul(x)), t0.Add(v.Mul(y))
			s1, t1 = s1.Add(w.Mul(x)), t1.Add(w.Mul(y))
			v, w = archsimd.BroadcastFloat32x4(*(*float32)(unsafe.Add(left, next2))), archsimd.BroadcastFloat32x4(*(*float32)(unsafe.Add(left, next3)))
			s2, t2 = s2.Add(v.Mul(x)), t2.Add(v.Mul(y))
			s3, t3 = s3.Add(w.Mul(x)), t3.Add(w.Mul(y))
			left, right = unsafe.Add(left, *(*int)(unsafe.Add(at, leapSize))), unsafe.Add(right, *(*int)(unsafe.Add(at, leapSize+intSize)))
			at = unsafe.Add(at, 2*leapSize)
		}
		if k > 0 {
			x, y = archsimd.LoadFloat32x4Array((*quad)(right)), archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(right, second)))
			v, w = archsimd.BroadcastFloat32x4(*(*float32)(left)), archsimd.BroadcastFloat32x4(*(*float32)(unsafe.Add(left, next1)))
			s0, t0 = s0.Add(v.Mul(x)), t0.Add(v.Mul(y))
			s1, t1 = s1.Add(w.Mul(x)), t1.Add(w.Mul(y))
			v, w = archsimd.BroadcastFloat32x4(*(*float32)(unsafe.Add(left, next2))), archsimd.BroadcastFloat32x4(*(*float32)(unsafe.Add(left, next3)))
			s2, t2 = s2.Add(v.Mul(x)), t2.Add(v.Mul(y))
			s3, t3 = s3.Add(w.Mul(x)), t3.Add(w.Mul(y))
		}
		s0.StoreArray((*quad)(d0))
		t0.StoreArray((*quad)(unsafe.Add(d0, second)))
		s1.StoreArray((*quad)(d1))
		t1.StoreArray((*quad)(unsafe.Add(d1, second)))
		s2.StoreArray((*quad)(d2))
		t2.StoreArray((*quad)(unsafe.Add(d2, second)))
		s3.StoreArray((*quad)(d3))
		t3.StoreArray((*quad)(unsafe.Add(d3, second)))
	}
}
