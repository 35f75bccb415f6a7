package ode_test

import (
	"math"
	"slices"
	"testing"

	"flowplayground/ode"
)

// rotation is y' = θ t (-y₂, y₁) with two integrals along the way, q₁' = y₁²
// and q₂' = θ y₁ y₂.
type rotation struct{ θ, gradient float64 }

func (f *rotation) Eval(dst, z ode.Batch[float64], at ode.Stage) {
	for k, y1 := range z[0] {
		y2 := z[1][k]
		dst[0][k], dst[1][k] = -f.θ*at.Time*y2, f.θ*at.Time*y1
		dst[2][k], dst[3][k] = y1*y1, f.θ*y1*y2
	}
}

func (f *rotation) Pullback(dz, z, λ ode.Batch[float64], at ode.Stage) {
	f.Adjoint(dz, z, λ, at, 1)
}

func (f *rotation) Adjoint(dz, z, λ ode.Batch[float64], at ode.Stage, weight float64) {
	for k, y1 := range z[0] {
		y2, θt := z[1][k], f.θ*at.Time
		dz[0][k] = θt*λ[1][k] + 2*y1*λ[2][k] + f.θ*y2*λ[3][k]
		dz[1][k] = -θt*λ[0][k] + f.θ*y1*λ[3][k]
		dz[2][k], dz[3][k] = 0, 0
		f.gradient += weight * (at.Time*(y1*λ[1][k]-y2*λ[0][k]) + y1*y2*λ[3][k])
	}
}

// told is a rotation that says what it doesn't depend on, and writes nonsense
// to that part of a pullback.
type told struct{ rotation }

func (*told) FirstQuadrature() int { return 2 }

func (f *told) Pullback(dz, z, λ ode.Batch[float64], at ode.Stage) {
	f.rotation.Pullback(dz, z, λ, at)
	dz[2][0], dz[3][0] = math.NaN(), math.NaN()
}

// TestQuadraturesChangeNoBit asserts equality of states, gradients, steps and
// what lies between these, whether solvers know of quadratures or not.
func TestQuadraturesChangeNoBit(t *testing.T) {
	start := func() ode.Batch[float64] {
		return ode.Batch[float64]{{1, 0.5, 0}, {2, -1, 3}, {0, 1, 1}, {0.5, 0, -1}}
	}
	type field interface {
		ode.DifferentiableField[float64]
		ode.AdjointField[float64]
	}
	for _, tab := range ode.Tableaux {
		plan := ode.Plan{Tableau: tab, T0: 0, T1: 2, Steps: 5}
		fixed, marked := ode.NewSolver[float64](plan, 4, 3), ode.NewSolver[float64](plan, 4, 3)
		marked.Checkpoint(2)
		ways := map[string]func(z, λ ode.Batch[float64], f field){
			"recorded":     func(z, λ ode.Batch[float64], f field) { fixed.Record(z, f); fixed.Backward(λ, f) },
			"checkpointed": func(z, λ ode.Batch[float64], f field) { marked.Record(z, f); marked.Backward(λ, f) },
			"traced": func(z, λ ode.Batch[float64], f field) {
				var tr ode.Trajectory[float64]
				fixed.Trace(&tr, z, f)
				tr.At(λ, 0.77)
			},
			"adjoint": func(z, λ ode.Batch[float64], f field) {
				fixed.Solve(z, f)
				ode.NewAdjoint[float64](plan, 4, 3).Backward(z, λ, f)
			},
		}
		if tab.Error != nil {
			ways["adaptive"] = func(z, λ ode.Batch[float64], f field) {
				a := ode.NewAdaptive[float64](tab, ode.PID{Atol: 1e-4, Rtol: 1e-4}, 4, 3)
				if _, err := a.Record(z, f, 0, 2); err != nil {
					t.Fatal(err)
				}
				a.Backward(λ, f)
			}
		}
		for name, way := range ways {
			plain, quadratures := &rotation{θ: 1.5}, &told{rotation{θ: 1.5}}
			z, λ, zq, λq := start(), start(), start(), start()
			way(z, λ, plain)
			way(zq, λq, quadratures)
			want := append(flat([]float64{plain.gradient}, z), flat(nil, λ)...)
			got := append(flat([]float64{quadratures.gradient}, zq), flat(nil, λq)...)
			if !slices.Equal(got, want) {
				t.Errorf("%s, %s: %v, without quadratures %v", tab.Name, name, got, want)
			}
		}
	}
}
