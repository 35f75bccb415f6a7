package ode_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"flowplayground/ode"
	"flowplayground/ode/internal/problems"
)

// TestAdaptiveTrajectory asserts that between the steps, too, the error is of
// the size of the tolerance, and that Trace solves as Solve does.
func TestAdaptiveTrajectory(t *testing.T) {
	var tr ode.Trajectory[float64] // one for all
	for _, tab := range pairs() {
		for _, p := range []problems.Problem{problems.Spiral, problems.Decay, problems.Oscillator} {
			const tol = 1e-5
			a := ode.NewAdaptive[float64](tab, ode.PID{Atol: tol, Rtol: tol, MaxSteps: 1e5}, p.Dim(), 1)
			z, want := batchOf[float64](p.Start), batchOf[float64](p.Start)
			stats, err := a.Trace(&tr, z, problems.NewField[float64](p), p.T0, p.T1)
			if err != nil {
				t.Fatal(err)
			}
			same, err := a.Solve(want, problems.NewField[float64](p), p.T0, p.T1)
			if err != nil || same != stats || !slices.Equal(flat(nil, z), flat(nil, want)) {
				t.Errorf("%s, %s: traced %+v, solved %+v, %v", tab.Name, p.Name, stats, same, err)
			}
			if len(tr.Times()) != stats.Accepted+1 {
				t.Errorf("%s, %s: %d times after %+v", tab.Name, p.Name, len(tr.Times()), stats)
			}
			if d := worstBetween(&tr, p, 1000); d > 20*tol {
				t.Errorf("%s, %s: off by %.2g", tab.Name, p.Name, d)
			}
		}
	}
}

// TestTrajectoryMeetsTheSteps asserts equality with the solver's own states,
// for methods whose last knot is T1 and others, and one more evaluation.
func TestTrajectoryMeetsTheSteps(t *testing.T) {
	p := problems.LotkaVolterra
	for _, tab := range []ode.Tableau{ode.Euler, ode.Midpoint, ode.RK4, ode.Tsit5} {
		plan := ode.Plan{Tableau: tab, T0: 3, T1: 1, Steps: 6}
		s := ode.NewSolver[float64](plan, 2, states)
		f := problems.NewField[float64](p)
		var tr ode.Trajectory[float64]
		z := p.Batch(states)
		s.Trace(&tr, z, f)
		if f.Evaluations != 6*(tab.Stages()-1)+7 {
			t.Errorf("%s: %d evaluations", tab.Name, f.Evaluations)
		}
		at := ode.NewBatch[float64](2, states)
		s.Walk(p.Batch(states), f, func(step int, z ode.Batch[float64]) {
			tr.At(at, tr.Times()[step])
			if at[0][1] != z[0][1] || at[1][0] != z[1][0] || tr.Times()[step] != plan.Time(step) {
				t.Errorf("%s: %v after step %d, want %v", tab.Name, at, step, z)
			}
		})
		tr.At(at, 3)
		if at[0][0] != p.Start[0] {
			t.Errorf("%s: begins at %v", tab.Name, at)
		}
	}
}

// TestTrajectoryIsSmooth asserts that value and slope go on across a step's
// end.
func TestTrajectoryIsSmooth(t *testing.T) {
	p := problems.Spiral
	for _, tab := range ode.Tableaux {
		s := ode.NewSolver[float64](ode.Plan{Tableau: tab, T0: 0, T1: 2, Steps: 4}, 2, 1)
		var tr ode.Trajectory[float64]
		s.Trace(&tr, batchOf[float64](p.Start), problems.NewField[float64](p))
		const δ = 1e-5
		at := func(t float64) float64 {
			z := ode.NewBatch[float64](2, 1)
			tr.At(z, t)
			return z[1][0]
		}
		before, after := (at(1)-at(1-δ))/δ, (at(1+δ)-at(1))/δ
		if math.Abs(after-before) > 200*δ { // second derivatives reach 100
			t.Errorf("%s: slope %v before a step's end, %v after", tab.Name, before, after)
		}
	}
}

// TestLastKnot: the extra evaluation has its knot if the plan has one.
func TestLastKnot(t *testing.T) {
	for _, c := range []struct {
		tab  ode.Tableau
		knot int
	}{{ode.Euler, -1}, {ode.Ralston, -1}, {ode.Heun, 3}, {ode.RK4, 6}} {
		s := ode.NewSolver[float64](ode.Plan{Tableau: c.tab, T0: 0, T1: 1, Steps: 3}, 1, 1)
		var l listener
		var tr ode.Trajectory[float64]
		s.Trace(&tr, ode.NewBatch[float64](1, 1), &l)
		want := ode.Stage{Time: 1, Knot: c.knot, Call: s.Plan().Calls()}
		if got := l.stages[len(l.stages)-1]; got != want {
			t.Errorf("%s: %+v, want %+v", c.tab.Name, got, want)
		}
	}
}

// TestTrajectoryOfAFailure ends where the solve did.
func TestTrajectoryOfAFailure(t *testing.T) {
	p := problems.Blowup
	a := ode.NewAdaptive[float64](ode.Tsit5, ode.PID{Rtol: 1e-8}, 1, 1)
	var tr ode.Trajectory[float64]
	if _, err := a.Trace(&tr, batchOf[float64](p.Start), problems.NewField[float64](p), 0, 3); err == nil {
		t.Fatal("no error beyond the singularity")
	}
	times, z := tr.Times(), ode.NewBatch[float64](1, 1)
	tr.At(z, 1.25)
	if d := distance(z, 0, solution(p, 1.25)); d > 1e-6 || times[len(times)-1] > 2.01 {
		t.Errorf("off by %v at 1.25; ends at %v", d, times[len(times)-1])
	}
}

func TestMisusePanics(t *testing.T) {
	plan := ode.Plan{Tableau: ode.RK4, T0: 0, T1: 1, Steps: 1}
	f, z := problems.NewField[float64](problems.Spiral), ode.NewBatch[float64](2, 4)
	solver := func() *ode.Solver[float64] { return ode.NewSolver[float64](plan, 2, 4) }
	adaptive := func(c ode.PID) *ode.Adaptive[float64] { return ode.NewAdaptive[float64](ode.Tsit5, c, 2, 4) }
	for name, misuse := range map[string]func(){
		"length":           func() { solver().Solve(ode.NewBatch[float64](2, 5), f) },
		"dimension":        func() { solver().Record(ode.NewBatch[float64](3, 4), f) },
		"no batch":         func() { solver().Record(nil, f) },
		"not recorded":     func() { solver().Backward(z, f) },
		"forgotten":        func() { s := solver(); s.Record(z, f); s.Checkpoint(2); s.Backward(z, f) },
		"checkpoints":      func() { solver().Checkpoint(-1) },
		"adaptive length":  func() { _, _ = adaptive(ode.PID{}).Solve(ode.NewBatch[float64](2, 5), f, 0, 1) },
		"adaptive reverse": func() { adaptive(ode.PID{}).Backward(z, f) },
		"no estimate":      func() { ode.NewAdaptive[float64](ode.RK4, ode.PID{}, 2, 4) },
		"tolerance":        func() { adaptive(ode.PID{Rtol: -1}) },
		"not a number":     func() { adaptive(ode.PID{Atol: math.NaN()}) },
		"safety":           func() { adaptive(ode.PID{Safety: 1}) },
		"factors":          func() { adaptive(ode.PID{MinFactor: 0.95}) },
		"patience":         func() { adaptive(ode.PID{MaxSteps: -1}) },
		"adjoint state":    func() { ode.NewAdjoint[float64](plan, 2, 4).Backward(z[:1], z, f) },
		"adjoint length":   func() { ode.NewAdjoint[float64](plan, 2, 4).Backward(z, ode.NewBatch[float64](2, 5), f) },
		"no trajectory":    func() { new(ode.Trajectory[float64]).At(z, 0) },
		"before its time":  func() { var tr ode.Trajectory[float64]; solver().Trace(&tr, z, f); tr.At(z, -0.1) },
		"after its time":   func() { var tr ode.Trajectory[float64]; solver().Trace(&tr, z, f); tr.At(z, math.NaN()) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if text := fmt.Sprint(recover()); len(text) < 5 || text[:5] != "ode: " {
					t.Errorf("panics with %q", text)
				}
			}()
			misuse()
		})
	}
}
