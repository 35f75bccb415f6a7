package flow

import "flowplayground/flow/internal/kernel"

// planarLayer is one layer with its constraint applied, and its c and 1 + c ≥ 0
// in float64.
type planarLayer[T Float] struct {
	kernel.Layer[T]
	c, c1 float64
}

// constrain computes û, û·w and 1 + û·w of every layer.
func (f *NF[T]) constrain() {
	w, u, b := part(f.groups, "w", f.values), part(f.groups, "u", f.values), part(f.groups, "b", f.values)
	for i := range f.û {
		w, u := vec(w, i), vec(u, i)
		û := f.spec.Constraint.apply(w, u)
		m, _ := f.spec.Constraint.m(dot(w, u))
		f.û[i] = planarLayer[T]{c: m, c1: 1 + m, Layer: kernel.Layer[T]{
			W: [2]T{T(w[0]), T(w[1])}, U: [2]T{T(û[0]), T(û[1])}, B: b[i],
			C: T(m), C1: T(1 + m),
		}}
	}
}

// forward carries the points through S and keeps every layer's input and tanh.
func (f *NF[T]) forward(x, y []T) {
	n := len(x)
	f.begin(n)
	copy(f.x[0], x)
	copy(f.y[0], y)
	for i := range f.û {
		nx, ny := f.outputs(i, n)
		f.û[i].Forward(nx, ny, f.h[i], f.dets(i), f.x[i][:n], f.y[i])
		f.multiply(i, n)
	}
	f.takeLogs(n)
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
		f.layerInverse(last-1-i, f.dets(i)[:n])
		f.multiply(i, n)
	}
	f.takeLogs(n)
}

// begin prepares a pass of n points.
func (f *NF[T]) begin(n int) {
	f.reserve(n)
	f.constrain()
	clear(f.ld[:n])
	for k := range f.product[:n] {
		f.product[k] = 1
	}
}

// together is how many layers' determinants are multiplied at a time; so few
// cannot leave float64's range.
const together = 4

// dets returns where the i-th layer of a pass leaves its determinants.
func (f *NF[T]) dets(i int) []T { return f.det[i%together] }

// multiply is called after the i-th layer of a pass and takes in determinants
// when there are enough. A logarithm costs as much as ten layers, so that one is
// taken only of what would soon leave float64's range.
func (f *NF[T]) multiply(i, n int) {
	if i%together != together-1 {
		if i != len(f.û)-1 {
			return
		}
		for _, det := range f.det[i%together+1:] {
			for k := range det[:n] {
				det[k] = 1
			}
		}
	}
	d0, d1, d2, d3 := f.det[0][:n], f.det[1][:n], f.det[2][:n], f.det[3][:n]
	product, ld := f.product[:n], f.ld[:n]
	for k, p := range product {
		four := float64(float64(d0[k])*float64(d1[k])) * float64(float64(d2[k])*float64(d3[k]))
		all := float64(p * four)
		if !(all > leastProduct && all < 1/leastProduct) {
			ld[k] += log(p) + log(four)
			all = 1
		}
		product[k] = all
	}
}

// leastProduct is 2⁻⁵⁰⁰.
const leastProduct = 0x1p-500

// takeLogs completes the logarithms of a pass.
func (f *NF[T]) takeLogs(n int) {
	for k, p := range f.product[:n] {
		f.ld[k] += log(p)
	}
}

// layerInverse takes layer i's output to its input; the root is found in
// float64, whatever T.
func (f *NF[T]) layerInverse(i int, det []T) {
	l, n := &f.û[i], len(det)
	x, y, h := f.x[i][:n], f.y[i][:n], f.h[i][:n]
	nx, ny := f.outputs(i, n)
	w1, w2, b := float64(l.W[0]), float64(l.W[1]), float64(l.B)
	for k := range h {
		s := float64(w1*float64(nx[k])) + float64(w2*float64(ny[k])) + b
		t := tanh(solveMonotone(l.c, s))
		h[k] = T(t)
		x[k] = nx[k] - T(l.U[0]*h[k])
		y[k] = ny[k] - T(l.U[1]*h[k])
		det[k] = T(l.c1 - float64(l.c*float64(t*t)))
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
	f.det = [together][]T(rows(together))
	f.product, f.ld = make([]float64, n), make([]float64, n)
	f.gx, f.gy = make([]T, n), make([]T, n)
}
