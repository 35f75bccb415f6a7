package flow

import (
	"math/rand/v2"

	"flowplayground/flow/internal/kernel"
)

// An NFSpec says which discrete planar flow is meant.
type NFSpec struct {
	Layers     int
	Constraint Constraint
	// Flip swaps the coordinates after each layer, as flowjax does.
	Flip bool
}

// NF is a stack of planar layers S = T_K ∘ … ∘ T₁ (Rezende & Mohamed 2015) in
// one of two directions. With ln |det ∂S/∂z| = Σ_k ln(1 + (ûₖ·wₖ)(1 -
// tanh²(wₖ·zₖ + bₖ))) along the way, it is either
//
//	normalising (NewNF)            z₀ = S(x),  log p(x) = log N(z₀) + ln |det ∂S/∂x|,
//	generative  (NewGenerativeNF)  x = S(z₀),  log p(x) = log N(z₀) - ln |det ∂S/∂z₀|.
//
// The first has its density, the second its samples in closed form; for the
// other each has to invert its layers ([Planar.Inverse]), and differentiates
// through the inverse by the implicit function theorem. So both can be learned
// from data ([NF.Gradient]) and from an energy ([NF.MatchGradient]).
//
// Its parameter groups are w, u (K×2) and b (K).
type NF[T Float] struct {
	spec       NFSpec
	generative bool
	parameters[T]
	û       []planarLayer[T]
	g       []kernel.Layer[T] // cotangents of û
	n       int               // points that the scratch has room for
	x       [][]T             // K+1 × n: the points before each layer and at the end
	y       [][]T
	h       [][]T         // K × n
	det     [together][]T // the latest layers' determinants
	product []float64     // per point, of those before
	ld      []float64     // per point: ln |det ∂S|
	gx      []T
	gy      []T
}

var (
	_ Model[float32]   = (*NF[float32])(nil)
	_ Matcher[float32] = (*NF[float32])(nil)
)

// NewNF returns an NF that takes data to noise, with all parameters zero; see
// [NF.Init].
func NewNF[T Float](spec NFSpec) *NF[T] {
	f := &NF[T]{spec: spec, û: make([]planarLayer[T], spec.Layers), g: make([]kernel.Layer[T], spec.Layers)}
	f.add("w", spec.Layers, 2)
	f.add("u", spec.Layers, 2)
	f.add("b", spec.Layers)
	return f
}

// NewGenerativeNF returns an NF that takes noise to data. It panics if the spec
// has no constraint, without which the density is not defined.
func NewGenerativeNF[T Float](spec NFSpec) *NF[T] {
	if spec.Constraint == Free {
		panic("flow: a generative NF without a constraint")
	}
	f := NewNF[T](spec)
	f.generative = true
	return f
}

// Generative reports whether the layers take noise to data.
func (f *NF[T]) Generative() bool { return f.generative }

// Params implements [Model].
func (f *NF[T]) Params() []T { return f.values }

// Groups implements [Model].
func (f *NF[T]) Groups() []Group { return f.groups }

// Init draws all parameters from N(0, sd²).
func (f *NF[T]) Init(sd float64, r *rand.Rand) { fillGaussian(f.values, sd, r) }

// NLL implements [Model].
func (f *NF[T]) NLL(x, y []T) float64 {
	if f.generative {
		f.inverse(x, y)
	} else {
		f.forward(x, y)
	}
	sum := 0.0
	for k := range x {
		sum += f.score(k)
	}
	return sum / float64(len(x))
}

// Gradient implements [Model].
func (f *NF[T]) Gradient(grad, x, y []T) float64 {
	nll := f.NLL(x, y)
	n := len(x)
	zx, zy := f.noise()
	zx, zy, gx, gy := zx[:n], zy[:n], f.gx[:n], f.gy[:n]
	for k := range n {
		gx[k], gy[k] = zx[k]/T(n), zy[k]/T(n)
	}
	if f.generative {
		f.inverseBack(grad, n)
	} else {
		f.forwardBack(grad, n)
	}
	return nll
}

// MatchLoss implements [Matcher].
func (f *NF[T]) MatchLoss(z1, z2 []T, p Potential) float64 {
	if f.generative {
		f.forward(z1, z2)
	} else {
		f.inverse(z1, z2)
	}
	x, y := f.data()
	sum := 0.0
	for k := range z1 {
		sum += p.Value(float64(x[k]), float64(y[k])) - f.score(k)
	}
	return sum / float64(len(z1))
}

// MatchGradient implements [Matcher].
func (f *NF[T]) MatchGradient(grad, z1, z2 []T, p Potential) float64 {
	loss := f.MatchLoss(z1, z2, p)
	n := len(z1)
	x, y := f.data()
	for k := range n {
		g1, g2 := p.Gradient(float64(x[k]), float64(y[k]))
		f.gx[k], f.gy[k] = T(g1/float64(n)), T(g2/float64(n))
	}
	if f.generative {
		f.forwardBack(grad, n)
	} else {
		f.inverseBack(grad, n)
	}
	return loss
}

// Flow implements [Model]. U is taken from the parameters in float64, lest
// rounding it to T take U·W below -1.
func (f *NF[T]) Flow() Flow {
	d := &DiscreteFlow{Flip: f.spec.Flip, Generative: f.generative}
	w, u, b := part(f.groups, "w", f.values), part(f.groups, "u", f.values), part(f.groups, "b", f.values)
	for i, b := range b {
		d.Layers = append(d.Layers, newPlanar(f.spec.Constraint, vec(w, i), vec(u, i), float64(b)))
	}
	return d
}

// noise returns the points at the noise's end of the last pass.
func (f *NF[T]) noise() (x, y []T) { return f.end(f.generative) }

// data returns the points at the data's end of the last pass.
func (f *NF[T]) data() (x, y []T) { return f.end(!f.generative) }

// end returns the points before the first layer, or after the last.
func (f *NF[T]) end(first bool) (x, y []T) {
	if first {
		return f.x[0], f.y[0]
	}
	return f.x[f.spec.Layers], f.y[f.spec.Layers]
}

// score returns -log p of point k of the last pass.
func (f *NF[T]) score(k int) float64 {
	ld := f.ld[k]
	if f.generative {
		ld = -ld
	}
	x, y := f.noise()
	return nllAtBase(float64(x[k]), float64(y[k]), ld)
}
