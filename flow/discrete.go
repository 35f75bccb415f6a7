package flow

import "math"

// DiscreteFlow is a stack of planar layers, from data to noise or, if
// Generative, from noise to data; see [NF]. Time counts layers on the way from
// noise to data: at t = j/K the last j of them have been undone or, if
// Generative, the first j applied.
//
// With Flip the coordinates change places after every layer. A point between
// layers is shown with as many swaps undone as lie between it and the data, so
// that the flow does not jump from stop to stop; the base density does not
// mind.
type DiscreteFlow struct {
	Layers     []Planar
	Flip       bool
	Generative bool
}

var _ Flow = (*DiscreteFlow)(nil)

// Kind implements [Flow].
func (f *DiscreteFlow) Kind() Kind { return Discrete }

// Width implements [Flow].
func (f *DiscreteFlow) Width() int { return len(f.Layers) }

// Snap implements [Flow].
func (f *DiscreteFlow) Snap(t float64) float64 {
	k := len(f.Layers)
	return float64(snap(t, k)) / float64(k)
}

// Stages implements [Flow].
func (f *DiscreteFlow) Stages() int { return len(f.Layers) }

// LogDensity implements [Flow]. It is NaN where a layer has no inverse that is
// needed.
func (f *DiscreteFlow) LogDensity(dst, x, y []float32, t float64) {
	n := len(f.Layers)
	stage := snap(t, n)
	for k := range dst {
		z, logDet := f.shown([2]float64{float64(x[k]), float64(y[k])}, n-stage), 0.0
		for j := stage; j > 0; j-- {
			var ld float64
			z, ld = f.undo(z, j)
			logDet += ld
		}
		dst[k] = float32(-nllAtBase(z[0], z[1], logDet))
	}
}

// Transport implements [Flow]. A layer that has no inverse where one is needed
// lets its points stand.
func (f *DiscreteFlow) Transport(x, y []float32, visit func(stage int, x, y []float32)) {
	n := len(f.Layers)
	z := make([][2]float64, len(x))
	for k := range z {
		z[k] = f.shown([2]float64{float64(x[k]), float64(y[k])}, n)
	}
	visit(0, x, y)
	for j := 1; j <= n; j++ {
		for k := range z {
			z[k] = f.step(z[k], j)
			p := f.shown(z[k], n-j)
			x[k], y[k] = float32(p[0]), float32(p[1])
		}
		visit(j, x, y)
	}
}

// step takes a point from stage j-1 to stage j, towards the data.
func (f *DiscreteFlow) step(z [2]float64, j int) [2]float64 {
	if f.Generative {
		z, _ = f.Layers[j-1].Forward(z)
		return f.flip(z)
	}
	z = f.flip(z)
	if inv, err := f.Layers[len(f.Layers)-j].Inverse(z); err == nil {
		return inv
	}
	return z
}

// undo takes a point from stage j to stage j-1, towards the noise, and returns
// the log-determinant of that.
func (f *DiscreteFlow) undo(z [2]float64, j int) (back [2]float64, logDet float64) {
	if !f.Generative {
		z, logDet = f.Layers[len(f.Layers)-j].Forward(z)
		return f.flip(z), logDet
	}
	z, logDet, err := f.Layers[j-1].inverse(f.flip(z))
	if err != nil {
		return z, math.NaN()
	}
	return z, -logDet
}

func (f *DiscreteFlow) flip(z [2]float64) [2]float64 {
	if f.Flip {
		return [2]float64{z[1], z[0]}
	}
	return z
}

// shown turns a point that has i layers between it and the data into the point
// that is shown, and back.
func (f *DiscreteFlow) shown(z [2]float64, i int) [2]float64 {
	if i%2 == 1 {
		return f.flip(z)
	}
	return z
}
