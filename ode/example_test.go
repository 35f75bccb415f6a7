package ode_test

import (
	"errors"
	"fmt"
	"math"

	"flowplayground/ode"
)

// oscillator is z₁' = z₂, z₂' = -z₁.
type oscillator struct{}

func (oscillator) Eval(dst, z ode.Batch[float64], at ode.Stage) {
	for k := range z[0] {
		dst[0][k], dst[1][k] = z[1][k], -z[0][k]
	}
}

// Two pendulums swing a sixth of their period in ten steps.
func ExampleSolver() {
	plan := ode.Plan{Tableau: ode.RK4, T0: 0, T1: math.Pi / 3, Steps: 10}
	solver := ode.NewSolver[float64](plan, 2, 2)
	z := ode.Batch[float64]{
		{1, 0},   // positions
		{0, 0.5}, // speeds
	}
	solver.Solve(z, oscillator{})
	fmt.Printf("positions %.3f, speeds %.3f\n", z[0], z[1])
	// Output: positions [0.500 0.433], speeds [-0.866 0.250]
}

// The same to a tolerance: the solver chooses its steps and tells its work.
func ExampleAdaptive() {
	solver := ode.NewAdaptive[float64](ode.Tsit5, ode.PID{Rtol: 1e-6}, 2, 1)
	z := ode.Batch[float64]{{1}, {0}}
	stats, err := solver.Solve(z, oscillator{}, 0, 2*math.Pi)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("error %.0e\n", math.Hypot(z[0][0]-1, z[1][0]))
	fmt.Printf("%d steps, %d rejected, %d evaluations\n", stats.Accepted, stats.Rejected, stats.Evaluations)
	// Output:
	// error 4e-07
	// 30 steps, 6 rejected, 218 evaluations
}

// square is z' = θz² and gathers ∂L/∂θ.
type square struct{ θ, gradient float64 }

func (s *square) Eval(dst, z ode.Batch[float64], at ode.Stage) {
	dst[0][0] = s.θ * z[0][0] * z[0][0]
}

func (s *square) Pullback(dz, z, λ ode.Batch[float64], at ode.Stage) {
	dz[0][0] = 2 * s.θ * z[0][0] * λ[0][0]
	s.gradient += λ[0][0] * z[0][0] * z[0][0]
}

// A solution that ends before its time says so, and how far it came.
func ExampleSolveError() {
	solver := ode.NewAdaptive[float64](ode.DormandPrince, ode.PID{Rtol: 1e-8}, 1, 1)
	_, err := solver.Solve(ode.Batch[float64]{{1}}, &square{θ: 1}, 0, 2) // 1/(1 - t)
	var end *ode.SolveError
	if errors.As(err, &end) && errors.Is(err, ode.ErrStepSize) {
		fmt.Printf("there is no solution beyond t = %.3f\n", end.Time)
	}
	// Output: there is no solution beyond t = 1.000
}

// The gradient of L = z(1) for z' = θz², z(0) = ½: the solution is
// z₀/(1 - θz₀t), and so ∂L/∂θ = z₀²/(1 - θz₀)² = 1, ∂L/∂z₀ = 1/(1 - θz₀)² = 4.
func ExampleSolver_Backward() {
	solver := ode.NewSolver[float64](ode.Plan{Tableau: ode.Tsit5, T0: 0, T1: 1, Steps: 20}, 1, 1)
	f := &square{θ: 1}
	solver.Record(ode.Batch[float64]{{0.5}}, f)
	λ := ode.Batch[float64]{{1}}
	solver.Backward(λ, f)
	fmt.Printf("∂L/∂θ = %.4f, ∂L/∂z₀ = %.4f\n", f.gradient, λ[0][0])
	// Output: ∂L/∂θ = 1.0000, ∂L/∂z₀ = 4.0000
}

// Between the steps a polynomial answers.
func ExampleTrajectory() {
	solver := ode.NewAdaptive[float64](ode.Tsit5, ode.PID{Rtol: 1e-6}, 2, 1)
	var path ode.Trajectory[float64]
	if _, err := solver.Trace(&path, ode.Batch[float64]{{0}, {1}}, oscillator{}, 0, 3); err != nil {
		fmt.Println(err)
		return
	}
	z := ode.NewBatch[float64](2, 1)
	for _, t := range []float64{0, 0.5, 1, 2.5} {
		path.At(z, t)
		fmt.Printf("sin %.1f = %.4f\n", t, z[0][0])
	}
	// Output:
	// sin 0.0 = 0.0000
	// sin 0.5 = 0.4794
	// sin 1.0 = 0.8415
	// sin 2.5 = 0.5985
}
