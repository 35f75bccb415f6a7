package ode

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
)

// pendulum is z₁' = z₂, z₂' = -θ sin z₁ + t z₁², with its pullback.
type pendulum struct{ θ, gθ float64 }

func (p *pendulum) Eval(dst, z Batch[float64], at Stage) {
	for k := range z[0] {
		dst[0][k] = z[1][k]
		dst[1][k] = -p.θ*math.Sin(z[0][k]) + at.Time*z[0][k]*z[0][k]
	}
}

func (p *pendulum) Pullback(dz, z, λ Batch[float64], at Stage) {
	for k := range z[0] {
		dz[0][k] = λ[1][k] * (-p.θ*math.Cos(z[0][k]) + 2*at.Time*z[0][k])
		dz[1][k] = λ[0][k]
		p.gθ -= λ[1][k] * math.Sin(z[0][k])
	}
}

// TestBackwardIsTheSolversGradient compares with central differences of the
// solve itself, at step sizes far too large for accuracy: what is
// differentiated is the method, not the equation.
func TestBackwardIsTheSolversGradient(t *testing.T) {
	for _, tab := range Tableaux {
		for _, plan := range []Plan{{tab, 0, 2, 3}, {tab, 2, 0, 3}} {
			t.Run(fmt.Sprintf("%s_%v_to_%v", tab.Name, plan.T0, plan.T1), func(t *testing.T) {
				checkBackward(t, plan)
			})
		}
	}
}

func checkBackward(t *testing.T, plan Plan) {
	const n = 2
	solver := NewSolver[float64](plan, 2, n)
	// v holds θ and the initial states; the loss weighs the final ones.
	load := func(v []float64) (*pendulum, Batch[float64]) {
		z := NewBatch[float64](2, n)
		copy(z[0], v[1:1+n])
		copy(z[1], v[1+n:])
		return &pendulum{θ: v[0]}, z
	}
	weight := func(c, k int) float64 { return 1 + float64(c) - 0.7*float64(k) }
	loss := func(v []float64) float64 {
		f, z := load(v)
		solver.Solve(z, f)
		sum := 0.0
		for c := range z {
			for k := range z[c] {
				sum += weight(c, k) * z[c][k] * z[c][k]
			}
		}
		return sum
	}
	at := []float64{1.3, 0.4, -0.8, 0.1, 0.5}
	want := fd.Gradient(nil, loss, at, &fd.Settings{Formula: fd.Central})

	f, z := load(at)
	solver.Record(z, f)
	λ := NewBatch[float64](2, n)
	for c := range z {
		for k := range z[c] {
			λ[c][k] = 2 * weight(c, k) * z[c][k]
		}
	}
	solver.Backward(λ, f)
	got := []float64{f.gθ, λ[0][0], λ[0][1], λ[1][0], λ[1][1]}
	scale := 0.0
	for _, w := range want {
		scale = max(scale, math.Abs(w))
	}
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-8*scale {
			t.Errorf("gradient %d: %v, central differences say %v", i, got[i], want[i])
		}
	}
}

func TestSolveAllocatesNothing(t *testing.T) {
	s := NewSolver[float64](Plan{Tsit5, 0, 1, 4}, 2, 8)
	f, z, λ := &pendulum{θ: 1}, NewBatch[float64](2, 8), NewBatch[float64](2, 8)
	round := func() {
		s.Record(z, f)
		s.Backward(λ, f)
		s.Solve(z, f)
	}
	round()
	if n := testing.AllocsPerRun(10, round); n != 0 {
		t.Errorf("%v allocations per round", n)
	}
}

func TestMisusePanics(t *testing.T) {
	for name, f := range map[string]func(*Solver[float64]){
		"shape":    func(s *Solver[float64]) { s.Solve(NewBatch[float64](2, 5), spiral{}) },
		"backward": func(s *Solver[float64]) { s.Backward(NewBatch[float64](2, 4), &pendulum{}) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			f(NewSolver[float64](Plan{RK4, 0, 1, 1}, 2, 4))
		})
	}
}

func TestWalkVisitsEveryStep(t *testing.T) {
	s := NewSolver[float64](Plan{RK4, 0, 1, 10}, 2, 1)
	z := NewBatch[float64](2, 1)
	z[0][0] = 1
	next := 1
	s.Walk(z, spiral{}, func(step int, z Batch[float64]) {
		x, y := spiralAt(float64(step) / 10)
		if step != next || math.Hypot(z[0][0]-x, z[1][0]-y) > 1e-5 {
			t.Errorf("visit %d at step %d: %v, want (%v, %v)", next, step, z, x, y)
		}
		next++
	})
	if next != 11 {
		t.Errorf("%d visits", next-1)
	}
}
