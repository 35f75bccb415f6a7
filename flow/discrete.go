package flow

// DiscreteFlow is a stack of planar layers in the direction data → noise. Time
// counts layers: at t = j/K the last j of them have been undone.
//
// With Flip the coordinates change places after every layer. A point between
// layers is given unswapped, so that the flow does not jump from stop to stop;
// the base density does not mind.
type DiscreteFlow struct {
	Layers []Planar
	Flip   bool
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

// LogDensity implements [Flow].
func (f *DiscreteFlow) LogDensity(dst, x, y []float32, t float64) {
	first := len(f.Layers) - snap(t, len(f.Layers))
	for k := range dst {
		z, logDet := f.shown([2]float64{float64(x[k]), float64(y[k])}, first), 0.0
		for _, l := range f.Layers[first:] {
			var ld float64
			z, ld = l.Forward(z)
			z, logDet = f.flip(z), logDet+ld
		}
		dst[k] = float32(-nllAtBase(z[0], z[1], logDet))
	}
}

// Transport implements [Flow] by the layers' inverses. A layer that has none
// lets its points stand.
func (f *DiscreteFlow) Transport(x, y []float32, visit func(stage int, x, y []float32)) {
	n := len(f.Layers)
	z := make([][2]float64, len(x))
	for k := range z {
		z[k] = f.shown([2]float64{float64(x[k]), float64(y[k])}, n)
	}
	visit(0, x, y)
	for i := n - 1; i >= 0; i-- {
		for k := range z {
			z[k] = f.flip(z[k])
			if inv, err := f.Layers[i].Inverse(z[k]); err == nil {
				z[k] = inv
			}
			p := f.shown(z[k], i)
			x[k], y[k] = float32(p[0]), float32(p[1])
		}
		visit(n-i, x, y)
	}
}

func (f *DiscreteFlow) flip(z [2]float64) [2]float64 {
	if f.Flip {
		return [2]float64{z[1], z[0]}
	}
	return z
}

// shown swaps a point before layer i if the layers up to there have swapped it
// an odd number of times; it is its own inverse.
func (f *DiscreteFlow) shown(z [2]float64, i int) [2]float64 {
	if i%2 == 1 {
		return f.flip(z)
	}
	return z
}
