package flow

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"flowplayground/ode"
)

// methods returns jobs that each change one thing in the recipe, or two.
func methods() []Method {
	list := []Method{
		{}, {Steps: 5}, {Trace: GaussianTrace}, {Trace: RademacherTrace},
		{Gradient: CheckpointedGradient}, {Gradient: AdjointGradient},
		{Objective: FlowMatchingIndependent}, {Objective: FlowMatchingTransport},
		{Field: "hyper", Trace: RademacherTrace, Gradient: CheckpointedGradient},
		{Field: "paper", Solver: "tsit5", Steps: 4, Gradient: AdjointGradient},
		{Tolerance: 1e-3}, {Tolerance: 1e-4, Gradient: CheckpointedGradient}, {Tolerance: 1e-3, Gradient: AdjointGradient},
		{Tolerance: 1e-2, Solver: "bogacki-shampine", Field: "hyper", Trace: GaussianTrace, Kinetic: 1e-2},
		{Tolerance: 1e-3, Objective: FlowMatchingTransport}, {Kinetic: 1e-2}, {Frobenius: 1e-2},
		{Rate: 3e-3, Batch: 100}, {Average: 0.9, Patience: 2},
	}
	for _, f := range Fields {
		list = append(list, Method{Field: f.Name})
	}
	for _, tab := range ode.Tableaux {
		list = append(list, Method{Solver: SolverName(tab)})
	}
	return list
}

func TestEveryMethodTrains(t *testing.T) {
	for _, m := range methods() {
		job := cnfJob
		job.Width, job.Method = 4, m
		t.Run(fmt.Sprintf("%+v", m), func(t *testing.T) {
			start := trained(t, job, 0).Judge()
			tr := trained(t, job, 25)
			if nll := tr.Judge(); !finite(nll) || nll >= start {
				t.Errorf("NLL %v at first, %v after 25 steps", start, nll)
			}
			again := trained(t, job, 25)
			if again.Loss() != tr.Loss() {
				t.Errorf("losses %v and %v", tr.Loss(), again.Loss())
			}
		})
	}
}

// TestEveryMethodIsRestored goes on from a state as if never interrupted.
func TestEveryMethodIsRestored(t *testing.T) {
	for _, m := range methods() {
		job := cnfJob
		job.Width, job.Method = 2, m
		tr := trained(t, job, 3)
		again, err := Restore(tr.State())
		if err != nil {
			t.Fatalf("%+v: %v", m, err)
		}
		for range 2 {
			if err := tr.Step(); err != nil {
				t.Fatal(err)
			}
			if err := again.Step(); err != nil {
				t.Fatal(err)
			}
		}
		if math.Float64bits(tr.Loss()) != math.Float64bits(again.Loss()) {
			t.Errorf("%+v: loss %v, restored %v", m, tr.Loss(), again.Loss())
		}
	}
}

func TestMethodNames(t *testing.T) {
	for i := range traceNames {
		var got Trace
		if text, err := Trace(i).MarshalText(); err != nil || got.UnmarshalText(text) != nil || got != Trace(i) {
			t.Errorf("trace %d is %q, read as %v, %v", i, text, got, err)
		}
	}
	for i := range gradientNames {
		var got GradientMethod
		if text, err := GradientMethod(i).MarshalText(); err != nil || got.UnmarshalText(text) != nil || got != GradientMethod(i) {
			t.Errorf("gradient %d is %q, read as %v, %v", i, text, got, err)
		}
	}
	for i := range objectiveNames {
		var got Objective
		if text, err := Objective(i).MarshalText(); err != nil || got.UnmarshalText(text) != nil || got != Objective(i) {
			t.Errorf("objective %d is %q, read as %v, %v", i, text, got, err)
		}
	}
	if err := new(Trace).UnmarshalText([]byte("none")); err == nil || !strings.Contains(err.Error(), "exact, gaussian, rademacher") {
		t.Errorf("an unknown name: %v", err)
	}
}

func TestJobSolver(t *testing.T) {
	job := func(recipe string, m Method) Job {
		return Job{Kind: Continuous, Width: 2, Data: "moons", Seed: 1, Recipe: recipe, Method: m}
	}
	for _, c := range []struct {
		job  Job
		want string
	}{
		{job("tuned", Method{}), "RK4"},
		{job("notebook", Method{}), "Tsit5"},
		{job("tuned", Method{Solver: "bogacki-shampine"}), "Bogacki-Shampine"},
		{job("tuned", Method{Tolerance: 1e-3}), "Tsit5"},
		{job("tuned", Method{Tolerance: 1e-3, Solver: "heun"}), "Heun"},
		{job("tuned", Method{Solver: "rk5"}), ""},
		{job("none", Method{}), ""},
		{nfJob, ""},
	} {
		if got := c.job.Solver(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.job, got, c.want)
		}
	}
}
