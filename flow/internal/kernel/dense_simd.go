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

// accumulateVectors is accumulatePlain, so many terms at a time as there is room
// for the leaps between.
func accumulateVectors(dst, start []float32, a entries[float32], b []float32, rows, terms []int, cols int) {
	for {
		some := terms[:min(len(terms), mostLeaps)]
		accumulateSome(dst, start, a, b, rows, some, cols)
		terms = terms[len(some):]
		if len(terms) == 0 {
			return
		}
		start = nil
	}
}

func accumulateSome(dst, start []float32, a entries[float32], b []float32, rows, terms []int, cols int) {
	width := cols / Lanes
	d, q := quads(dst), quads(b)
	wide := width / tileQuads * tileQuads
	if len(terms) == 0 || len(rows) == 0 {
		wide = 0 // tiles begin at entries that there are
	}
	if wide > 0 {
		first, last := terms[0], terms[len(terms)-1]
		_, _ = a.of[rows[len(rows)-1]*a.row+last*a.col], q[last*width+wide-1]
		dense, paired := last-first+1 == len(terms), len(rows)/tileRows*tileRows
		var leaps []leap
		if !dense || paired < len(rows) {
			var own [mostLeaps]leap
			leaps = leapsAt(&own)[:len(terms)]
			right, down := 4*a.col, quadSize*width
			for i, to := range terms[1:] {
				by := to - terms[i]
				leaps[i] = leap{right * by, down * by}
			}
			leaps[len(leaps)-1] = leap{}
		}
		for c := 0; c < wide; c += tileQuads {
			if dense {
				tiles(d[c:], start, a, rows[:paired], first, len(terms), q[c:], width)
			} else {
				sparseTiles(d[c:], start, a, rows[:paired], first, leaps, q[c:], width)
			}
			for _, r := range rows[paired:] {
				strip(d[c:], start, a, r, first, leaps, q[c:], width)
			}
		}
	}
	for c := wide; c < width; c++ {
		i := 0
		for ; i+columnRows <= len(rows); i += columnRows {
			columns(d[c:], start, a, (*[columnRows]int)(rows[i:]), terms, q[c:], width)
		}
		for ; i < len(rows); i++ {
			column(d[c:], start, a, rows[i], terms, q[c:], width)
		}
	}
}

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

// A leap leads from one term of a product to the next, so many bytes along a's row
// and down b's column; the last leads nowhere.
type leap struct{ left, right int }

const (
	intSize  = int(unsafe.Sizeof(0))
	leapSize = int(unsafe.Sizeof(leap{}))

	mostLeaps = 64
)

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

// columns makes the first vector of four rows of the product.
func columns(d []quad, start []float32, a entries[float32], rows *[columnRows]int, terms []int, b []quad, width int) {
	r0, r1, r2, r3 := rows[0], rows[1], rows[2], rows[3]
	d0, d1, d2, d3 := &d[r0*width], &d[r1*width], &d[r2*width], &d[r3*width]
	s0, s1, s2, s3 := load(d0), load(d1), load(d2), load(d3)
	if start != nil {
		s0, s1, s2, s3 = broadcast(start[r0]), broadcast(start[r1]), broadcast(start[r2]), broadcast(start[r3])
	}
	for _, k := range terms {
		x, at := load(&b[k*width]), a.of[k*a.col:]
		s0 = s0.Add(broadcast(at[r0*a.row]).Mul(x))
		s1 = s1.Add(broadcast(at[r1*a.row]).Mul(x))
		s2 = s2.Add(broadcast(at[r2*a.row]).Mul(x))
		s3 = s3.Add(broadcast(at[r3*a.row]).Mul(x))
	}
	s0.StoreArray(d0)
	s1.StoreArray(d1)
	s2.StoreArray(d2)
	s3.StoreArray(d3)
}

// column makes the first vector of row r of the product.
func column(d []quad, start []float32, a entries[float32], r int, terms []int, b []quad, width int) {
	s := load(&d[r*width])
	if start != nil {
		s = broadcast(start[r])
	}
	for _, k := range terms {
		s = s.Add(broadcast(a.of[r*a.row+k*a.col]).Mul(load(&b[k*width])))
	}
	s.StoreArray(&d[r*width])
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
