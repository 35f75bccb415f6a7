package ode

import (
	"math"
	"testing"
)

func TestKnots(t *testing.T) {
	for _, c := range []struct {
		plan Plan
		want int
	}{
		{Plan{Euler, 0, 1, 7}, 7},
		{Plan{Heun, 0, 1, 7}, 8},
		{Plan{RK4, 1, 0, 8}, 17},
		{Plan{RK4, 0, 1, 3}, 7}, // h is not a binary fraction
		{Plan{Tsit5, 1, 0, 20}, 101},
	} {
		knots := c.plan.Knots()
		if len(knots) != c.want {
			t.Errorf("%s × %d: %d knots, want %d", c.plan.Tableau.Name, c.plan.Steps, len(knots), c.want)
		}
		if knots[0] != c.plan.T0 {
			t.Errorf("%s × %d begins at %v", c.plan.Tableau.Name, c.plan.Steps, knots[0])
		}
	}
}

// listener notes which stages it is asked for.
type listener struct{ stages []Stage }

func (l *listener) Eval(dst, z Batch[float64], at Stage) {
	l.stages = append(l.stages, at)
	dst.Zero()
}

func TestStagesMeetTheirKnots(t *testing.T) {
	plan := Plan{Tsit5, 1, 0, 3}
	s := NewSolver[float64](plan, 1, 1)
	var l listener
	s.Solve(NewBatch[float64](1, 1), &l)
	if len(l.stages) != plan.Calls() {
		t.Fatalf("%d calls, want %d", len(l.stages), plan.Calls())
	}
	for i, at := range l.stages {
		want := 1 - (float64(i/6)+Tsit5.C[i%6])/3
		if at.Call != i || math.Abs(at.Time-want) > 1e-15 || s.Knots()[at.Knot] != at.Time {
			t.Errorf("call %d: %+v, want time %v", i, at, want)
		}
	}
}

func TestPlanOfNoStepsPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a plan of no steps made a solver")
		}
	}()
	NewSolver[float64](Plan{RK4, 0, 1, 0}, 2, 1)
}
