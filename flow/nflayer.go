package flow

import "flowplayground/flow/internal/kernel"

// planarLayer is one layer with its constraint applied. C1 = 1 + û·w ≥ 0 is
// kept beside C, as the sum would lose digits near zero.
type planarLayer[T Float] struct {
	w, u  [2]T
	b     T
	c, c1 float64
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

// forward carries the points through S and keeps every layer's input and tanh.
func (f *NF[T]) forward(x, y []T) {
	n := len(x)
	f.begin(n)
	copy(f.x[0], x)
	copy(f.y[0], y)
	for i := range f.û {
		f.layer(i, n)
		f.takeLogs(i, n)
	}
}

// inverse carries the points through S⁻¹, leaving what forward would have left
// for the points at its end.
func (f *NF[T]) inverse(x, y []T) {
	n := len(x)
	f.begin(n)
	last := f.spec.Layers
	copy(f.x[last], x)
	copy(f.y[last], y)
	for i := range f.û {
		f.layerInverse(last-1-i, n)
		f.takeLogs(i, n)
	}
}

// begin prepares a pass of n points.
func (f *NF[T]) begin(n int) {
	f.reserve(n)
	f.constrain()
	clear(f.ld[:n])
	for k := range f.det[:n] {
		f.det[k] = 1
	}
}

// detsPerLog determinants are multiplied before a logarithm is taken; so few
// cannot leave float64's range.
const detsPerLog = 4

// takeLogs is called after the i-th layer of a pass.
func (f *NF[T]) takeLogs(i, n int) {
	if i%detsPerLog != detsPerLog-1 && i != len(f.û)-1 {
		return
	}
	for k, d := range f.det[:n] {
		f.ld[k] += log(d)
		f.det[k] = 1
	}
}

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

// layerInverse takes layer i's output to its input; the root is found in
// float64, whatever T.
func (f *NF[T]) layerInverse(i, n int) {
	l := &f.û[i]
	x, y, h := f.x[i][:n], f.y[i][:n], f.h[i][:n]
	nx, ny := f.outputs(i, n)
	w1, w2, b := float64(l.w[0]), float64(l.w[1]), float64(l.b)
	for k := range h {
		s := float64(w1*float64(nx[k])) + float64(w2*float64(ny[k])) + b
		t := tanh(solveMonotone(l.c, s))
		h[k] = T(t)
		x[k] = nx[k] - T(l.u[0]*h[k])
		y[k] = ny[k] - T(l.u[1]*h[k])
		f.det[k] *= l.c1 - float64(l.c*float64(t*t))
	}
}

// outputs returns where layer i's first and second coordinate stand after it.
func (f *NF[T]) outputs(i, n int) (nx, ny []T) {
	nx, ny = f.x[i+1][:n], f.y[i+1][:n]
	if f.spec.Flip {
		return ny, nx
	}
	return nx, ny
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
