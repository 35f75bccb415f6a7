package kernel

import "unsafe"

// A Layer is a planar map with c = u·w,
//
//	T(z) = z + u tanh(w·z + b),   det ∂T/∂z = 1 + c (1 - h²) = (1 + c) - c h²,   h = tanh(w·z + b).
//
// C1 = 1 + c is kept beside C, as the sum would lose digits near zero.
type Layer[T Float] struct {
	W, U     [2]T
	B, C, C1 T
}

// Forward writes T(z) of the points (x, y) to nx and ny, their tanh to h and
// their determinants to det. It may not write to x or y.
func (l *Layer[T]) Forward(nx, ny, h, det, x, y []T) {
	done := 0
	if haveVectors && unsafe.Sizeof(l.B) == singleSize {
		done = len(x) / Lanes * Lanes
		v := (*[6][]float32)(unsafe.Pointer(&[...][]T{nx, ny, h, det, x[:done], y}))
		layerVectors((*Layer[float32])(unsafe.Pointer(l)), v[0], v[1], v[2], v[3], v[4], v[5])
	}
	if done < len(x) {
		l.forwardPlain(nx[done:], ny[done:], h[done:], det[done:], x[done:], y[done:])
	}
}

func (l *Layer[T]) forwardPlain(nx, ny, h, det, x, y []T) {
	n := len(x)
	nx, ny, h, det, y = nx[:n], ny[:n], h[:n], det[:n], y[:n]
	for k := range h {
		h[k] = T(l.W[0]*x[k]) + T(l.W[1]*y[k]) + l.B
	}
	Tanh(h)
	c1 := l.rest()
	for k, t := range h {
		nx[k] = x[k] + T(l.U[0]*t)
		ny[k] = y[k] + T(l.U[1]*t)
		det[k] = c1 - T(l.C*T(t*t))
	}
}

// rest returns 1 + c, or NaN where b is no number: clamped, h would not show it.
// That of w or u makes c one, and a point's shows in T(z).
func (l *Layer[T]) rest() T { return l.C1 + (l.B - l.B) }

// layerSums are the pullback's partial sums over points, of A x, A y, A, h λ₁, h
// λ₂ and ν d / det.
type layerSums[T Float] [6][Lanes]T

// Pullback runs Forward in reverse. For cotangents λ = (gx, gy) of T(z) and ν of
// all points' logarithms of determinants it replaces λ by those of z, with h as
// Forward left it, and returns those of the coefficients, as if u and w were apart
// from their product c; C1 has its part in C. With d = 1 - h² and det = 1 + c d,
//
//	A = d (u·λ - 2 ν c h / det);  ∂z = λ + A w,  ∂w = Σ A z,  ∂b = Σ A,  ∂u = Σ h λ,  ∂c = Σ ν d / det.
func (l *Layer[T]) Pullback(gx, gy, x, y, h []T, ν T) Layer[T] {
	done := 0
	var s layerSums[T]
	if haveVectors && unsafe.Sizeof(l.B) == singleSize {
		done = len(x) / Lanes * Lanes
		v := (*[5][]float32)(unsafe.Pointer(&[...][]T{gx, gy, x[:done], y, h}))
		layerPullbackVectors((*Layer[float32])(unsafe.Pointer(l)), (*layerSums[float32])(unsafe.Pointer(&s)), v[0], v[1], v[2], v[3], v[4], float32(ν))
	}
	return l.pullbackPlain(&s, gx[done:], gy[done:], x[done:], y[done:], h[done:], ν)
}

// pullbackPlain goes on with the sums of a multiple of Lanes points.
func (l *Layer[T]) pullbackPlain(s *layerSums[T], gx, gy, x, y, h []T, ν T) Layer[T] {
	n := len(x)
	gx, gy, y, h = gx[:n], gy[:n], y[:n], h[:n]
	c1, c2 := l.rest(), 2*l.C
	for k, t := range h {
		j := k % Lanes
		l1, l2, t2 := gx[k], gy[k], T(t*t)
		r := ν / (c1 - T(l.C*t2))
		d := 1 - t2
		A := T((T(l.U[0]*l1) + T(l.U[1]*l2) - T(T(c2*r)*t)) * d)
		gx[k] = l1 + T(A*l.W[0])
		gy[k] = l2 + T(A*l.W[1])
		s[0][j] += T(A * x[k])
		s[1][j] += T(A * y[k])
		s[2][j] += A
		s[3][j] += T(t * l1)
		s[4][j] += T(t * l2)
		s[5][j] += T(r * d)
	}
	return Layer[T]{
		W: [2]T{total(&s[0]), total(&s[1])}, B: total(&s[2]),
		U: [2]T{total(&s[3]), total(&s[4])}, C: total(&s[5]),
	}
}
