package flow

import (
	"math"

	"flowplayground/flow/internal/kernel"
)

// A planarBatch carries points through planar maps in float32: near enough for
// a picture, in a tenth of the time that [Planar] takes in float64.
type planarBatch struct {
	x, y, h []float32 // the points, and tanh at the latest map
	v, s    []float32 // scratch of inverse: its unknown and its right-hand side
	det     []float64 // a product of determinants
	dets    int       // in it
	ld      []float64 // ln |det| of those before
}

// newPlanarBatch makes room for n points.
func newPlanarBatch(n int) *planarBatch {
	block := make([]float32, 5*n)
	part := func(i int) []float32 { return block[i*n : (i+1)*n : (i+1)*n] }
	return &planarBatch{
		x: part(0), y: part(1), h: part(2), v: part(3), s: part(4),
		det: make([]float64, n), ld: make([]float64, n),
	}
}

// load copies points into the batch, at most as many as there is room for, and
// starts their determinants at 1.
func (b *planarBatch) load(x, y []float32) {
	b.x, b.y = append(b.x[:0], x...), append(b.y[:0], y...)
	clear(b.ld)
	for k := range b.det {
		b.det[k] = 1
	}
	b.dets = 0
}

// forward replaces the points by their images.
func (b *planarBatch) forward(p Planar) {
	h := b.h[:len(b.x)]
	b.arguments(h, p)
	kernel.Tanh(h)
	b.move(float32(p.U[0]), float32(p.U[1]))
}

// inverse replaces the points by those whose images they are, and reports
// whether the map has an inverse. If not they stay.
func (b *planarBatch) inverse(p Planar) bool {
	c := p.slope()
	if !(c >= -1) || math.IsInf(c, 0) {
		return false
	}
	s := b.s[:len(b.x)]
	b.arguments(s, p)
	b.solve(float32(c), float32(1+c))
	b.move(-float32(p.U[0]), -float32(p.U[1]))
	return true
}

// arguments writes w·z + b to s.
func (b *planarBatch) arguments(s []float32, p Planar) {
	w1, w2, bias := float32(p.W[0]), float32(p.W[1]), float32(p.B)
	y := b.y[:len(s)]
	for k, x := range b.x[:len(s)] {
		s[k] = float32(w1*x) + float32(w2*y[k]) + bias
	}
}

// move adds h u to the points.
func (b *planarBatch) move(u1, u2 float32) {
	n := len(b.x)
	x, y := b.x, b.y[:n]
	for k, h := range b.h[:n] {
		x[k] += float32(u1 * h)
		y[k] += float32(u2 * h)
	}
}

// sketchDets determinants are multiplied before a logarithm is taken; so few
// overflow a float64 only if u·w is above 1e19.
const sketchDets = 16

// multiply takes in the latest map's determinants, 1 + c (1 - h²) for c = u·w.
func (b *planarBatch) multiply(c float64) {
	if b.dets == sketchDets {
		b.takeLogs()
	}
	b.dets++
	n := len(b.x)
	c32, rest := float32(c), float32(1+c) // digits kept for c near -1
	det := b.det[:n]
	for k, h := range b.h[:n] {
		det[k] *= float64(rest - float32(c32*float32(h*h)))
	}
}

// takeLogs moves what det holds to ld.
func (b *planarBatch) takeLogs() {
	n := len(b.x)
	ld, det := b.ld[:n], b.det[:n]
	for k, d := range det {
		ld[k] += log(math.Abs(d))
		det[k] = 1
	}
	b.dets = 0
}

// solve leaves tanh v in h, where v + c tanh v = s; rest is 1 + c. It is Newton's
// iteration as in solveMonotone, from the same side of the root, which rounding
// alone could leave.
func (b *planarBatch) solve(c, rest float32) {
	n := len(b.x)
	s, v, h := b.s[:n], b.v[:n], b.h[:n]
	for k, s := range s {
		v[k] = begin(c, rest, abs32(s))
	}
	size := abs32(c)
	for range sketchIterations {
		copy(h, v)
		kernel.Tanh(h)
		open := false
		for k, hk := range h {
			t := abs32(s[k])
			r := v[k] + float32(c*hk) - t
			if abs32(r) > sketchResidual*(t+size) {
				open = true
			}
			if d := rest - float32(c*float32(hk*hk)); d > 0 {
				v[k] -= r / d
			}
		}
		if !open {
			break
		}
	}
	for k, s := range s {
		h[k] = float32(math.Copysign(float64(h[k]), float64(s)))
	}
}

// abs32 is one instruction where max(x, -x) is a call.
func abs32(x float32) float32 { return float32(math.Abs(float64(x))) }

const (
	// sketchResidual, relative, is a few roundings of a float32.
	sketchResidual = 1e-6
	// sketchIterations is never reached but at the fold of a map with c near -1,
	// where the root is a triple one.
	sketchIterations = 30
)

// begin returns a bound of the root v ≥ 0 of v + c tanh v = t from which the
// tangents lead there: the lower one for c ≥ 0, the upper one else.
func begin(c, rest, t float32) float32 {
	divided, shifted := float32(t/rest), t-c
	if c >= 0 && divided > shifted || c < 0 && divided < shifted { // 0/0 for a fold
		return divided
	}
	return shifted
}
