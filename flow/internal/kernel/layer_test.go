package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// list returns W, U, B and C.
func (l *Layer[T]) list() []T { return []T{l.W[0], l.W[1], l.U[0], l.U[1], l.B, l.C} }

// setList sets W, U, B and C, and C1 = 1 + C.
func (l *Layer[T]) setList(v []T) {
	*l = Layer[T]{W: [2]T{v[0], v[1]}, U: [2]T{v[2], v[3]}, B: v[4], C: v[5], C1: 1 + v[5]}
}

// TestLayerPullback compares the pullback with central differences of
//
//	Σₖ λₖ·T(zₖ) + ν ln det(zₖ)
//
// in coefficients and points. U and W are free of C here.
func TestLayerPullback(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	numbers := func(n int) []float64 {
		v := make([]float64, n)
		for i := range v {
			v[i] = r.NormFloat64()
		}
		return v
	}
	const n, ν, δ = 7, 0.3, 1e-5
	coefficients, z, λ := numbers(6), numbers(2*n), numbers(2*n)
	coefficients[5] = -0.8
	var l Layer[float64]
	out := make([]float64, 4*n)
	value := func() float64 {
		l.setList(coefficients)
		l.Forward(out[:n], out[n:2*n], out[2*n:3*n], out[3*n:], z[:n], z[n:])
		sum := 0.0
		for k, v := range out[:2*n] {
			sum += λ[k] * v
		}
		for _, det := range out[3*n:] {
			sum += ν * math.Log(det)
		}
		return sum
	}
	value()
	gz := slices.Clone(λ)
	g := l.Pullback(gz[:n], gz[n:], z[:n], z[n:], out[2*n:3*n], ν)
	for what, of := range map[string][2][]float64{"coefficient": {coefficients, g.list()}, "point": {z, gz}} {
		for i, got := range of[1] {
			p := &of[0][i]
			at := *p
			*p = at + δ
			up := value()
			*p = at - δ
			want := (up - value()) / (2 * δ)
			*p = at
			if math.Abs(got-want) > 1e-8 {
				t.Errorf("cotangent of %s %d: %v, central differences say %v", what, i, got, want)
			}
		}
	}
}

// TestLayerNaN looks for a NaN in any coefficient or point in what Forward says
// of it.
func TestLayerNaN(t *testing.T) {
	const n = 4
	nan := float32(math.NaN())
	for i := range 8 {
		v, z := slices.Repeat([]float32{1}, 6), slices.Repeat([]float32{1}, 2*n)
		if i < 6 {
			v[i] = nan
		} else {
			z[(i-6)*n] = nan
		}
		var l Layer[float32]
		l.setList(v)
		if i < 4 {
			l.C, l.C1 = nan, nan // as u·w
		}
		out := make([]float32, 4*n)
		l.Forward(out[:n], out[n:2*n], out[2*n:3*n], out[3*n:], z[:n], z[n:])
		if out[0] == out[0] && out[n] == out[n] && out[3*n] == out[3*n] {
			t.Errorf("NaN at %d: to (%v, %v) with a determinant of %v", i, out[0], out[n], out[3*n])
		}
	}
}
