package ode_test

import (
	"errors"
	"math"
	"testing"

	"flowplayground/ode"
	"flowplayground/ode/internal/problems"
)

// exactGradient returns the gradient of the loss of the exact solution.
func exactGradient(p problems.Problem) []float64 {
	return differences(p, func(p problems.Problem, z ode.Batch[float64]) {
		for k := range z[0] {
			z0 := make([]float64, p.Dim())
			for c := range z0 {
				z0[c] = z[c][k]
			}
			for c, v := range p.Solution(z0, p.Theta, p.T0, p.T1) {
				z[c][k] = v
			}
		}
	})
}

// adjoint returns the gradient by the continuous adjoint of a fixed plan.
func adjoint(plan ode.Plan, f *problems.Field[float64]) []float64 {
	z := f.Batch(states)
	ode.NewSolver[float64](plan, f.Dim(), states).Solve(z, f)
	f.Slots = plan.Tableau.Stages()
	λ := lossCotangent(z)
	ode.NewAdjoint[float64](plan, f.Dim(), states).Backward(z, λ, f)
	return flat(f.Cotangents, λ)
}

func planOf(p problems.Problem, tab ode.Tableau, steps int) ode.Plan {
	return ode.Plan{Tableau: tab, T0: p.T0, T1: p.T1, Steps: steps}
}

// TestAdjointOrder asserts that the adjoint's error, unlike that of Backward,
// falls with the step at the method's order.
func TestAdjointOrder(t *testing.T) {
	p := problems.Spiral
	// Exact to rounding, as central differences are not.
	want := recorded(ode.NewSolver[float64](planOf(p, ode.Tsit5, 1000), p.Dim(), states), problems.NewField[float64](p))
	if d := apart(want, exactGradient(p)); d > 1e-9 {
		t.Fatalf("the reference is off by %.2g from the solution's gradient", d)
	}
	for _, tab := range ode.Tableaux {
		order := slope([]int{20, 40, 80, 160}, func(n int) float64 {
			return apart(adjoint(planOf(p, tab, n), problems.NewField[float64](p)), want)
		})
		if !near(order, tab.Order) {
			t.Errorf("%s: the adjoint's order is %.2f, want %d", tab.Name, order, tab.Order)
		}
	}
}

// TestThreeGradients compares all ways with one another and with central
// differences.
func TestThreeGradients(t *testing.T) {
	for _, p := range []problems.Problem{problems.Oscillator, problems.Spiral, problems.LotkaVolterra, problems.Blowup} {
		plan := planOf(p, ode.DormandPrince, 300)
		s := ode.NewSolver[float64](plan, p.Dim(), states)
		want := differences(p, func(p problems.Problem, z ode.Batch[float64]) {
			s.Solve(z, problems.NewField[float64](p))
		})
		stored := recorded(s, problems.NewField[float64](p))
		s.Checkpoint(8)
		for _, c := range []struct {
			name      string
			gradient  []float64
			tolerance float64
		}{
			{"stored", stored, 1e-8},
			{"checkpointed", recorded(s, problems.NewField[float64](p)), 1e-8},
			{"adjoint", adjoint(plan, problems.NewField[float64](p)), 1e-7},
			{"adaptive", adaptiveGradient(t, ode.Tsit5, p, 1e-10), 1e-7},
			{"adaptive adjoint", adaptiveAdjoint(t, ode.DormandPrince, p, 1e-10), 1e-7},
		} {
			if d := apart(c.gradient, want); d > c.tolerance {
				t.Errorf("%s, %s: off by %.2g from central differences", p.Name, c.name, d)
			}
		}
		if p.Solution != nil {
			if d := apart(stored, exactGradient(p)); d > 1e-7 {
				t.Errorf("%s: off by %.2g from the solution's gradient", p.Name, d)
			}
		}
	}
}

func adaptiveGradient(t *testing.T, tab ode.Tableau, p problems.Problem, rtol float64) []float64 {
	t.Helper()
	a, f, z := ode.NewAdaptive[float64](tab, ode.PID{Rtol: rtol}, p.Dim(), states), problems.NewField[float64](p), p.Batch(states)
	if _, err := a.Record(z, f, p.T0, p.T1); err != nil {
		t.Fatal(err)
	}
	λ := lossCotangent(z)
	a.Backward(λ, f)
	return flat(f.Cotangents, λ)
}

func adaptiveAdjoint(t *testing.T, tab ode.Tableau, p problems.Problem, rtol float64) []float64 {
	t.Helper()
	c, f, z := ode.PID{Rtol: rtol}, problems.NewField[float64](p), p.Batch(states)
	if _, err := ode.NewAdaptive[float64](tab, c, p.Dim(), states).Solve(z, f, p.T0, p.T1); err != nil {
		t.Fatal(err)
	}
	f.Slots = tab.Stages() + 1
	f.Evaluations = 0
	λ := lossCotangent(z)
	a := ode.NewAdaptiveAdjoint[float64](tab, c, p.Dim(), states)
	stats, err := a.Backward(z, λ, f, p.T0, p.T1)
	if err != nil {
		t.Fatal(err)
	}
	if n := a.Times(); n[0] != p.T1 || n[len(n)-1] != p.T0 || len(n) != stats.Accepted+1 {
		t.Errorf("%s: times from %v to %v, %d of them after %+v", p.Name, n[0], n[len(n)-1], len(n), stats)
	}
	weighed := 0
	for _, b := range tab.B {
		if b != 0 {
			weighed++
		}
	}
	if want := stats.Evaluations + weighed*stats.Accepted; f.Evaluations != stats.Evaluations || f.Pullbacks != want {
		t.Errorf("%s: %d evaluations and %d pullbacks, want %d and %d", p.Name, f.Evaluations, f.Pullbacks, stats.Evaluations, want)
	}
	for c, start := range p.Start {
		if math.Abs(z[c][0]-start) > 1e3*rtol {
			t.Errorf("%s: came back to %v, from %v", p.Name, z[c][0], start)
		}
	}
	return flat(f.Cotangents, λ)
}

// TestAdaptiveAdjointTolerance asserts that the error follows the tolerance,
// for methods with and without a slope at the end in their error estimate.
func TestAdaptiveAdjointTolerance(t *testing.T) {
	p := problems.Spiral
	want := exactGradient(p)
	for _, c := range []struct {
		tab  ode.Tableau
		rtol float64
	}{{ode.Heun, 1e-3}, {ode.Heun, 1e-4}, {ode.BogackiShampine, 1e-5}, {ode.Tsit5, 1e-4}, {ode.Tsit5, 1e-8}} {
		if d := apart(adaptiveAdjoint(t, c.tab, p, c.rtol), want); d > 10*c.rtol {
			t.Errorf("%s at %v: off by %.2g", c.tab.Name, c.rtol, d)
		}
	}
}

// TestAdjointOfADecay shows the adjoint's weakness: the reverse of a flow that
// contracts by e⁷⁵ doesn't find back, where Backward is exact.
func TestAdjointOfADecay(t *testing.T) {
	p := problems.Decay
	plan := planOf(p, ode.RK4, 300)
	f := problems.NewField[float64](p)
	z := p.Batch(states)
	ode.NewSolver[float64](plan, 1, states).Solve(z, f)
	λ := lossCotangent(z)
	ode.NewAdjoint[float64](plan, 1, states).Backward(z, λ, f)
	if d := math.Abs(z[0][0] - p.Start[0]); d < 1 {
		t.Errorf("the reverse solve came back to within %v", d)
	}
	s := ode.NewSolver[float64](plan, 1, states)
	want := differences(p, func(p problems.Problem, z ode.Batch[float64]) {
		s.Solve(z, problems.NewField[float64](p))
	})
	for i, got := range recorded(s, problems.NewField[float64](p)) { // nearly 0
		if math.Abs(got-want[i]) > 1e-9 {
			t.Errorf("Backward's entry %d is %v, central differences say %v", i, got, want[i])
		}
	}
}

func TestAdjointKnots(t *testing.T) {
	plan := ode.Plan{Tableau: ode.RK4, T0: 0, T1: 1, Steps: 2}
	knots := ode.NewAdjoint[float64](plan, 1, 1).Knots()
	if len(knots) != 5 || knots[0] != 1 || knots[4] != 0 {
		t.Errorf("knots %v", knots)
	}
}

// TestAdaptiveAdjointFails integrates backward into the singularity of
// z' = z², which stands at t = 1 for a state of -1 at t = 2.
func TestAdaptiveAdjointFails(t *testing.T) {
	a := ode.NewAdaptiveAdjoint[float64](ode.Tsit5, ode.PID{}, 1, 1)
	z, λ := batchOf[float64]([]float64{-1}), batchOf[float64]([]float64{1})
	_, err := a.Backward(z, λ, problems.NewField[float64](problems.Blowup), 0, 2)
	var e *ode.SolveError
	if !errors.As(err, &e) || math.Abs(e.Time-1) > 1e-2 {
		t.Errorf("error %v, want one at time 1", err)
	}
}
