package ode_test

import (
	"math"
	"runtime"
	"slices"
	"testing"

	"gonum.org/v1/gonum/diff/fd"

	"flowplayground/ode"
	"flowplayground/ode/internal/problems"
)

// states is the number of states in the batches of the gradient tests.
const states = 2

// weight is that of a squared entry of the result in the tests' loss.
func weight(c, k int) float64 { return 1 + float64(c) - 0.7*float64(k) }

// loss returns Σ weight·z².
func loss(z ode.Batch[float64]) float64 {
	sum := 0.0
	for c := range z {
		for k := range z[c] {
			sum += weight(c, k) * z[c][k] * z[c][k]
		}
	}
	return sum
}

// lossCotangent returns the derivatives of loss.
func lossCotangent(z ode.Batch[float64]) ode.Batch[float64] {
	λ := ode.NewBatch[float64](len(z), z.Len())
	for c := range z {
		for k := range z[c] {
			λ[c][k] = 2 * weight(c, k) * z[c][k]
		}
	}
	return λ
}

// flat returns θ and the entries of a batch, one after the other.
func flat(θ []float64, z ode.Batch[float64]) []float64 {
	v := slices.Clone(θ)
	for c := range z {
		v = append(v, z[c]...)
	}
	return v
}

// unflat is the inverse of flat.
func unflat(p problems.Problem, v []float64) (problems.Problem, ode.Batch[float64]) {
	p.Theta = v[:len(p.Theta)]
	z := ode.NewBatch[float64](p.Dim(), states)
	for c := range z {
		copy(z[c], v[len(p.Theta)+c*states:])
	}
	return p, z
}

// differences returns the gradient, in θ and the initial states, of the loss
// of what solve makes of them, by central differences.
func differences(p problems.Problem, solve func(problems.Problem, ode.Batch[float64])) []float64 {
	f := func(v []float64) float64 {
		p, z := unflat(p, v)
		solve(p, z)
		return loss(z)
	}
	return fd.Gradient(nil, f, flat(p.Theta, p.Batch(states)), &fd.Settings{Formula: fd.Central})
}

// apart returns the largest difference relative to the largest entry.
func apart(got, want []float64) float64 {
	worst, scale := 0.0, 0.0
	for i := range want {
		worst, scale = max(worst, math.Abs(got[i]-want[i])), max(scale, math.Abs(want[i]))
	}
	return worst / scale
}

// recorded returns the gradient by Record and Backward.
func recorded(s *ode.Solver[float64], f *problems.Field[float64]) []float64 {
	z := f.Batch(states)
	s.Record(z, f)
	λ := lossCotangent(z)
	s.Backward(λ, f)
	return flat(f.Cotangents, λ)
}

// TestBackwardIsTheSolversGradient compares with central differences of the
// solve itself, at step sizes far too large for accuracy: what is
// differentiated is the method, not the equation.
func TestBackwardIsTheSolversGradient(t *testing.T) {
	for _, tab := range ode.Tableaux {
		for _, p := range []problems.Problem{problems.Spiral, problems.LotkaVolterra, problems.Blowup} {
			for _, ends := range [][2]float64{{0, 1}, {1, 0}} {
				plan := ode.Plan{Tableau: tab, T0: ends[0], T1: ends[1], Steps: 3}
				s := ode.NewSolver[float64](plan, p.Dim(), states)
				want := differences(p, func(p problems.Problem, z ode.Batch[float64]) {
					s.Solve(z, problems.NewField[float64](p))
				})
				got := recorded(s, problems.NewField[float64](p))
				if d := apart(got, want); d > 1e-8 {
					t.Errorf("%s, %s over %v: off by %.2g from central differences", p.Name, tab.Name, ends, d)
				}
			}
		}
	}
}

// TestCheckpointsChangeNoBit asserts equality, and that a field needs to keep
// the calls of one segment only.
func TestCheckpointsChangeNoBit(t *testing.T) {
	p := problems.LotkaVolterra
	for _, tab := range []ode.Tableau{ode.Euler, ode.RK4, ode.Tsit5} {
		plan := ode.Plan{Tableau: tab, T0: 0, T1: 2, Steps: 7}
		s := ode.NewSolver[float64](plan, p.Dim(), states)
		want := recorded(s, problems.NewField[float64](p))
		for _, every := range []int{1, 2, 3, 7, 10, 0} {
			s.Checkpoint(every)
			f := problems.NewField[float64](p)
			f.Slots = every * tab.Stages()
			if got := recorded(s, f); !slices.Equal(got, want) {
				t.Errorf("%s, every %d: %v, want %v", tab.Name, every, got, want)
			}
			if f.Pullbacks != plan.Calls() || f.Evaluations >= 2*plan.Calls() {
				t.Errorf("%s, every %d: %d pullbacks and %d evaluations for %d calls",
					tab.Name, every, f.Pullbacks, f.Evaluations, plan.Calls())
			}
		}
	}
}

// TestBackwardTwice asks for two gradients of one recorded solve.
func TestBackwardTwice(t *testing.T) {
	p := problems.LotkaVolterra
	s := ode.NewSolver[float64](ode.Plan{Tableau: ode.RK4, T0: 0, T1: 2, Steps: 7}, p.Dim(), states)
	s.Checkpoint(3)
	f := problems.NewField[float64](p)
	once := recorded(s, f)
	z, again := p.Batch(states), problems.NewField[float64](p)
	s.Solve(z, problems.NewField[float64](p))
	λ := lossCotangent(z)
	s.Backward(λ, again)
	if got := flat(again.Cotangents, λ); !slices.Equal(got, once) {
		t.Errorf("the second time %v, the first %v", got, once)
	}
}

// allocated returns how many batches of many numbers f allocates.
func allocated(f func()) int {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int(math.Round(float64(after.TotalAlloc-before.TotalAlloc) / (8 * many)))
}

const many = 1 << 13

// still is z' = 0, with no memory of its own.
type still struct{}

func (still) Eval(dst, _ ode.Batch[float64], _ ode.Stage)                 { dst.Zero() }
func (still) Pullback(dz, _, _ ode.Batch[float64], _ ode.Stage)           { dz.Zero() }
func (still) Adjoint(dz, _, _ ode.Batch[float64], _ ode.Stage, _ float64) { dz.Zero() }
func memoryOf(plan ode.Plan, every int) int {
	s := ode.NewSolver[float64](plan, 1, many)
	s.Checkpoint(every)
	z := ode.NewBatch[float64](1, many)
	return allocated(func() {
		s.Record(z, still{})
		s.Backward(z, still{})
	})
}

// TestMemory counts the batches that a gradient takes against those that the
// documentation promises.
func TestMemory(t *testing.T) {
	plan := ode.Plan{Tableau: ode.RK4, T0: 0, T1: 1, Steps: 40}
	for _, c := range []struct{ every, want int }{
		{0, 40 * 4}, // all stages
		{3, 14 + 3*4 + 1},
		{10, 4 + 10*4 + 1},
		{15, 3 + 15*4 + 1},
	} {
		if got := memoryOf(plan, c.every); got != c.want {
			t.Errorf("checkpoints every %d steps: %d batches, want %d", c.every, got, c.want)
		}
	}
}

// TestAdjointMemory asserts that it is that of one step.
func TestAdjointMemory(t *testing.T) {
	for _, steps := range []int{1, 100} {
		z, λ := ode.NewBatch[float64](1, many), ode.NewBatch[float64](1, many)
		got := allocated(func() {
			plan := ode.Plan{Tableau: ode.Euler, T0: 0, T1: 1, Steps: steps}
			ode.NewAdjoint[float64](plan, 1, many).Backward(z, λ, still{})
		})
		if want := 2 * (1 + 3); got != want {
			t.Errorf("%d steps: %d batches, want %d", steps, got, want)
		}
	}
	z, λ := ode.NewBatch[float64](1, many), ode.NewBatch[float64](1, many)
	got := allocated(func() {
		a := ode.NewAdaptiveAdjoint[float64](ode.Tsit5, ode.PID{MaxFactor: 1.01}, 1, many)
		if _, err := a.Backward(z, λ, still{}, 0, 1); err != nil {
			t.Fatal(err)
		}
	})
	if want := 2 * (2*6 + 6); got > want {
		t.Errorf("adaptive: %d batches, want at most %d", got, want)
	}
}
