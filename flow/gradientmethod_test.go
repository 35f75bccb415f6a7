package flow

import (
	"math"
	"testing"

	"flowplayground/ode"
)

// gradientBy returns the loss and gradient of one CNF by a method.
func gradientBy(method GradientMethod, tableau ode.Tableau, steps int) (nll float64, grad []float64) {
	c := NewCNF[float64](CNFSpec{Units: 3, Identity: true, Activation: Tanh, Tableau: tableau, Steps: steps, Gradient: method})
	c.Init(CNFInit{W: 1, U: 1, B: 1, Gate: 1}, stream(5, 5))
	x, y := points[float64](shardLen+9, 1)
	grad = make([]float64, len(c.Params()))
	return c.Gradient(grad, x, y), grad
}

func TestCheckpointedGradientHasTheSameBits(t *testing.T) {
	for _, tab := range []ode.Tableau{ode.RK4, ode.Tsit5} {
		nll, want := gradientBy(StoredGradient, tab, 7)
		again, got := gradientBy(CheckpointedGradient, tab, 7)
		if again != nll {
			t.Errorf("%s: NLL %v and %v", tab.Name, again, nll)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("%s: gradient %d: %v and %v", tab.Name, i, got[i], want[i])
			}
		}
	}
}

// TestAdjointGradientConverges: the adjoint's gradient differs from the exact
// one by an error that falls with the solver's steps.
func TestAdjointGradientConverges(t *testing.T) {
	var errors []float64
	for _, steps := range []int{8, 16, 32} {
		nll, want := gradientBy(StoredGradient, ode.RK4, steps)
		again, got := gradientBy(AdjointGradient, ode.RK4, steps)
		if math.Abs(again-nll) > 1e-13 {
			t.Errorf("NLL %v and %v", again, nll)
		}
		worst, largest := 0.0, 0.0
		for i := range want {
			worst, largest = max(worst, math.Abs(got[i]-want[i])), max(largest, math.Abs(want[i]))
		}
		errors = append(errors, worst/largest)
	}
	if !(errors[0] > 8*errors[1] && errors[1] > 8*errors[2] && errors[2] < 1e-5) {
		t.Errorf("relative errors %.2g at 8, 16 and 32 steps", errors)
	}
	if errors[0] == 0 {
		t.Error("the adjoint has no error at all: is it the stored gradient?")
	}
}

func TestCheckpointsRememberLess(t *testing.T) {
	plan := ode.Plan{Tableau: ode.RK4, T0: 1, T1: 0, Steps: 16}
	for method, want := range map[GradientMethod]int{StoredGradient: 64, CheckpointedGradient: 16, AdjointGradient: 4} {
		if got := method.remembered(plan); got != want {
			t.Errorf("%v remembers %d calls, want %d", method, got, want)
		}
	}
}

func TestAdjointWithEstimatedTracePanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	NewCNF[float32](CNFSpec{Units: 1, Tableau: ode.RK4, Steps: 1, Gradient: AdjointGradient, Trace: GaussianTrace})
}
