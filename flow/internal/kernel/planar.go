// Package kernel holds the hot loops: the planar field over a batch of points
// and its pullback.
//
// A field at one time is a [Row] of coefficients, as section 4 of Chen et al.
// (2018) has it with the gates multiplied in and, for the planar bijection's
// identity term, an isotropic part:
//
//	f(z) = ρ z + Σᵢ cᵢ tanh(wᵢ·z + bᵢ),   tr ∂f/∂z = 2ρ + Σᵢ (cᵢ·wᵢ)(1 - tanh²(wᵢ·z + bᵢ)).
//
// Every product is rounded before it is summed and sums over points run in
// [Lanes] partial sums, so that no machine's fused or wider instructions change
// a bit. Where a program is built with GOEXPERIMENT=simd the float32 kernels run
// on vectors of four, in files called _simd, and give the same bits.
package kernel

// A Row is the field's coefficients at one time: ρ, then (w₁, w₂, b, c₁, c₂)
// of every unit.
type Row[T Float] []T

const (
	head   = 1 // ρ
	stride = 5 // one unit
)

// RowLen returns the length of a row of m units.
func RowLen(m int) int { return head + stride*m }

// Units returns the number of units in the row.
func (r Row[T]) Units() int { return (len(r) - head) / stride }

// Unit returns the coefficients (w₁, w₂, b, c₁, c₂) of unit i.
func (r Row[T]) Unit(i int) *[stride]T {
	return (*[stride]T)(r[head+stride*i:])
}

// Field writes f(z) to dx, dy and tr ∂f/∂z to dl for the points (x, y), and
// what [Activate] does to h.
func Field[T Float](dx, dy, dl []T, row Row[T], x, y, h []T) {
	if vectorises[T](len(x)) {
		fieldVectors(single(dx), single(dy), single(dl), single(row), single(x), single(y), single(h))
		return
	}
	fieldPlain(dx, dy, dl, row, x, y, h)
}

func fieldPlain[T Float](dx, dy, dl []T, row Row[T], x, y, h []T) {
	n := len(x)
	y, dx, dy, dl = y[:n], dx[:n], dy[:n], dl[:n]
	ρ := row[0]
	for k := range n {
		dx[k], dy[k], dl[k] = T(ρ*x[k]), T(ρ*y[k]), 2*ρ
	}
	Activate(h, row, x, y)
	for i := range row.Units() {
		u := row.Unit(i)
		c1, c2 := u[3], u[4]
		s := T(c1*u[0]) + T(c2*u[1])
		hi := h[i*n:][:n]
		for k, t := range hi {
			dx[k] += T(c1 * t)
			dy[k] += T(c2 * t)
			dl[k] += T(s * (1 - T(t*t)))
		}
	}
}

// Activate writes tanh(wᵢ·z + bᵢ) of the points (x, y) to h, unit by unit:
// len(h) ≥ units × points.
func Activate[T Float](h []T, row Row[T], x, y []T) {
	n, m := len(x), row.Units()
	y = y[:n]
	for i := range m {
		u := row.Unit(i)
		hi := h[i*n:][:n]
		for k := range hi {
			hi[k] = T(u[0]*x[k]) + T(u[1]*y[k]) + u[2]
		}
	}
	Tanh(h[:m*n])
}

// Lanes is the number of partial sums over points: point k goes into sum k mod
// Lanes. It is the width of WebAssembly's vectors.
const Lanes = 4

// Pullback runs Field in reverse. For cotangents λ = (lx, ly) of f and μ of the
// trace it writes those of z to gx, gy and adds those of the coefficients to
// grow, with h as Field left it. Per unit, with d = 1 - h², s = c·w and
// A = d (c·λ - 2 μ s h),
//
//	∂z += A w,  ∂w += A z + μ d c,  ∂b += A,  ∂c += h λ + μ d w;   ∂z += ρ λ,  ∂ρ += λ·z + 2 μ.
func Pullback[T Float](gx, gy []T, grow Row[T], row Row[T], x, y, lx, ly, μ, h []T) {
	if vectorises[T](len(x)) && len(x) <= mostPacked {
		pullbackVectors(single(gx), single(gy), single(grow), single(row),
			single(x), single(y), single(lx), single(ly), single(μ), single(h))
		return
	}
	pullbackPlain(gx, gy, grow, row, x, y, lx, ly, μ, h)
}

// mostPacked is the number of points up to which Pullback runs on vectors:
// those that it packs on the stack.
const mostPacked = 64

func pullbackPlain[T Float](gx, gy []T, grow, row Row[T], x, y, lx, ly, μ, h []T) {
	n := len(x)
	y, lx, ly, μ, gx, gy = y[:n], lx[:n], ly[:n], μ[:n], gx[:n], gy[:n]
	ρ := row[0]
	var sum [Lanes]T
	for k := range n {
		gx[k], gy[k] = T(ρ*lx[k]), T(ρ*ly[k])
		sum[k%Lanes] += T(lx[k]*x[k]) + T(ly[k]*y[k]) + 2*μ[k]
	}
	grow[0] += total(&sum)
	for i := range row.Units() {
		pullbackUnit(gx, gy, grow.Unit(i), row.Unit(i), x, y, lx, ly, μ, h[i*n:][:n])
	}
}

func pullbackUnit[T Float](gx, gy []T, g, u *[stride]T, x, y, lx, ly, μ, h []T) {
	w1, w2, c1, c2 := u[0], u[1], u[3], u[4]
	s2 := 2 * (T(c1*w1) + T(c2*w2))
	n := len(h)
	x, y, lx, ly, μ, gx, gy = x[:n], y[:n], lx[:n], ly[:n], μ[:n], gx[:n], gy[:n]
	var ax, ay, a, hx, hy, md [Lanes]T
	for k, t := range h {
		j := k % Lanes
		d := 1 - T(t*t)
		A := T(d * (T(c1*lx[k]) + T(c2*ly[k]) - T(T(s2*μ[k])*t)))
		gx[k] += T(A * w1)
		gy[k] += T(A * w2)
		ax[j] += T(A * x[k])
		ay[j] += T(A * y[k])
		a[j] += A
		hx[j] += T(t * lx[k])
		hy[j] += T(t * ly[k])
		md[j] += T(μ[k] * d)
	}
	m := total(&md)
	g[0] += total(&ax) + T(m*c1)
	g[1] += total(&ay) + T(m*c2)
	g[2] += total(&a)
	g[3] += total(&hx) + T(m*w1)
	g[4] += total(&hy) + T(m*w2)
}

// total adds the partial sums in a fixed order, pairwise.
func total[T Float](s *[Lanes]T) T {
	return (s[0] + s[2]) + (s[1] + s[3])
}
