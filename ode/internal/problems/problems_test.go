package problems

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/diff/fd"

	"flowplayground/ode"
)

var central = &fd.Settings{Formula: fd.Central}

// TestSolutionsSolve compares the derivative of the solution with the slope.
func TestSolutionsSolve(t *testing.T) {
	for _, p := range All {
		if p.Solution == nil {
			continue
		}
		for _, time := range []float64{p.T0 + 0.1, (p.T0 + p.T1) / 2, p.T1} {
			z, dz := p.Solution(p.Start, p.Theta, p.T0, time), make([]float64, p.Dim())
			p.Slope(dz, z, p.Theta, time)
			for c := range z {
				component := func(t float64) float64 { return p.Solution(p.Start, p.Theta, p.T0, t)[c] }
				got := fd.Derivative(component, time, central)
				if math.Abs(got-dz[c]) > 1e-6*(1+math.Abs(dz[c])) {
					t.Errorf("%s at %v: the solution's derivative %d is %v, the slope %v", p.Name, time, c, got, dz[c])
				}
			}
		}
		for c, v := range p.Solution(p.Start, p.Theta, p.T0, p.T0) {
			if math.Abs(v-p.Start[c]) > 1e-15 {
				t.Errorf("%s: the solution begins at %v, not at %v", p.Name, v, p.Start[c])
			}
		}
	}
}

// TestInvariantsStay checks that the slope is tangential to the level sets.
func TestInvariantsStay(t *testing.T) {
	tried := 0
	for _, p := range All {
		if p.Invariant == nil {
			continue
		}
		tried++
		for _, z := range [][]float64{p.Start, {0.7, 2}, {3, 0.2}} {
			level := func(z []float64) float64 { return p.Invariant(z, p.Theta) }
			grad, dz := fd.Gradient(nil, level, z, central), make([]float64, len(z))
			p.Slope(dz, z, p.Theta, 0)
			dot := 0.0
			for c := range z {
				dot += grad[c] * dz[c]
			}
			if math.Abs(dot) > 1e-8 {
				t.Errorf("%s: the invariant changes at rate %v at %v", p.Name, dot, z)
			}
		}
	}
	if tried != 2 {
		t.Errorf("%d problems with an invariant, want 2", tried)
	}
}

// TestPullbacks compares with central differences of λ·f in z and θ.
func TestPullbacks(t *testing.T) {
	for _, p := range All {
		const time = 0.7
		d := p.Dim()
		λ := []float64{0.8, -1.3}[:d]
		dot := func(v []float64) float64 {
			dz, sum := make([]float64, d), 0.0
			p.Slope(dz, v[:d], v[d:], time)
			for c := range dz {
				sum += λ[c] * dz[c]
			}
			return sum
		}
		at := append(append([]float64{}, p.Start...), p.Theta...)
		want := fd.Gradient(nil, dot, at, central)
		got := make([]float64, len(at))
		p.Pullback(got[:d], got[d:], p.Start, λ, p.Theta, time)
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-7*(1+math.Abs(want[i])) {
				t.Errorf("%s: derivative %d is %v, central differences say %v", p.Name, i, got[i], want[i])
			}
		}
	}
}

func TestFieldCountsAndWeighs(t *testing.T) {
	f := NewField[float64](Oscillator)
	z, λ, out := f.Batch(2), ode.NewBatch[float64](2, 2), ode.NewBatch[float64](2, 2)
	λ[0][0], λ[1][1] = 1, 2
	at := ode.Stage{Time: 1, Call: 5}
	f.Eval(out, z, at)
	if out[0][1] != 1.5*z[1][1] || out[1][0] != -1.5*z[0][0] {
		t.Errorf("slope %v at %v", out, z)
	}
	f.Pullback(out, z, λ, at)
	once := f.Cotangents[0]
	if want := z[1][0] - 2*z[0][1]; once != want {
		t.Errorf("cotangent %v, want %v", once, want)
	}
	f.Adjoint(out, z, λ, at, 0)
	f.Adjoint(out, z, λ, at, -1)
	if f.Cotangents[0] != 0 || f.Evaluations != 1 || f.Pullbacks != 3 {
		t.Errorf("cotangent %v after weights 1, 0, -1; %d evaluations, %d pullbacks", f.Cotangents[0], f.Evaluations, f.Pullbacks)
	}
}

func TestFieldNoticesAStrangePullback(t *testing.T) {
	f := NewField[float32](Decay)
	f.Slots = 3
	z := ode.NewBatch[float32](1, 1)
	f.Eval(z, ode.Batch[float32]{{1}}, ode.Stage{Call: 1})
	f.Eval(z, ode.Batch[float32]{{2}}, ode.Stage{Call: 4}) // same slot
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	f.Pullback(z, ode.Batch[float32]{{1}}, z, ode.Stage{Call: 1})
}
