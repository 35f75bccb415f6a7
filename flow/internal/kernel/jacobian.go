package kernel

// A Matrix is a 2×2 matrix per point, row by row, every entry a slice over the
// points.
type Matrix[T Float] [4][]T

// NewMatrix returns n zero matrices in one block of memory.
func NewMatrix[T Float](n int) (m Matrix[T]) {
	block := make([]T, len(m)*n)
	for e := range m {
		m[e] = block[e*n : (e+1)*n : (e+1)*n]
	}
	return m
}

// first returns the matrices of the first n points.
func (m Matrix[T]) first(n int) Matrix[T] {
	return Matrix[T]{m[0][:n], m[1][:n], m[2][:n], m[3][:n]}
}

// Jacobian writes f(z) to dx, dy and the whole of
//
//	J = ∂f/∂z = ρ I + Σᵢ (1 - hᵢ²) cᵢ wᵢᵀ
//
// to j for the points (x, y), with h as [Activate] left it. Any quadratic form
// of J follows, as Hutchinson's εᵀJε = ρ‖ε‖² + Σᵢ (cᵢ·ε)(wᵢ·ε)(1 - hᵢ²); the
// four entries cost no more than that sum does.
func Jacobian[T Float](dx, dy []T, j Matrix[T], row Row[T], x, y, h []T) {
	n := len(x)
	y, dx, dy, j = y[:n], dx[:n], dy[:n], j.first(n)
	ρ := row[0]
	for k := range n {
		dx[k], dy[k] = T(ρ*x[k]), T(ρ*y[k])
		j[0][k], j[1][k], j[2][k], j[3][k] = ρ, 0, 0, ρ
	}
	for i := range row.Units() {
		jacobianUnit(dx, dy, j, row.Unit(i), h[i*n:][:n])
	}
}

func jacobianUnit[T Float](dx, dy []T, j Matrix[T], u *[stride]T, h []T) {
	n := len(h)
	dx, dy = dx[:n], dy[:n]
	j1, j2, j3, j4 := j[0][:n], j[1][:n], j[2][:n], j[3][:n]
	c1, c2 := u[3], u[4]
	p := outer(u)
	for k, t := range h {
		d := 1 - T(t*t)
		dx[k] += T(c1 * t)
		dy[k] += T(c2 * t)
		j1[k] += T(p[0] * d)
		j2[k] += T(p[1] * d)
		j3[k] += T(p[2] * d)
		j4[k] += T(p[3] * d)
	}
}

// outer returns c wᵀ of a unit.
func outer[T Float](u *[stride]T) [4]T {
	return [4]T{T(u[3] * u[0]), T(u[3] * u[1]), T(u[4] * u[0]), T(u[4] * u[1])}
}

// PullbackJacobian runs [Activate] and [Jacobian] in reverse. For cotangents λ
// = (lx, ly) of f and Γ of J it writes those of z to gx, gy and adds those of
// the coefficients to grow, with h as Activate left it. Per unit, with d = 1 -
// h² and A = d (c·λ - 2 h cᵀΓw),
//
//	∂z += A w,  ∂w += A z + d Γᵀc,  ∂b += A,  ∂c += h λ + d Γw;   ∂z += ρ λ,  ∂ρ += λ·z + tr Γ.
//
// [Pullback] is the case Γ = μ I; Hutchinson's estimator has Γ = μ εεᵀ, and the
// squared Frobenius norm 2 φ J.
func PullbackJacobian[T Float](gx, gy []T, grow Row[T], row Row[T], x, y, lx, ly []T, Γ Matrix[T], h []T) {
	n := len(x)
	y, lx, ly, gx, gy, Γ = y[:n], lx[:n], ly[:n], gx[:n], gy[:n], Γ.first(n)
	ρ := row[0]
	var sum [Lanes]T
	for k := range n {
		gx[k], gy[k] = T(ρ*lx[k]), T(ρ*ly[k])
		sum[k%Lanes] += T(lx[k]*x[k]) + T(ly[k]*y[k]) + (Γ[0][k] + Γ[3][k])
	}
	grow[0] += total(&sum)
	for i := range row.Units() {
		pullbackJacobianUnit(gx, gy, grow.Unit(i), row.Unit(i), x, y, lx, ly, Γ, h[i*n:][:n])
	}
}

func pullbackJacobianUnit[T Float](gx, gy []T, g, u *[stride]T, x, y, lx, ly []T, Γ Matrix[T], h []T) {
	w1, w2, c1, c2 := u[0], u[1], u[3], u[4]
	p := outer(u)
	n := len(h)
	x, y, lx, ly, gx, gy = x[:n], y[:n], lx[:n], ly[:n], gx[:n], gy[:n]
	Γ1, Γ2, Γ3, Γ4 := Γ[0][:n], Γ[1][:n], Γ[2][:n], Γ[3][:n]
	var ax, ay, a, hx, hy, d1, d2, d3, d4 [Lanes]T
	for k, t := range h {
		j := k % Lanes
		d := 1 - T(t*t)
		q := T(p[0]*Γ1[k]) + T(p[1]*Γ2[k]) + T(p[2]*Γ3[k]) + T(p[3]*Γ4[k])
		A := T(d * (T(c1*lx[k]) + T(c2*ly[k]) - T(2*q*t)))
		gx[k] += T(A * w1)
		gy[k] += T(A * w2)
		ax[j] += T(A * x[k])
		ay[j] += T(A * y[k])
		a[j] += A
		hx[j] += T(t * lx[k])
		hy[j] += T(t * ly[k])
		d1[j] += T(d * Γ1[k])
		d2[j] += T(d * Γ2[k])
		d3[j] += T(d * Γ3[k])
		d4[j] += T(d * Γ4[k])
	}
	m1, m2, m3, m4 := total(&d1), total(&d2), total(&d3), total(&d4) // Σ d Γ
	g[0] += total(&ax) + (T(m1*c1) + T(m3*c2))
	g[1] += total(&ay) + (T(m2*c1) + T(m4*c2))
	g[2] += total(&a)
	g[3] += total(&hx) + (T(m1*w1) + T(m2*w2))
	g[4] += total(&hy) + (T(m3*w1) + T(m4*w2))
}
