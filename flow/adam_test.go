package flow

import (
	"math"
	"testing"
)

// TestAdam follows algorithm 1 of Kingma & Ba (2015) by the letter.
func TestAdam(t *testing.T) {
	params, scale := []float64{1, -2, 0.5}, []float64{1, 5, 0.1}
	want := append([]float64{}, params...)
	m, v := make([]float64, 3), make([]float64, 3)
	var a Adam[float64]
	for step := 1; step <= 30; step++ {
		grad := make([]float64, 3)
		for i, p := range params {
			grad[i] = 2*p + math.Sin(float64(step*(i+1)))
		}
		rate := 0.1 / float64(step)
		for i, g := range grad {
			m[i] = 0.9*m[i] + 0.1*g
			v[i] = 0.999*v[i] + 0.001*g*g
			mHat, vHat := m[i]/(1-math.Pow(0.9, float64(step))), v[i]/(1-math.Pow(0.999, float64(step)))
			want[i] -= scale[i] * rate * mHat / (math.Sqrt(vHat) + 1e-8)
		}
		a.Step(params, grad, rate, scale)
	}
	for i := range params {
		if math.Abs(params[i]-want[i]) > 1e-12 {
			t.Errorf("parameter %d: %v, want %v", i, params[i], want[i])
		}
	}
}

func TestAdamLengths(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("lengths that differ were taken")
		}
	}()
	new(Adam[float64]).Step(make([]float64, 3), make([]float64, 2), 1, nil)
}

func TestClip(t *testing.T) {
	g := []float64{3, -4}
	if n := clip(g, 10); n != 5 || g[0] != 3 {
		t.Errorf("short gradient: norm %v, %v", n, g)
	}
	if n := clip(g, 0); n != 5 || g[0] != 3 {
		t.Errorf("no limit: norm %v, %v", n, g)
	}
	if n := clip(g, 1); n != 5 || math.Abs(g[0]-0.6) > 1e-15 || math.Abs(g[1]+0.8) > 1e-15 {
		t.Errorf("long gradient: norm %v, %v", n, g)
	}
}
