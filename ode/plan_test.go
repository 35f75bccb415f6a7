package ode_test

import (
	"math"
	"testing"

	"flowplayground/ode"
)

func TestKnots(t *testing.T) {
	for _, c := range []struct {
		plan ode.Plan
		want int
	}{
		{ode.Plan{Tableau: ode.Euler, T0: 0, T1: 1, Steps: 7}, 7},
		{ode.Plan{Tableau: ode.Heun, T0: 0, T1: 1, Steps: 7}, 8},
		{ode.Plan{Tableau: ode.RK4, T0: 1, T1: 0, Steps: 8}, 17},
		{ode.Plan{Tableau: ode.RK4, T0: 0, T1: 1, Steps: 3}, 7}, // h is not a binary fraction
		{ode.Plan{Tableau: ode.Tsit5, T0: 1, T1: 0, Steps: 20}, 101},
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
type listener struct{ stages []ode.Stage }

func (l *listener) Eval(dst, z ode.Batch[float64], at ode.Stage) {
	l.stages = append(l.stages, at)
	dst.Zero()
}

func TestStagesMeetTheirKnots(t *testing.T) {
	plan := ode.Plan{Tableau: ode.Tsit5, T0: 1, T1: 0, Steps: 3}
	s := ode.NewSolver[float64](plan, 1, 1)
	var l listener
	s.Solve(ode.NewBatch[float64](1, 1), &l)
	if len(l.stages) != plan.Calls() {
		t.Fatalf("%d calls, want %d", len(l.stages), plan.Calls())
	}
	for i, at := range l.stages {
		want := 1 - (float64(i/6)+ode.Tsit5.C[i%6])/3
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
	ode.NewSolver[float64](ode.Plan{Tableau: ode.RK4, T0: 0, T1: 1, Steps: 0}, 2, 1)
}
