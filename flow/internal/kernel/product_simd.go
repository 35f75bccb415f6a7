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

// A leap leads from one term of a product to the next, so many bytes along a's row
// and down b's column; the last leads nowhere.
type leap struct{ left, right int }

const (
	intSize  = int(unsafe.Sizeof(0))
	leapSize = int(unsafe.Sizeof(leap{}))

	mostLeaps = 64
)

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
