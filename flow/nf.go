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

// NF is a stack of planar layers learned in the direction data → noise,
//
//	z₀ = T_K ∘ … ∘ T₁(x),   log p(x) = log N(z₀) + Σ_k ln(1 + (ûₖ·wₖ)(1 - tanh²(wₖ·z + bₖ))).
//
// Its parameter groups are w, u (K×2) and b (K). See Rezende & Mohamed (2015).
type NF[T Float] struct {
	spec NFSpec
	parameters[T]
	û   []planarLayer[T]
	n   int   // points that the scratch has room for
	x   [][]T // K+1 × n: the points before each layer and at the end
	y   [][]T
	h   [][]T     // K × n
	det []float64 // per point: a product of determinants
	ld  []float64 // per point: the log-determinant
	gx  []T
	gy  []T
}

var _ Model[float32] = (*NF[float32])(nil)

// planarLayer is one layer with its constraint applied. C1 = 1 + û·w > 0 is
// kept beside C, as the sum would lose digits near zero.
type planarLayer[T Float] struct {
	w, u  [2]T
	b     T
	c, c1 float64
}

// NewNF returns an NF with all parameters zero; see [NF.Init].
func NewNF[T Float](spec NFSpec) *NF[T] {
	f := &NF[T]{spec: spec, û: make([]planarLayer[T], spec.Layers)}
	f.add("w", spec.Layers, 2)
	f.add("u", spec.Layers, 2)
	f.add("b", spec.Layers)
	return f
}

// Params implements [Model].
func (f *NF[T]) Params() []T { return f.values }

// Groups implements [Model].
func (f *NF[T]) Groups() []Group { return f.groups }

// Init draws all parameters from N(0, sd²).
func (f *NF[T]) Init(sd float64, r *rand.Rand) { fillGaussian(f.values, sd, r) }

// NLL implements [Model].
func (f *NF[T]) NLL(x, y []T) float64 {
	f.forward(x, y)
	sum := 0.0
	for k := range x {
		sum += f.score(k)
	}
	return sum / float64(len(x))
}

// Gradient implements [Model].
func (f *NF[T]) Gradient(grad, x, y []T) float64 {
	nll := f.NLL(x, y)
	f.backward(grad, len(x))
	return nll
}

// Flow implements [Model].
func (f *NF[T]) Flow() Flow {
	f.constrain()
	d := &DiscreteFlow{Flip: f.spec.Flip}
	for _, l := range f.û {
		d.Layers = append(d.Layers, Planar{
			W: [2]float64{float64(l.w[0]), float64(l.w[1])},
			U: [2]float64{float64(l.u[0]), float64(l.u[1])},
			B: float64(l.b),
		})
	}
	return d
}

func (f *NF[T]) score(k int) float64 {
	last := f.spec.Layers
	return nllAtBase(float64(f.x[last][k]), float64(f.y[last][k]), f.ld[k])
}

// forward carries the points to noise and keeps every layer's input and tanh.
func (f *NF[T]) forward(x, y []T) {
	n := len(x)
	f.reserve(n)
	f.constrain()
	copy(f.x[0], x)
	copy(f.y[0], y)
	clear(f.ld[:n])
	for k := range f.det[:n] {
		f.det[k] = 1
	}
	for i := range f.û {
		f.layer(i, n)
		if i%detsPerLog == detsPerLog-1 || i == len(f.û)-1 {
			for k, d := range f.det[:n] {
				f.ld[k] += log(d)
				f.det[k] = 1
			}
		}
	}
}

// detsPerLog determinants are multiplied before a logarithm is taken; so few
// cannot leave float64's range.
const detsPerLog = 4

func (f *NF[T]) layer(i, n int) {
	l := &f.û[i]
	x, y, h := f.x[i][:n], f.y[i][:n], f.h[i][:n]
	nx, ny := f.outputs(i, n)
	for k := range h {
		h[k] = T(l.w[0]*x[k]) + T(l.w[1]*y[k]) + l.b
	}
	kernel.Tanh(h)
	for k, t := range h {
		nx[k] = x[k] + T(l.u[0]*t)
		ny[k] = y[k] + T(l.u[1]*t)
		t := float64(t)
		f.det[k] *= l.c1 - float64(l.c*float64(t*t))
	}
}

// outputs returns where layer i writes its first and second coordinate.
func (f *NF[T]) outputs(i, n int) (nx, ny []T) {
	nx, ny = f.x[i+1][:n], f.y[i+1][:n]
	if f.spec.Flip {
		return ny, nx
	}
	return nx, ny
}

// constrain computes û, û·w and 1 + û·w of every layer.
func (f *NF[T]) constrain() {
	w, u, b := part(f.groups, "w", f.values), part(f.groups, "u", f.values), part(f.groups, "b", f.values)
	for i := range f.û {
		w, u := vec(w, i), vec(u, i)
		û := f.spec.Constraint.apply(w, u)
		m, _ := f.spec.Constraint.m(dot(w, u))
		f.û[i] = planarLayer[T]{
			w: [2]T{T(w[0]), T(w[1])}, u: [2]T{T(û[0]), T(û[1])}, b: b[i],
			c: m, c1: 1 + m,
		}
	}
}

// backward writes the gradient of the mean NLL of the n points of the last
// forward pass. For one layer with cotangent λ of its output, d = 1 - h²,
// det = 1 + c d and the cotangent ν = -1/n of the log-determinant,
//
//	A = d (û·λ - 2 ν c h / det);  ∂z = λ + A w,  ∂w = Σ A z,  ∂b = Σ A,  ∂û = Σ h λ,  ∂c = Σ ν d / det,
//
// where c = w·û sends ∂c û to w and ∂c w to û.
func (f *NF[T]) backward(grad []T, n int) {
	clear(grad)
	w, u := part(f.groups, "w", f.values), part(f.groups, "u", f.values)
	gw, gu, gb := part(f.groups, "w", grad), part(f.groups, "u", grad), part(f.groups, "b", grad)
	gx, gy := f.gx[:n], f.gy[:n]
	last := f.spec.Layers
	for k := range n {
		gx[k], gy[k] = f.x[last][k]/T(n), f.y[last][k]/T(n)
	}
	for i := last - 1; i >= 0; i-- {
		if f.spec.Flip {
			gx, gy = gy, gx
		}
		g := f.layerBack(i, gx, gy)
		l := &f.û[i]
		û, wi := [2]float64{float64(l.u[0]), float64(l.u[1])}, vec(w, i)
		gû := [2]float64{g.h[0] + float64(g.c*wi[0]), g.h[1] + float64(g.c*wi[1])}
		pw, pu := f.spec.Constraint.pullback(wi, vec(u, i), gû)
		for d := range 2 {
			gw[2*i+d] = T(g.a[d] + float64(g.c*û[d]) + pw[d])
			gu[2*i+d] = T(pu[d])
		}
		gb[i] = T(g.b)
	}
}

// layerSums are a layer's sums over the points: Σ A z, Σ A, Σ h λ and ∂c.
type layerSums struct {
	a, h [2]float64
	b, c float64
}

// layerBack replaces the cotangents of layer i's output by those of its input.
func (f *NF[T]) layerBack(i int, gx, gy []T) (s layerSums) {
	l := &f.û[i]
	n := len(gx)
	x, y := f.x[i][:n], f.y[i][:n]
	u1, u2 := float64(l.u[0]), float64(l.u[1])
	ν := -1 / float64(n)
	for k, t := range f.h[i][:n] {
		h, λ1, λ2 := float64(t), float64(gx[k]), float64(gy[k])
		hh := float64(h * h)
		d := 1 - hh
		r := ν / (l.c1 - float64(l.c*hh))
		A := float64(d * (float64(u1*λ1) + float64(u2*λ2) - float64(2*float64(float64(r*l.c)*h))))
		s.a[0] += float64(A * float64(x[k]))
		s.a[1] += float64(A * float64(y[k]))
		s.b += A
		s.h[0] += float64(h * λ1)
		s.h[1] += float64(h * λ2)
		s.c += float64(r * d)
		gx[k] += T(T(A) * l.w[0])
		gy[k] += T(T(A) * l.w[1])
	}
	return s
}

// reserve makes room for n points.
func (f *NF[T]) reserve(n int) {
	if n <= f.n {
		return
	}
	f.n = n
	rows := func(m int) [][]T {
		v := make([][]T, m)
		for i := range v {
			v[i] = make([]T, n)
		}
		return v
	}
	k := f.spec.Layers
	f.x, f.y, f.h = rows(k+1), rows(k+1), rows(k)
	f.det, f.ld = make([]float64, n), make([]float64, n)
	f.gx, f.gy = make([]T, n), make([]T, n)
}
