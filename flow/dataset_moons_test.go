package flow

import (
	"math"
	"testing"
)

// TestMoonsEntropy compares the polynomial with the values of an independent
// implementation.
func TestMoonsEntropy(t *testing.T) {
	for _, c := range []struct{ σ, want, digits float64 }{
		{0.05, 0.0715, 5e-5}, {0.1, 0.7755, 5e-5}, {0.15, 1.1894, 5e-5}, {0.3, 1.8939, 5e-5}, {0.5, 2.3564, 5e-5},
		{0.2, 1.4833132733895522, 1e-9},
	} {
		if got := TwoMoonsWithNoise(c.σ).Entropy; math.Abs(got-c.want) > c.digits {
			t.Errorf("noise %v: entropy %.10f, want %v", c.σ, got, c.want)
		}
	}
}

// TestMoonsOfNoise compares with the moons that have it fixed.
func TestMoonsOfNoise(t *testing.T) {
	d := TwoMoonsWithNoise(0.2)
	x, y := make([]float32, 100), make([]float32, 100)
	u, v := make([]float32, 100), make([]float32, 100)
	d.Sample(x, y, stream(1, 1))
	TwoMoons.Sample(u, v, stream(1, 1))
	for k := range x {
		if x[k] != u[k] || y[k] != v[k] {
			t.Fatalf("point %d is (%v, %v), not (%v, %v)", k, x[k], y[k], u[k], v[k])
		}
	}
	if d.Name != TwoMoons.Name || math.Abs(d.Peak-TwoMoons.Peak) > 0.02*d.Peak {
		t.Errorf("%s with peak %v, want %v", d.Name, d.Peak, TwoMoons.Peak)
	}
	for _, σ := range []float64{0, 0.049, 0.51, -0.2, math.NaN(), math.Inf(1)} {
		if !panics(func() { TwoMoonsWithNoise(σ) }) {
			t.Errorf("noise %v taken", σ)
		}
	}
}

// TestMoonsDensity holds the density to that of an independent implementation,
// at points of the plane before it is standardised.
func TestMoonsDensity(t *testing.T) {
	for _, c := range []struct{ x, y, want float64 }{
		{-1, 2, -0.92686489}, {1, 0, -1.62001207}, {0, 1.7, -0.92946124}, {0, 0, -13.07902208},
	} {
		if got := TwoMoons.LogDensity(c.x/math.Sqrt(3.04), c.y/math.Sqrt(2.04)); math.Abs(got-c.want) > 5.1e-9 {
			t.Errorf("log p(%v, %v) = %.9f, want %v", c.x, c.y, got, c.want)
		}
	}
}

func TestMoonsShape(t *testing.T) {
	x, y := make([]float32, 2000), make([]float32, 2000)
	TwoMoons.Sample(x, y, stream(2, 2))
	upper := 0
	for k := range x {
		rx, ry := float64(x[k])*math.Sqrt(3.04), float64(y[k])*math.Sqrt(2.04)
		up, low := math.Hypot(rx+1, ry)-2, math.Hypot(rx-1, ry)-2
		switch {
		case math.Abs(up) < 1 && ry > -1:
			upper++
		case math.Abs(low) < 1 && ry < 1:
		default:
			t.Fatalf("(%v, %v) lies on neither moon", rx, ry)
		}
	}
	if upper < 800 || upper > 1300 {
		t.Errorf("%d of 2000 points on the upper moon", upper)
	}
}
