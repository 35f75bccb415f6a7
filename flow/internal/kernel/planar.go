// Package kernel holds the hot loops: the planar field over a batch of points
// and its pullback, an NF's [Layer] and its pullback, products with matrices.
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

import "unsafe"

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

// Field writes f(z) to dx and dy for the points (x, y), and what [Activate] does
// to h.
func Field[T Float](dx, dy []T, row Row[T], x, y, h []T) {
	if haveVectors && unsafe.Sizeof(row[0]) == singleSize && len(x)%Lanes == 0 && len(row) <= longestRow {
		v := (*[6][]float32)(unsafe.Pointer(&[...][]T{dx, dy, row, x, y, h}))
		fieldVectors(v[0], v[1], v[2], v[3], v[4], v[5])
	} else {
		fieldPlain(dx, dy, row, x, y, h)
	}
}

func fieldPlain[T Float](dx, dy []T, row Row[T], x, y, h []T) {
	n := len(x)
	y, dx, dy = y[:n], dx[:n], dy[:n]
	ρ := row[0]
	for k := range n {
		dx[k], dy[k] = T(ρ*x[k]), T(ρ*y[k])
	}
	Activate(h, row, x, y)
	for i := range row.Units() {
		u := row.Unit(i)
		c1, c2 := u[3], u[4]
		for k, t := range h[i*n:][:n] {
			dx[k] += T(c1 * t)
			dy[k] += T(c2 * t)
		}
	}
}

// Trace writes tr ∂f/∂z to dl, with h as Field left it.
func Trace[T Float](dl []T, row Row[T], h []T) {
	if haveVectors && unsafe.Sizeof(row[0]) == singleSize && len(dl)%Lanes == 0 && len(row) <= longestRow {
		v := (*[3][]float32)(unsafe.Pointer(&[...][]T{dl, row, h}))
		traceVectors(v[0], v[1], v[2])
	} else {
		tracePlain(dl, row, h)
	}
}

func tracePlain[T Float](dl []T, row Row[T], h []T) {
	n, ρ := len(dl), row[0]
	for k := range dl {
		dl[k] = 2 * ρ
	}
	for i := range row.Units() {
		s := slope(row.Unit(i))
		for k, t := range h[i*n:][:n] {
			dl[k] += T(s * (1 - T(t*t)))
		}
	}
}

// slope returns c·w of a unit.
func slope[T Float](u *[stride]T) T { return T(u[3]*u[0]) + T(u[4]*u[1]) }

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

// Pullback runs Field and [Trace] in reverse. For cotangents λ = (lx, ly) of f and
// μ of all points' traces it writes those of z to gx, gy and adds those of the
// coefficients to grow, with h as Field left it. The points may be neighbours
// among more that Field met at once: h begins with their first one's, and the next
// unit's lie apart entries further, the number of all points. Per unit, with d =
// 1 - h², s = c·w and A = d (c·λ - 2 μ s h),
//
//	∂z += A w,  ∂w += A z + μ d c,  ∂b += A,  ∂c += h λ + μ d w;   ∂z += ρ λ,  ∂ρ += λ·z + 2 μ.
//
// It returns μ Σ tr ∂f/∂z over the points, which costs nothing here: a solve that
// will be reversed need not compute the trace on its way.
func Pullback[T Float](gx, gy []T, grow Row[T], row Row[T], x, y, lx, ly []T, μ T, h []T, apart int) T {
	if haveVectors && unsafe.Sizeof(μ) == singleSize && len(x)%Lanes == 0 && apart%Lanes == 0 {
		v := (*[9][]float32)(unsafe.Pointer(&[...][]T{gx, gy, grow, row, x, y, lx, ly, h}))
		return T(pullbackVectors(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], float32(μ), v[8], apart))
	}
	return pullbackPlain(gx, gy, grow, row, x, y, lx, ly, μ, h, apart)
}

// Up to how many units Field and Trace run on vectors: those that they have room
// for.
const (
	mostUnits  = 64
	longestRow = head + stride*mostUnits
)

func pullbackPlain[T Float](gx, gy []T, grow, row Row[T], x, y, lx, ly []T, μ T, h []T, apart int) T {
	n := len(x)
	y, lx, ly, gx, gy = y[:n], lx[:n], ly[:n], gx[:n], gy[:n]
	ρ, all := row[0], 2*T(μ*T(n))
	var sum [Lanes]T
	for k := range n {
		gx[k], gy[k] = T(ρ*lx[k]), T(ρ*ly[k])
		sum[k%Lanes] += T(lx[k]*x[k]) + T(ly[k]*y[k])
	}
	grow[0] += total(&sum) + all
	traced := T(ρ * all)
	for i := range row.Units() {
		traced += pullbackUnit(gx, gy, grow.Unit(i), row.Unit(i), x, y, lx, ly, μ, h[i*apart:][:n])
	}
	return traced
}

func pullbackUnit[T Float](gx, gy []T, g, u *[stride]T, x, y, lx, ly []T, μ T, h []T) (traced T) {
	w1, w2, c1, c2 := u[0], u[1], u[3], u[4]
	s := steepness(u, μ)
	n := len(h)
	x, y, lx, ly, gx, gy = x[:n], y[:n], lx[:n], ly[:n], gx[:n], gy[:n]
	var ax, ay, a, hx, hy, tt [Lanes]T
	for k, t := range h {
		j := k % Lanes
		t2 := T(t * t)
		A := T((1 - t2) * (T(c1*lx[k]) + T(c2*ly[k]) - T(s*t)))
		gx[k] += T(A * w1)
		gy[k] += T(A * w2)
		ax[j] += T(A * x[k])
		ay[j] += T(A * y[k])
		a[j] += A
		hx[j] += T(t * lx[k])
		hy[j] += T(t * ly[k])
		tt[j] += t2
	}
	d := T(n) - total(&tt) // Σ d
	addUnit(g, u, total(&ax), total(&ay), total(&a), total(&hx), total(&hy), T(μ*d))
	return T(s*d) / 2
}

// steepness returns 2μ c·w of a unit. It shows where b is no number, which a
// clamped tanh would hide.
func steepness[T Float](u *[stride]T, μ T) T { return T(2*slope(u)*μ) + (u[2] - u[2]) }

// addUnit adds a unit's sums over the points to the cotangents of its
// coefficients.
func addUnit[T Float](g, u *[stride]T, ax, ay, a, hx, hy, md T) {
	g[0] += ax + T(md*u[3])
	g[1] += ay + T(md*u[4])
	g[2] += a
	g[3] += hx + T(md*u[0])
	g[4] += hy + T(md*u[1])
}

// total adds the partial sums in a fixed order, pairwise.
func total[T Float](s *[Lanes]T) T {
	return (s[0] + s[2]) + (s[1] + s[3])
}
