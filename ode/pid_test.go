package ode

import (
	"math"
	"testing"
)

func TestPower(t *testing.T) {
	for _, x := range []float64{1e-300, 1e-9, 0.3, 0.5, 1, 1.7, 2, 12345, 1e200} {
		for _, y := range []float64{-1, -0.2, 0, 1. / 3, 0.14, 1} {
			got, want := power(x, y), math.Pow(x, y)
			if math.Abs(got-want) > 2e-13*want { // |y ln x| ≤ 700
				t.Errorf("%v to the %v: %v, want %v", x, y, got, want)
			}
		}
	}
	if got := power(1e300, 3); !math.IsInf(got, 1) {
		t.Errorf("1e900 is %v", got)
	}
	if got := power(1e300, -3); got != 0 {
		t.Errorf("1e-900 is %v", got)
	}
}

// TestFactor works the controller's formula through by hand.
func TestFactor(t *testing.T) {
	pid := PID{P: 0.4, I: 0.3, D: 0.1, MinFactor: 0.3, MaxFactor: 5}.filled()
	c := newControl(pid, 5)
	for i, step := range []struct {
		ε      float64
		accept bool
		factor float64
	}{
		{0.5, true, 0.9 * math.Pow(2, 0.8/5)},
		{0.25, true, 0.9 * math.Pow(4, 0.8/5) * math.Pow(2, -0.6/5)},
		{2, false, 0.9 * math.Pow(0.5, 0.8/5) * math.Pow(4, -0.6/5) * math.Pow(2, 0.1/5)},
		{1e9, false, 0.3},         // MinFactor
		{math.NaN(), false, 0.3},  // out of the domain
		{math.Inf(1), false, 0.3}, // likewise
		{0.99, true, 1},           // never shorter after success
		{1e-20, true, 5},          // MaxFactor
		{0, true, 5},              // no error at all counts as 1 from then on
		{0.1, true, 0.9 * math.Pow(10, 0.8/5) * math.Pow(1e20, 0.1/5)},
		{1.0001, false, 0.9 * math.Pow(1/1.0001, 0.8/5) * math.Pow(10, -0.6/5)},
		{0.5, true, 1}, // 0.9·2^0.16·10^-0.12 is less
	} {
		accept, factor := c.judge(step.ε)
		if accept != step.accept || math.Abs(factor-step.factor) > 1e-14 {
			t.Errorf("step %d, ε = %v: %v, %v; want %v, %v", i, step.ε, accept, factor, step.accept, step.factor)
		}
	}
	// After a failure the next step is never longer than Safety allows.
	c = control{PID: pid, order: 5, last: 1e-9, previous: 1}
	if accept, factor := c.judge(1.01); accept || factor != pid.Safety {
		t.Errorf("%v, %v after ε = 1.01 that follows on 1e9", accept, factor)
	}
}

func TestDefaults(t *testing.T) {
	want := PID{Atol: 1e-6, Rtol: 1e-3, I: 1, Safety: 0.9, MinFactor: 0.2, MaxFactor: 10, MaxSteps: 4096}
	if got := (PID{}).filled(); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	for _, c := range [][4]float64{{0, 1e-5, 1e-8, 1e-5}, {1e-8, 0, 1e-8, 1e-5}, {1e-3, 1e-9, 1e-3, 1e-9}} {
		got := PID{Atol: c[0], Rtol: c[1]}.filled()
		if math.Abs(got.Atol/c[2]-1) > 1e-15 || math.Abs(got.Rtol/c[3]-1) > 1e-15 {
			t.Errorf("tolerances %v became %v, %v", c, got.Atol, got.Rtol)
		}
	}
	if got := (PID{MinStep: 1e-3}).smallest(0, 1); got != 1e-3 {
		t.Errorf("smallest step %v, want the one given", got)
	}
	if got := (PID{}).smallest(-4, 1); got != 40*0x1p-52 {
		t.Errorf("smallest step %v, want ten units in the last place of 4", got)
	}
}

func TestScaledNorm(t *testing.T) {
	c := PID{Atol: 1, Rtol: 0.5}
	e, z, y := Batch[float64]{{3, 8}}, Batch[float64]{{-4, 2}}, Batch[float64]{{1, 6}}
	if got, want := scaledNorm(c, e, z, y), math.Sqrt((1+4)/2.); got != want { // 3/3 and 8/4
		t.Errorf("norm %v, want %v", got, want)
	}
	y[0][0] = math.Inf(-1)
	if got := scaledNorm(c, e, z, y); !math.IsNaN(got) {
		t.Errorf("norm %v at an infinite state", got)
	}
}
