package flow

import "math"

// Sketch implements [Flow] in float32, many points at once.
func (f *DiscreteFlow) Sketch(dst, x, y []float32, t float64) {
	n := len(f.Layers)
	stage := snap(t, n)
	b := newPlanarBatch(min(len(dst), viewBatch))
	sign := 1.0
	if f.Generative {
		sign = -1
	}
	for k := 0; k < len(dst); k += viewBatch {
		end := min(k+viewBatch, len(dst))
		b.load(x[k:end], y[k:end])
		if (n-stage)%2 == 1 {
			f.flipAll(b)
		}
		for j := stage; j > 0; j-- {
			f.undoAll(b, j)
		}
		b.takeLogs()
		for i := range end - k {
			dst[k+i] = float32(-nllAtBase(float64(b.x[i]), float64(b.y[i]), sign*b.ld[i]))
		}
	}
}

// undoAll does to a batch what undo does to a point, but multiplies the layer's
// own determinant.
func (f *DiscreteFlow) undoAll(b *planarBatch, j int) {
	if !f.Generative {
		l := f.Layers[len(f.Layers)-j]
		b.forward(l)
		b.multiply(l.slope())
		f.flipAll(b)
		return
	}
	l := f.Layers[j-1]
	f.flipAll(b)
	if b.inverse(l) {
		b.multiply(l.slope())
	} else {
		b.multiply(math.NaN())
	}
}

func (f *DiscreteFlow) flipAll(b *planarBatch) {
	if f.Flip {
		b.x, b.y = b.y, b.x
	}
}

// SketchPaths implements [Flow] in float32, many points at once.
func (f *DiscreteFlow) SketchPaths(x, y []float32, visit func(stage int, x, y []float32)) {
	n := len(f.Layers)
	b := newPlanarBatch(min(len(x), viewBatch))
	visit(0, x, y)
	for j := 1; j <= n; j++ {
		p, q := x, y
		// Every step swaps the coordinates and leaves one swap less to be undone
		// for the picture, so what is shown as x stays in x. A layer meets what
		// is shown with the swaps after it, its own among them if that is later.
		if after := n - j; f.Flip && (after%2 == 1) != f.Generative {
			p, q = y, x
		}
		for k := 0; k < len(x); k += viewBatch {
			end := min(k+viewBatch, len(x))
			b.x, b.y = p[k:end], q[k:end]
			if f.Generative {
				b.forward(f.Layers[j-1])
			} else {
				b.inverse(f.Layers[n-j])
			}
		}
		visit(j, x, y)
	}
}
