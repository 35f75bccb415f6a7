package flow

// forwardBack writes to grad the gradient of a mean over the n points of the
// last forward pass, φ(S(z)) - ln |det ∂S/∂z|, whose cotangents ∂φ/n of S(z)
// are in gx and gy. For one layer with cotangent λ of its output, d = 1 - h²,
// det = 1 + c d and the cotangent ν = -1/n of the log-determinant,
//
//	A = d (û·λ - 2 ν c h / det);  ∂z = λ + A w,  ∂w = Σ A z,  ∂b = Σ A,  ∂û = Σ h λ,  ∂c = Σ ν d / det,
//
// where c = w·û sends ∂c û to w and ∂c w to û.
func (f *NF[T]) forwardBack(grad []T, n int) {
	clear(grad)
	gx, gy := f.gx[:n], f.gy[:n]
	for i := f.spec.Layers - 1; i >= 0; i-- {
		if f.spec.Flip {
			gx, gy = gy, gx
		}
		f.gather(grad, i, f.layerBack(i, gx, gy))
	}
}

// inverseBack does so for the mean of φ(z) + ln |det ∂S/∂z| over the points z =
// S⁻¹(y) of the last inverse pass, with the cotangents of z in gx and gy. One
// layer's z = T⁻¹(y; θ) is never written down; but T(z; θ) = y, and so
//
//	J dz + ∂T/∂θ dθ = dy,   J = I + d û wᵀ,   J⁻ᵀ = I - d w ûᵀ / det.
//
// The cotangent λ of z and that of the log-determinant at z, ν = 1/n, give
// g = λ - 2 ν c d h / det w altogether, of which y gets J⁻ᵀ g and θ gets
// -(∂T/∂θ)ᵀ J⁻ᵀ g besides what the log-determinant sends it directly. With
// û·J⁻ᵀg = û·g / det this comes to
//
//	A = -d (û·λ + 2 ν c h / det) / det;  ∂y = λ + A w,  ∂w = Σ A z,  ∂b = Σ A,  ∂û = -Σ h ∂y,  ∂c = Σ ν d / det.
func (f *NF[T]) inverseBack(grad []T, n int) {
	clear(grad)
	gx, gy := f.gx[:n], f.gy[:n]
	for i := range f.spec.Layers {
		f.gather(grad, i, f.layerInverseBack(i, gx, gy))
		if f.spec.Flip {
			gx, gy = gy, gx
		}
	}
}

// layerSums are a layer's cotangents before the constraint: of w and û apart
// from their product c, of b and of c.
type layerSums struct {
	a, h [2]float64
	b, c float64
}

// gather writes layer i's part of the gradient.
func (f *NF[T]) gather(grad []T, i int, g layerSums) {
	w, u := part(f.groups, "w", f.values), part(f.groups, "u", f.values)
	gw, gu, gb := part(f.groups, "w", grad), part(f.groups, "u", grad), part(f.groups, "b", grad)
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

// layerInverseBack replaces the cotangents of layer i's input by those of its
// output.
func (f *NF[T]) layerInverseBack(i int, gx, gy []T) (s layerSums) {
	l := &f.û[i]
	n := len(gx)
	x, y := f.x[i][:n], f.y[i][:n]
	u1, u2 := float64(l.u[0]), float64(l.u[1])
	ν := 1 / float64(n)
	for k, t := range f.h[i][:n] {
		h := float64(t)
		hh := float64(h * h)
		d, det := 1-hh, l.c1-float64(l.c*hh)
		r := ν / det
		û := float64(u1*float64(gx[k])) + float64(u2*float64(gy[k]))
		A := -float64(d*(û+float64(2*float64(float64(r*l.c)*h)))) / det
		s.a[0] += float64(A * float64(x[k]))
		s.a[1] += float64(A * float64(y[k]))
		s.b += A
		gx[k] += T(T(A) * l.w[0])
		gy[k] += T(T(A) * l.w[1])
		s.h[0] -= float64(h * float64(gx[k]))
		s.h[1] -= float64(h * float64(gy[k]))
		s.c += float64(r * d)
	}
	return s
}
