package web

import (
	"math"
	"testing"
)

// circlePaths is one particle on the unit circle, with stops at equal angles.
func circlePaths(stages int) Paths {
	var x, y []float32
	for s := range stages + 1 {
		a := math.Pi / 2 * float64(s) / float64(stages)
		x, y = append(x, float32(math.Cos(a))), append(y, float32(math.Sin(a)))
	}
	return newPaths(stages, x, y)
}

func TestPathsMeetTheirStops(t *testing.T) {
	p := circlePaths(8)
	x, y := make([]float32, 1), make([]float32, 1)
	for _, smooth := range []bool{false, true} {
		for s := range 9 {
			p.At(x, y, float64(s)/8, smooth)
			if math.Abs(float64(x[0]-p.x[s])) > 1e-6 || math.Abs(float64(y[0]-p.y[s])) > 1e-6 {
				t.Errorf("smooth %v, stop %d: (%v, %v), want (%v, %v)", smooth, s, x[0], y[0], p.x[s], p.y[s])
			}
		}
	}
}

func TestSmoothPathsFollowTheCurve(t *testing.T) {
	p := circlePaths(8)
	x, y := make([]float32, 1), make([]float32, 1)
	for _, c := range []struct {
		smooth bool
		most   float64
	}{{true, 1e-3}, {false, 6e-3}} {
		for i := range 100 {
			p.At(x, y, float64(i)/99, c.smooth)
			if d := math.Abs(math.Hypot(float64(x[0]), float64(y[0])) - 1); d > c.most {
				t.Errorf("smooth %v at t = %v: %v off the circle", c.smooth, float64(i)/99, d)
			}
		}
	}
}

func TestPathsOutsideTimeStayAtTheEnds(t *testing.T) {
	p := circlePaths(3)
	x, y := make([]float32, 1), make([]float32, 1)
	p.At(x, y, -1, true)
	if x[0] != 1 {
		t.Errorf("before the start at x = %v", x[0])
	}
	p.At(x, y, 2, true)
	if math.Abs(float64(y[0]-1)) > 1e-6 {
		t.Errorf("after the end at y = %v", y[0])
	}
}

func TestPathsThatDoNotFit(t *testing.T) {
	for _, p := range []Paths{newPaths(0, nil, nil), newPaths(2, make([]float32, 4), make([]float32, 4)), newPaths(1, make([]float32, 2), nil)} {
		if p.Len() != 0 {
			t.Errorf("%+v has %d particles", p, p.Len())
		}
		p.At(nil, nil, 0.5, true) // does nothing
	}
}
