package flow

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"flowplayground/ode"
)

// adaptiveCNF returns a CNF whose solver rejects some steps.
func adaptiveCNF[T Float](change func(*CNFSpec)) *CNF[T] {
	spec := CNFSpec{Units: 3, Identity: true, Activation: Tanh, Tableau: ode.Tsit5, Tolerance: 1e-3}
	change(&spec)
	c := NewCNF[T](spec)
	c.Init(CNFInit{W: 3, U: 2, B: 1, Gate: 3}, stream(5, 5))
	return c
}

// frozen returns the NLL of the points by the steps that the latest solve of
// them accepted, whatever the tolerance would say now.
func frozen(c *CNF[float64], times, x, y []float64) func() float64 {
	var solves []func(z ode.Batch[float64])
	for i := range len(times) - 1 {
		plan := ode.Plan{Tableau: c.spec.Tableau, T0: times[i], T1: times[i+1], Steps: 1}
		net := newCoefficientNet[float64](c.spec, plan.Knots())
		field := newPlanarField(net.table, plan.Knots(), len(x))
		solver := ode.NewSolver[float64](plan, flowDim, len(x))
		solves = append(solves, func(z ode.Batch[float64]) {
			net.forward(c.groups, c.values)
			solver.Solve(z, field)
		})
	}
	z := newPathState[float64](c.spec.scored(), len(x))
	return func() float64 {
		z.load(x, y)
		for _, solve := range solves {
			solve(z.z)
		}
		return z.score(0, len(x)) / float64(len(x))
	}
}

// TestAdaptiveGradient compares with central differences of the accepted steps,
// and those of the same times with what the solver computed.
func TestAdaptiveGradient(t *testing.T) {
	for _, tab := range []ode.Tableau{ode.Heun, ode.BogackiShampine, ode.Tsit5, ode.DormandPrince} {
		for _, field := range []FieldKind{Gated, Hyper} {
			t.Run(fmt.Sprint(tab.Name, field), func(t *testing.T) {
				c := adaptiveCNF[float64](func(s *CNFSpec) { s.Tableau, s.Field, s.Tolerance = tab, field, 1e-2 })
				x, y := points[float64](shardLen+9, 1)
				grad := make([]float64, len(c.Params()))
				loss := c.Gradient(grad, x, y)
				times := append([]float64{}, c.adaptive.trains[len(x)].solver.Times()...)
				checkObjective(t, c, grad, loss, frozen(c, times, x, y))
				if again := c.NLL(x, y); math.Abs(again-loss) > 1e-14 {
					t.Errorf("NLL %v with its gradient, %v without", loss, again)
				}
			})
		}
	}
}

// adaptiveBy returns loss and gradient of one CNF.
func adaptiveBy(change func(*CNFSpec)) (*CNF[float64], float64, []float64) {
	c := adaptiveCNF[float64](change)
	c.SetNoise(stream(9, 9))
	x, y := points[float64](shardLen+9, 1)
	grad := make([]float64, len(c.Params()))
	return c, c.Gradient(grad, x, y), grad
}

func TestAdaptiveCheckpointsHaveTheSameBits(t *testing.T) {
	for _, tab := range []ode.Tableau{ode.Ralston, ode.Tsit5, ode.DormandPrince} {
		for name, change := range map[string]func(*CNFSpec){
			"plain": func(*CNFSpec) {}, "penalties": func(s *CNFSpec) { s.Kinetic, s.Frobenius = 0.1, 0.2 },
			"trace": func(s *CNFSpec) { s.Trace = RademacherTrace },
		} {
			for _, tolerance := range []float64{1e-1, 1e-2, 1e-3, 1e-4} {
				c, nll, want := adaptiveBy(func(s *CNFSpec) { change(s); s.Tableau, s.Tolerance = tab, tolerance })
				_, again, got := adaptiveBy(func(s *CNFSpec) {
					change(s)
					s.Tableau, s.Tolerance, s.Gradient = tab, tolerance, CheckpointedGradient
				})
				if again != nll {
					t.Errorf("%s %s: NLL %v and %v", tab.Name, name, again, nll)
				}
				for i := range want {
					if got[i] != want[i] {
						t.Fatalf("%s %s, %+v: gradient %d: %v and %v", tab.Name, name, c.Stats(), i, got[i], want[i])
					}
				}
			}
		}
	}
}

// TestForgottenValuesAreComputedAgain leaves room for one step's only.
func TestForgottenValuesAreComputedAgain(t *testing.T) {
	c, _, want := adaptiveBy(func(*CNFSpec) {})
	x, y := points[float64](shardLen+9, 1)
	p := c.adaptive.trains[len(x)]
	p.field.most, p.field.tanhs = 8, p.field.tanhs[:1]
	got := make([]float64, len(want))
	c.Gradient(got, x, y)
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("gradient %d: %v and %v", i, got[i], want[i])
		}
	}
	if n := len(p.field.tanhs); n != 8 {
		t.Errorf("the values of %d calls are kept", n)
	}
}

func TestAdaptiveAdjointGradientConverges(t *testing.T) {
	var errors []float64
	for _, tolerance := range []float64{1e-3, 1e-6, 1e-9} {
		_, nll, want := adaptiveBy(func(s *CNFSpec) { s.Tolerance = tolerance })
		_, again, got := adaptiveBy(func(s *CNFSpec) { s.Tolerance, s.Gradient = tolerance, AdjointGradient })
		if again != nll {
			t.Errorf("NLL %v and %v", again, nll)
		}
		worst, largest := 0.0, 0.0
		for i := range want {
			worst, largest = max(worst, math.Abs(got[i]-want[i])), max(largest, math.Abs(want[i]))
		}
		errors = append(errors, worst/largest)
	}
	if !(errors[0] > 10*errors[1] && errors[1] > 10*errors[2] && errors[2] < 1e-6) || errors[2] == 0 {
		t.Errorf("relative errors %.2g at tolerances of 1e-3, 1e-6 and 1e-9", errors)
	}
}

func TestAdaptiveStats(t *testing.T) {
	c, _, _ := adaptiveBy(func(s *CNFSpec) { s.Tolerance = 1e-6 })
	tight := c.Stats()
	c, _, _ = adaptiveBy(func(s *CNFSpec) { s.Tolerance = 1e-2 })
	loose := c.Stats()
	if !(loose.Accepted >= 1 && tight.Accepted > loose.Accepted && tight.Evaluations > loose.Evaluations) {
		t.Errorf("%+v at 1e-6, %+v at 1e-2", tight, loose)
	}
	fixed := NewCNF[float64](CNFSpec{Units: 1, Tableau: ode.RK4, Steps: 8}).Stats()
	if fixed != (ode.Stats{Accepted: 8, Evaluations: 32}) {
		t.Errorf("in equal steps: %+v", fixed)
	}
}

// TestAdaptiveNLL compares with many equal steps.
func TestAdaptiveNLL(t *testing.T) {
	x, y := points[float64](200, 1)
	want := adaptiveCNF[float64](func(s *CNFSpec) { s.Tolerance, s.Steps = 0, 400 }).NLL(x, y)
	if got := adaptiveCNF[float64](func(s *CNFSpec) { s.Tolerance = 1e-9 }).NLL(x, y); math.Abs(got-want) > 1e-8 {
		t.Errorf("NLL %v, in 400 steps %v", got, want)
	}
}

func TestFailedSolve(t *testing.T) {
	c, _, grad := adaptiveBy(func(*CNFSpec) {})
	x, y := points[float64](20, 1)
	if c.Err() != nil {
		t.Fatal(c.Err())
	}
	part(c.groups, "w", c.values)[0] = math.NaN()
	for name, f := range map[string]func() float64{
		"NLL":      func() float64 { return c.NLL(x, y) },
		"Gradient": func() float64 { return c.Gradient(grad, x, y) },
	} {
		var failed *ode.SolveError
		if nll := f(); !math.IsNaN(nll) || !errors.As(c.Err(), &failed) {
			t.Errorf("%s of a field that is not a number: %v, %v", name, nll, c.Err())
		}
	}
}
