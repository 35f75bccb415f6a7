package render

import (
	"math"
	"testing"
)

// normalGrid is the standard normal density.
func normalGrid(n int) Grid {
	g := Grid{n, make([]float32, n*n)}
	for k := range g.LogP {
		x := plane.X0 + (float64(k%n)+0.5)*6/float64(n)
		y := plane.Y0 + (float64(k/n)+0.5)*6/float64(n)
		g.LogP[k] = float32(-math.Log(2*math.Pi) - (x*x+y*y)/2)
	}
	return g
}

// Of the standard normal, a circle of radius r holds 1 - exp(-r²/2).
func TestContoursOfTheNormal(t *testing.T) {
	g := normalGrid(128)
	parts := []float64{0.5, 0.8, 0.95}
	for i, level := range MassLevels(g, plane, parts) {
		held := 1 - 2*math.Pi*math.Exp(level)
		if math.Abs(held-parts[i]) > 0.002 {
			t.Errorf("the level for %v holds %v", parts[i], held)
		}
		x, y := Contour(g, plane, level)
		want := math.Sqrt(-2 * math.Log(1-parts[i]))
		if len(x) < 100 || len(x)%2 != 0 {
			t.Fatalf("%d ends of lines", len(x))
		}
		for k := range x {
			if r := math.Hypot(float64(x[k]), float64(y[k])); math.Abs(r-want) > 0.01 {
				t.Fatalf("a point of the contour for %v is at radius %v, want %v", parts[i], r, want)
			}
		}
		if turns := turns(x, y); math.Abs(turns-1) > 1e-6 {
			t.Errorf("the contour for %v goes round %v times", parts[i], turns)
		}
	}
}

// turns returns how often lines go round the origin, whichever way each runs.
func turns(x, y []float32) (sum float64) {
	for k := 0; k < len(x); k += 2 {
		a, b := complex(float64(x[k]), float64(y[k])), complex(float64(x[k+1]), float64(y[k+1]))
		sum += math.Abs(math.Atan2(imag(b)*real(a)-imag(a)*real(b), real(a)*real(b)+imag(a)*imag(b))) / (2 * math.Pi)
	}
	return sum
}

func TestLevelsBeyondTheWindow(t *testing.T) {
	g := normalGrid(64)
	for k := range g.LogP {
		g.LogP[k] -= 1 // e⁻¹ of the mass is in the window
	}
	levels := MassLevels(g, plane, []float64{0.3, 0.8})
	if math.IsInf(levels[0], 0) || !math.IsInf(levels[1], -1) {
		t.Errorf("levels %v, want one and -Inf", levels)
	}
}

func TestContourOfASaddle(t *testing.T) {
	for _, c := range []struct {
		logP []float32
		want int // ends of lines
	}{
		{[]float32{1, -1, -1, 1}, 4}, {[]float32{-1, 1, 1, -1}, 4}, {[]float32{1, 1, 1, 1}, 0},
		{[]float32{1, -1, -1, -1}, 2}, {[]float32{1, float32(math.Inf(-1)), -1, float32(math.NaN())}, 2},
	} {
		x, _ := Contour(Grid{2, c.logP}, plane, 0)
		if len(x) != c.want {
			t.Errorf("%v: %d ends, want %d", c.logP, len(x), c.want)
		}
		for _, v := range x {
			if v-v != 0 {
				t.Errorf("%v: a contour at %v", c.logP, v)
			}
		}
	}
}
