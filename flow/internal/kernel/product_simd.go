//go:build goexperiment.simd && (wasm || amd64)

package kernel

import "unsafe"

// The product is made in tiles of tileRows × tileQuads vectors, which is what
// stays in registers beside a row's entry and a vector of b, and at the right
// edge in those of narrowRows × narrowQuads.
const (
	tileRows    = 2
	tileQuads   = 5
	narrowRows  = 4
	narrowQuads = 2
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
	if len(terms) == 0 || len(rows) == 0 { // tiles begin at entries that there are
		accumulatePlain(dst, start, a, b, rows, terms, cols)
		return
	}
	width := cols / Lanes
	d, q := quads(dst), quads(b)
	first, last := terms[0], terms[len(terms)-1]
	_, _ = a.of[rows[len(rows)-1]*a.row+last*a.col], q[last*width+width-1]
	wide, paired := width/tileQuads*tileQuads, len(rows)/tileRows*tileRows
	dense := last-first+1 == len(terms)
	var leaps []leap
	if !dense || paired < len(rows) || wide < width {
		var own [mostLeaps]leap
		leaps = leapsAt(&own)[:len(terms)]
		right, down := 4*a.col, quadSize*width
		for i, to := range terms[1:] {
			by := to - terms[i]
			leaps[i] = leap{right * by, down * by}
		}
		leaps[len(leaps)-1] = leap{}
	}
	c := 0
	for ; c < wide; c += tileQuads {
		if dense {
			tiles(d[c:], start, a, rows[:paired], first, len(terms), q[c:], width)
		} else {
			sparseTiles(d[c:], start, a, rows[:paired], first, leaps, q[c:], width)
		}
		for _, r := range rows[paired:] {
			strip(d[c:], start, a, r, first, leaps, q[c:], width)
		}
	}
	for ; c < width; c += narrowQuads {
		narrow(d[c:], start, a, rows, first, leaps, q[c:], width, min(width-1-c, 1)*quadSize)
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
