package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
)

// jacobian is what Jacobian computes, read off its formula.
func jacobian(row Row[float64], x, y float64) (j [4]float64) {
	j[0], j[3] = row[0], row[0]
	for i := range row.Units() {
		u := row.Unit(i)
		h := math.Tanh(u[0]*x + u[1]*y + u[2])
		for e := range j {
			j[e] += (1 - h*h) * u[3+e/2] * u[e%2]
		}
	}
	return j
}

func TestJacobian(t *testing.T) {
	const n, m = 13, 3 // not a whole number of lanes
	r := rand.New(rand.NewPCG(4, 4))
	row, x, y := Row[float64](random(RowLen(m), r)), random(n, r), random(n, r)
	dx, dy, j, h := make([]float64, n), make([]float64, n), NewMatrix[float64](n), make([]float64, n*m)
	Activate(h, row, x, y)
	Jacobian(dx, dy, j, row, x, y, h)
	for k := range n {
		fx, fy, trace := field(row, x[k], y[k])
		if math.Abs(dx[k]-fx)+math.Abs(dy[k]-fy)+math.Abs(j[0][k]+j[3][k]-trace) > 1e-13 {
			t.Errorf("point %d: (%v, %v) of trace %v, want (%v, %v), %v", k, dx[k], dy[k], j[0][k]+j[3][k], fx, fy, trace)
		}
		for e := range j {
			want := fd.Derivative(func(v float64) float64 {
				at := [2]float64{x[k], y[k]}
				at[e%2] = v
				fx, fy, _ := field(row, at[0], at[1])
				return [2]float64{fx, fy}[e/2]
			}, [2]float64{x[k], y[k]}[e%2], &fd.Settings{Formula: fd.Central})
			if math.Abs(j[e][k]-want) > 1e-8 {
				t.Errorf("point %d: entry %d is %v, want %v", k, e, j[e][k], want)
			}
		}
	}
}

func TestPullbackJacobian(t *testing.T) {
	const n, m = 13, 3
	r := rand.New(rand.NewPCG(5, 5))
	row, x, y, lx, ly := random(RowLen(m), r), random(n, r), random(n, r), random(n, r), random(n, r)
	Γ := Matrix[float64]{random(n, r), random(n, r), random(n, r), random(n, r)}
	inner := func(v []float64) float64 { // v: row, x, y
		sum := 0.0
		for k := range n {
			row, x, y := v[:len(row)], v[len(row)+k], v[len(row)+n+k]
			fx, fy, _ := field(row, x, y)
			sum += lx[k]*fx + ly[k]*fy
			for e, j := range jacobian(row, x, y) {
				sum += Γ[e][k] * j
			}
		}
		return sum
	}
	at := append(append(append([]float64{}, row...), x...), y...)
	want := fd.Gradient(nil, inner, at, &fd.Settings{Formula: fd.Central})
	for i, got := range pullbackJacobian(row, x, y, lx, ly, Γ) {
		if math.Abs(got-want[i]) > 1e-7*(1+math.Abs(want[i])) {
			t.Errorf("cotangent %d: %v, want %v", i, got, want[i])
		}
	}
}

// pullbackJacobian returns the cotangents of row, x and y.
func pullbackJacobian[T Float](row, x, y, lx, ly []T, Γ Matrix[T]) []T {
	n := len(x)
	h, gx, gy, grow := make([]T, n*Row[T](row).Units()), make([]T, n), make([]T, n), make([]T, len(row))
	Activate(h, row, x, y)
	PullbackJacobian(gx, gy, grow, row, x, y, lx, ly, Γ, h)
	return append(append(grow, gx...), gy...)
}

// TestPullbackIsThatOfTheTrace compares the two pullbacks where Γ = μ I.
func TestPullbackIsThatOfTheTrace(t *testing.T) {
	const n, m = 13, 3
	r := rand.New(rand.NewPCG(6, 6))
	row, x, y, lx, ly, μ := random(RowLen(m), r), random(n, r), random(n, r), random(n, r), random(n, r), 0.7
	all := slices.Repeat([]float64{μ}, n)
	got := pullbackJacobian(row, x, y, lx, ly, Matrix[float64]{all, make([]float64, n), make([]float64, n), all})
	h, gx, gy, grow := make([]float64, n*m), make([]float64, n), make([]float64, n), make([]float64, len(row))
	Activate(h, row, x, y)
	Pullback(gx, gy, grow, row, x, y, lx, ly, μ, h, n)
	for i, want := range append(append(grow, gx...), gy...) {
		if math.Abs(got[i]-want) > 1e-13*(1+math.Abs(want)) {
			t.Errorf("cotangent %d: %v, by the exact trace %v", i, got[i], want)
		}
	}
}
