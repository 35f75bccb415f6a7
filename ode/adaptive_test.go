package ode_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"flowplayground/ode"
	"flowplayground/ode/internal/problems"
)

// pairs returns the methods that estimate their error.
func pairs() []ode.Tableau {
	return slices.DeleteFunc(slices.Clone(ode.Tableaux), func(t ode.Tableau) bool { return t.Error == nil })
}

// TestTolerance asserts that the error at the end is of the size of the
// tolerance, forward and, where the problem allows, backward in time.
func TestTolerance(t *testing.T) {
	for _, tab := range pairs() {
		for _, p := range problems.All {
			if p.Solution == nil {
				continue
			}
			tolerances := []float64{1e-3, 1e-4}
			if tab.Order > 2 {
				tolerances = []float64{1e-3, 1e-5, 1e-8}[:tab.Order-2]
			}
			for _, tol := range tolerances {
				checkTolerance(t, tab, p, p.T0, p.T1, tol)
				if p.Name != "decay" {
					checkTolerance(t, tab, p, p.T1, p.T0, tol)
				}
			}
		}
	}
}

func checkTolerance(t *testing.T, tab ode.Tableau, p problems.Problem, t0, t1, tol float64) {
	t.Helper()
	a := ode.NewAdaptive[float64](tab, ode.PID{Atol: tol, Rtol: tol, MaxSteps: 1e6}, p.Dim(), 1)
	f, z := problems.NewField[float64](p), batchOf[float64](solution(p, t0))
	stats, err := a.Solve(z, f, t0, t1)
	if err != nil {
		t.Fatalf("%s, %s at %v: %v", tab.Name, p.Name, tol, err)
	}
	if d := distance(z, 0, solution(p, t1)); d > 20*tol {
		t.Errorf("%s, %s over [%v, %v] at %v: off by %.2g", tab.Name, p.Name, t0, t1, tol, d)
	}
	if times := a.Times(); times[0] != t0 || times[len(times)-1] != t1 || len(times) != stats.Accepted+1 {
		t.Errorf("%s, %s: times %v after %+v", tab.Name, p.Name, times, stats)
	}
	tried, m := stats.Accepted+stats.Rejected, tab.Stages()
	want := 2 + m*tried
	if tab.Error[m] == 0 {
		want = 2 + (m-1)*tried + stats.Accepted
	}
	if stats.Evaluations != want || f.Evaluations != want {
		t.Errorf("%s, %s: %d evaluations in %+v, want %d", tab.Name, p.Name, f.Evaluations, stats, want)
	}
}

// TestFloat32 stays near float64 at a tolerance that float32 can meet.
func TestFloat32(t *testing.T) {
	p := problems.Spiral
	a := ode.NewAdaptive[float32](ode.Tsit5, ode.PID{Atol: 1e-5, Rtol: 1e-5}, 2, 1)
	z := batchOf[float32](p.Start)
	stats, err := a.Solve(z, problems.NewField[float32](p), p.T0, p.T1)
	if err != nil {
		t.Fatal(err)
	}
	b := ode.NewAdaptive[float64](ode.Tsit5, ode.PID{Atol: 1e-5, Rtol: 1e-5}, 2, 1)
	fine, err := b.Solve(batchOf[float64](p.Start), problems.NewField[float64](p), p.T0, p.T1)
	if d := distance(z, 0, solution(p, p.T1)); err != nil || d > 1e-4 || stats.Accepted != fine.Accepted {
		t.Errorf("off by %.2g after %+v; float64 takes %+v", d, stats, fine)
	}
}

// TestFirstStep follows Hairer, Nørsett & Wanner by hand for z' = -50(z - cos t)
// - sin t at z(0) = 1.5, where f = -25 and the tolerances make the scale 0.001.
func TestFirstStep(t *testing.T) {
	p, pid := problems.Decay, ode.PID{Atol: 0.00025, Rtol: 0.0005}
	a := ode.NewAdaptive[float64](ode.BogackiShampine, pid, 1, 1)
	if _, err := a.Solve(batchOf[float64](p.Start), problems.NewField[float64](p), 0, 1.5); err != nil {
		t.Fatal(err)
	}
	h0 := 0.01 * 1.5 / 25
	f1 := -50*(1.5-25*h0-math.Cos(h0)) - math.Sin(h0)
	d := max(25, math.Abs(f1+25)/h0) / 0.001
	want := min(100*h0, math.Pow(0.01/d, 1./3))
	if got := a.Times()[1]; math.Abs(got-want) > 1e-14 {
		t.Errorf("the first step is %v, want %v", got, want)
	}
}

// TestAStillFieldTakesFewSteps: the steps grow by MaxFactor.
func TestAStillFieldTakesFewSteps(t *testing.T) {
	a := ode.NewAdaptive[float64](ode.DormandPrince, ode.PID{}, 1, 3)
	stats, err := a.Solve(ode.NewBatch[float64](1, 3), still{}, 0, 5)
	// 1e-6·100 is bounded by h₁ = 1e-6, then tenfold: 1.1…e-6·10⁶ ≥ 5 after 8.
	if want := (ode.Stats{Accepted: 8, Evaluations: 2 + 8*6}); err != nil || stats != want {
		t.Errorf("%+v, %v; want %+v", stats, err, want)
	}
}

func TestNoTimeNoSteps(t *testing.T) {
	p := problems.Spiral
	a, z, f := ode.NewAdaptive[float64](ode.Tsit5, ode.PID{}, 2, states), p.Batch(states), problems.NewField[float64](p)
	stats, err := a.Record(z, f, 2, 2)
	if err != nil || stats != (ode.Stats{}) || z[0][0] != p.Start[0] || len(a.Times()) != 1 {
		t.Errorf("%+v, %v, state %v, times %v", stats, err, z, a.Times())
	}
	a.Backward(z, f)
	if z[0][0] != p.Start[0] {
		t.Errorf("cotangent %v after no step", z)
	}
}

// TestGainsOfAPIController holds the promise that it is smoother where
// stability bounds the step.
func TestGainsOfAPIController(t *testing.T) {
	p := problems.Decay
	p.T1 = 6
	rejected := func(c ode.PID) int {
		a := ode.NewAdaptive[float64](ode.DormandPrince, c, 1, 1)
		stats, err := a.Solve(batchOf[float64](p.Start), problems.NewField[float64](p), p.T0, p.T1)
		if err != nil {
			t.Fatal(err)
		}
		return stats.Rejected
	}
	i, pi := rejected(ode.PID{}), rejected(ode.PID{P: 0.4, I: 0.3})
	if pi >= i {
		t.Errorf("PI has %d steps rejected, I %d", pi, i)
	}
}

// edge is z' = 0 until t = 1, and not a number from there on.
type edge struct{}

func (edge) Eval(dst, z ode.Batch[float64], at ode.Stage) {
	dst[0][0] = 0 * math.Sqrt(1-at.Time)
}

func TestOutcomes(t *testing.T) {
	p := problems.Blowup
	blowup := problems.NewField[float64](p)
	for _, c := range []struct {
		name  string
		pid   ode.PID
		start float64
		field ode.Field[float64]
		want  error
		from  float64 // bounds of the time that Tsit5 reaches
		to    float64
	}{
		{"singularity", ode.PID{}, 0.5, blowup, ode.ErrStepSize, 1.99, 2.01},
		{"given least step", ode.PID{MinStep: 0.1}, 0.5, blowup, ode.ErrStepSize, 1.5, 1.9},
		{"patience", ode.PID{Rtol: 1e-9, MaxSteps: 20}, 0.5, blowup, ode.ErrTooManySteps, 0.5, 1.5},
		{"end of the domain", ode.PID{}, 0, edge{}, ode.ErrNotFinite, 1 - 1e-13, 1},
		{"not finite from the start", ode.PID{}, math.Inf(1), blowup, ode.ErrNotFinite, 0, 0},
		{"not a number from the start", ode.PID{}, math.NaN(), blowup, ode.ErrNotFinite, 0, 0},
	} {
		for _, tab := range []ode.Tableau{ode.Tsit5, ode.Heun} {
			a, z := ode.NewAdaptive[float64](tab, c.pid, 1, 1), batchOf[float64]([]float64{c.start})
			stats, err := a.Solve(z, c.field, 0, 3)
			var e *ode.SolveError
			if !errors.Is(err, c.want) || !errors.As(err, &e) {
				t.Errorf("%s, %s: %v, want %v", c.name, tab.Name, err, c.want)
				continue
			}
			times := a.Times()
			if e.Time != times[len(times)-1] || len(times) != stats.Accepted+1 || !strings.HasPrefix(err.Error(), "ode: at time ") {
				t.Errorf("%s, %s: %v at %v, but times %v", c.name, tab.Name, err, e.Time, times)
			}
			if tab.Order == 5 && !(c.from <= e.Time && e.Time <= c.to) {
				t.Errorf("%s: ended at %v, want from %v to %v", c.name, e.Time, c.from, c.to)
			}
			if c.field == ode.Field[float64](blowup) && e.Time > 0 && e.Time < 1.9 {
				if want := 0.5 / (1 - 0.5*e.Time); math.Abs(z[0][0]/want-1) > 0.05 {
					t.Errorf("%s, %s: state %v at %v, want %v", c.name, tab.Name, z[0][0], e.Time, want)
				}
			}
		}
	}
}

// TestAdaptiveBackward differentiates the accepted steps: the same steps taken
// one by one are the reference, in value bit for bit, in gradient by central
// differences.
func TestAdaptiveBackward(t *testing.T) {
	for _, tab := range pairs() {
		for _, p := range []problems.Problem{problems.LotkaVolterra, problems.Blowup} {
			a, z := ode.NewAdaptive[float64](tab, ode.PID{Rtol: 1e-2}, p.Dim(), states), p.Batch(states)
			f := problems.NewField[float64](p)
			if _, err := a.Record(z, f, 0, 1); err != nil {
				t.Fatal(err)
			}
			again := func(p problems.Problem, z ode.Batch[float64]) {
				for i, t0 := range a.Times()[:len(a.Times())-1] {
					plan := ode.Plan{Tableau: tab, T0: t0, T1: a.Times()[i+1], Steps: 1}
					ode.NewSolver[float64](plan, p.Dim(), states).Solve(z, problems.NewField[float64](p))
				}
			}
			one := p.Batch(states)
			again(p, one)
			if !slices.Equal(flat(nil, one), flat(nil, z)) {
				t.Errorf("%s, %s: %v, the steps one by one %v", tab.Name, p.Name, z, one)
			}
			λ := lossCotangent(z)
			a.Backward(λ, f)
			if d := apart(flat(f.Cotangents, λ), differences(p, again)); d > 1e-8 {
				t.Errorf("%s, %s: off by %.2g from central differences", tab.Name, p.Name, d)
			}
		}
	}
}

// TestAdaptiveCheckpoints asserts equality bit for bit, after a solve with
// rejected steps and after one that failed at a segment's beginning.
func TestAdaptiveCheckpoints(t *testing.T) {
	p := problems.LotkaVolterra
	rejected := 0
	for _, steps := range []int{5, 6, 7, 4096} {
		gradient := func(every int) []float64 {
			a := ode.NewAdaptive[float64](ode.Tsit5, ode.PID{Rtol: 1e-6, MaxSteps: steps}, p.Dim(), states)
			a.Checkpoint(every)
			z, f := p.Batch(states), problems.NewField[float64](p)
			stats, err := a.Record(z, f, 0, 30)
			if (err != nil) != (steps < 10) {
				t.Fatal(err)
			}
			rejected += stats.Rejected
			λ := lossCotangent(z)
			a.Backward(λ, f)
			return flat(f.Cotangents, λ)
		}
		want := gradient(0)
		for _, every := range []int{1, 3, 10} {
			if got := gradient(every); !slices.Equal(got, want) {
				t.Errorf("every %d: %v, want %v", every, got, want)
			}
		}
	}
	if rejected == 0 {
		t.Error("no step was rejected")
	}
}

// TestAdaptiveStages asserts that the last evaluation under every Call is that
// of an accepted step, and that no Knot is named.
func TestAdaptiveStages(t *testing.T) {
	p := problems.LotkaVolterra
	for _, tab := range []ode.Tableau{ode.Heun, ode.Tsit5} {
		a, spy := ode.NewAdaptive[float64](tab, ode.PID{Rtol: 1e-5}, 2, 1), &spy{Field: problems.NewField[float64](p)}
		stats, err := a.Record(batchOf[float64](p.Start), spy, p.T1, p.T0)
		if err != nil || stats.Rejected == 0 {
			t.Fatalf("%+v, %v", stats, err)
		}
		last := map[int]float64{}
		for _, at := range spy.stages {
			if at.Knot != -1 {
				t.Fatalf("%s: knot %d", tab.Name, at.Knot)
			}
			last[at.Call] = at.Time
		}
		if len(last) != stats.Accepted*tab.Stages()+1 {
			t.Errorf("%s: %d calls in %+v", tab.Name, len(last), stats)
		}
		for call, time := range last {
			step, i := call/tab.Stages(), call%tab.Stages()
			want := a.Times()[step]
			if i > 0 {
				want += tab.C[i] * (a.Times()[step+1] - want)
			}
			if math.Abs(time-want) > 1e-14 {
				t.Errorf("%s: call %d at %v, want %v", tab.Name, call, time, want)
			}
		}
	}
}

// spy notes the stages at which a field is asked.
type spy struct {
	*problems.Field[float64]
	stages []ode.Stage
}

func (s *spy) Eval(dst, z ode.Batch[float64], at ode.Stage) {
	s.stages = append(s.stages, at)
	s.Field.Eval(dst, z, at)
}

func TestNothingAllocates(t *testing.T) {
	p := problems.LotkaVolterra
	s := ode.NewSolver[float64](ode.Plan{Tableau: ode.Tsit5, T0: 0, T1: 1, Steps: 4}, 2, 8)
	checkpointed := ode.NewSolver[float64](s.Plan(), 2, 8)
	checkpointed.Checkpoint(2)
	a := ode.NewAdaptive[float64](ode.Tsit5, ode.PID{Rtol: 1e-5}, 2, 8)
	back := ode.NewAdjoint[float64](s.Plan(), 2, 8)
	adaptiveBack := ode.NewAdaptiveAdjoint[float64](ode.Tsit5, ode.PID{}, 2, 8)
	var tr, atr ode.Trajectory[float64]
	f, z, λ := problems.NewField[float64](p), p.Batch(8), p.Batch(8)
	for name, round := range map[string]func(){
		"Solver":             func() { s.Solve(z, f); s.Record(z, f); s.Backward(λ, f) },
		"Checkpoint":         func() { checkpointed.Record(z, f); checkpointed.Backward(λ, f) },
		"Adaptive":           func() { _, _ = a.Solve(z, f, 0, 1); _, _ = a.Record(z, f, 0, 1); a.Backward(λ, f) },
		"Adjoint":            func() { back.Backward(z, λ, f) },
		"AdaptiveAdjoint":    func() { _, _ = adaptiveBack.Backward(z, λ, f, 0, 1) },
		"Trajectory":         func() { s.Trace(&tr, z, f); tr.At(z, 0.3) },
		"AdaptiveTrajectory": func() { _, _ = a.Trace(&atr, z, f, 0, 1); atr.At(z, 0.3) },
	} {
		again := func() {
			for c := range z {
				for k := range z[c] {
					z[c][k], λ[c][k] = p.Start[c], 1
				}
			}
			round()
		}
		again()
		if n := testing.AllocsPerRun(10, again); n != 0 {
			t.Errorf("%s: %v allocations per round", name, n)
		}
	}
}
