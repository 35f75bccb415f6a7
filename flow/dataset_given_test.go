package flow

import (
	"math"
	"strings"
	"testing"
)

// A letter F, darker at the foot.
var letter = []float64{
	0, 0, 0, 1,
	0.2, 1, 1, 1,
	0, 0.1, 1, 1,
	0, 1, 1, 1,
	0.5, 1, 1, 1,
}

func TestImage(t *testing.T) {
	d, err := NewImageDataset(letter, 4, 5)
	if err != nil {
		t.Fatal(err)
	}
	q := quadrature{1, 2} // exact
	s := q.survey(d)
	checkSurvey(t, d, s, 1e-12)
	checkDraws(t, d, s, q)
	// The top row is on top, the foot at the left.
	ink := 4 + 0.8 + 0.9 + 1 + 0.5
	for _, c := range []struct{ x, y, darkness float64 }{
		{0.5, 4.5, 1}, {2.5, 4.1, 1}, {1.5, 2.9, 0.9}, {0.9, 0.1, 0.5}, {3.5, 4.5, 0}, {1.5, 0.5, 0}, {-0.1, 1, 0}, {1, 5.1, 0},
	} {
		want := c.darkness / ink * d.std[0] * d.std[1]
		x, y := (c.x-d.mean[0])/d.std[0], (c.y-d.mean[1])/d.std[1]
		if got := math.Exp(d.LogDensity(x, y)); math.Abs(got-want) > 1e-12 {
			t.Errorf("density %v at pixel (%v, %v), want %v", got, c.x, c.y, want)
		}
	}
}

func TestOneDarkPixel(t *testing.T) {
	d, err := NewImageDataset([]float64{1, 0, 1, 1, 1, 1}, 3, 2)
	if err != nil {
		t.Fatal(err)
	}
	if want := math.Log(12); math.Abs(d.Entropy-want) > 1e-12 || math.Abs(d.Peak-1./12) > 1e-12 {
		t.Errorf("entropy %v and peak %v of an even square, want %v and 1/12", d.Entropy, d.Peak, want)
	}
}

func TestBadImages(t *testing.T) {
	for name, c := range map[string]struct {
		gray          []float64
		width, height int
		says          string
	}{
		"empty":      {nil, 0, 0, "empty"},
		"no height":  {letter, 4, 0, "empty"},
		"negative":   {letter, -4, -5, "empty"},
		"wrong size": {letter, 5, 5, "20 pixels, not 5 × 5"},
		"overflow":   {letter, 1 << 62, 1 << 62, "20 pixels"},
		"white":      {[]float64{1, 1, 1, 1}, 2, 2, "all white"},
		"not 0 to 1": {[]float64{1, 1, 255, 1}, 2, 2, "pixel (0, 1)"},
		"not finite": {[]float64{1, math.NaN(), 0, 1}, 2, 2, "pixel (1, 0)"},
	} {
		if _, err := NewImageDataset(c.gray, c.width, c.height); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v, want %q in it", name, err, c.says)
		}
	}
}

// givenPoints returns n points of two moons, out of scale and place.
func givenPoints(n int) (x, y []float64) {
	a, b := make([]float32, n), make([]float32, n)
	TwoMoons.Sample(a, b, stream(7, 7))
	x, y = widen(a), widen(b)
	for k := range x {
		x[k], y[k] = 300+40*x[k], 20-1e-3*y[k]
	}
	return x, y
}

func TestPoints(t *testing.T) {
	for _, c := range []struct {
		n int
		q quadrature
	}{{3, quadrature{0.5, 12}}, {40, quadrature{0.5, 12}}, {300, quadrature{0.5, 16}}} {
		x, y := givenPoints(c.n)
		d, err := NewPointsDataset(x, y)
		if err != nil {
			t.Fatal(err)
		}
		s := c.q.survey(d)
		t.Logf("%d points: entropy %.6f, error %.1e", c.n, d.Entropy, d.Entropy-s.entropy)
		checkSurvey(t, d, s, 1e-6)
		checkDraws(t, d, s, c.q)
	}
}

// TestPointsFarOut: a lone point far out costs no more than empty rows.
func TestPointsFarOut(t *testing.T) {
	x, y := givenPoints(2000)
	x[5], y[5] = 1e9, -1e9
	d, err := NewPointsDataset(x, y)
	if err != nil || !finite(d.Entropy) || !(d.Peak > 0) {
		t.Fatalf("entropy %v, peak %v: %v", d.Entropy, d.Peak, err)
	}
	near, between := d.LogDensity(-0.02, 0.02), d.LogDensity(5, -5)
	if !(near > between && d.LogDensity(44, -44) > between) {
		t.Errorf("log-density %v near all points but one, %v between", near, between)
	}
}

func TestBadPoints(t *testing.T) {
	line := []float64{1, 2, 3, 4}
	for name, c := range map[string]struct {
		x, y []float64
		says string
	}{
		"none":       {nil, nil, "0 points"},
		"two":        {line[:2], line[:2], "2 points"},
		"too many":   {make([]float64, MostPoints+1), make([]float64, MostPoints+1), "10001 points"},
		"uneven":     {line, line[:3], "4 values of x, 3 of y"},
		"not finite": {line, []float64{1, 2, math.NaN(), 4}, "point 3 is (3, NaN)"},
		"infinite":   {[]float64{math.Inf(1), 2, 3, 4}, line, "point 1"},
		"flat":       {line, []float64{7, 7, 7, 7}, "no spread in y"},
		"one place":  {[]float64{0.1, 0.1, 0.1}, []float64{0.3, 0.3, 0.3}, "no spread in x"},
		"too large":  {[]float64{-1e308, 1e308, 0, 0}, line, "values of x are too large"},
	} {
		if _, err := NewPointsDataset(c.x, c.y); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v, want %q in it", name, err, c.says)
		}
	}
	if _, err := NewPointsDataset(line, []float64{4, 3, 2, 1}); err != nil {
		t.Errorf("points on a slope: %v", err)
	}
}
