package flow

import "flowplayground/flow/internal/kernel"

// forwardBack writes to grad the gradient of a mean over the n points of the
// last forward pass, φ(S(z)) - ln |det ∂S/∂z|, whose cotangents ∂φ/n of S(z)
// are in gx and gy.
func (f *NF[T]) forwardBack(grad []T, n int) {
	gx, gy := f.gx[:n], f.gy[:n]
	for i := f.spec.Layers - 1; i >= 0; i-- {
		if f.spec.Flip {
			gx, gy = gy, gx
		}
		f.g[i] = f.û[i].Pullback(gx, gy, f.x[i][:n], f.y[i], f.h[i], -1/T(n))
	}
	f.gather(grad)
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
	gx, gy := f.gx[:n], f.gy[:n]
	for i := range f.spec.Layers {
		f.g[i] = f.layerInverseBack(i, gx, gy)
		if f.spec.Flip {
			gx, gy = gy, gx
		}
	}
	f.gather(grad)
}

// gather writes the gradient from the layers' cotangents, where c = w·û sends
// ∂c û to w and ∂c w to û.
func (f *NF[T]) gather(grad []T) {
	w, u := part(f.groups, "w", f.values), part(f.groups, "u", f.values)
	gw, gu, gb := part(f.groups, "w", grad), part(f.groups, "u", grad), part(f.groups, "b", grad)
	for i := range f.g {
		g, û, wi := &f.g[i], vec(f.û[i].U[:], 0), vec(w, i)
		c := float64(g.C)
		gû := [2]float64{float64(g.U[0]) + float64(c*wi[0]), float64(g.U[1]) + float64(c*wi[1])}
		pw, pu := f.spec.Constraint.pullback(wi, vec(u, i), gû)
		for d := range 2 {
			gw[2*i+d] = T(float64(g.W[d]) + float64(c*û[d]) + pw[d])
			gu[2*i+d] = T(pu[d])
		}
		gb[i] = g.B
	}
}

// layerInverseBack replaces the cotangents of layer i's input by those of its
// output.
func (f *NF[T]) layerInverseBack(i int, gx, gy []T) kernel.Layer[T] {
	l := &f.û[i]
	n := len(gx)
	x, y := f.x[i][:n], f.y[i][:n]
	u1, u2 := float64(l.U[0]), float64(l.U[1])
	ν := 1 / float64(n)
	var sw, su [2]float64
	sb, sc := 0.0, 0.0
	for k, t := range f.h[i][:n] {
		h := float64(t)
		hh := float64(h * h)
		d, det := 1-hh, l.c1-float64(l.c*hh)
		r := ν / det
		û := float64(u1*float64(gx[k])) + float64(u2*float64(gy[k]))
		A := -float64(d*(û+float64(2*float64(float64(r*l.c)*h)))) / det
		sw[0] += float64(A * float64(x[k]))
		sw[1] += float64(A * float64(y[k]))
		sb += A
		gx[k] += T(T(A) * l.W[0])
		gy[k] += T(T(A) * l.W[1])
		su[0] -= float64(h * float64(gx[k]))
		su[1] -= float64(h * float64(gy[k]))
		sc += float64(r * d)
	}
	return kernel.Layer[T]{W: [2]T{T(sw[0]), T(sw[1])}, U: [2]T{T(su[0]), T(su[1])}, B: T(sb), C: T(sc)}
}
