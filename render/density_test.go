package render

import (
	"image"
	"image/color"
	"math"
	"testing"
)

func square(n int) *image.RGBA { return image.NewRGBA(image.Rect(0, 0, n, n)) }

// index returns which colour of m a pixel has.
func index(t *testing.T, img *image.RGBA, x, y int) int {
	t.Helper()
	for i, c := range Viridis {
		if img.RGBAAt(x, y) == c {
			return i
		}
	}
	t.Fatalf("pixel (%d, %d) has a colour that is not in the map", x, y)
	return 0
}

func TestPaintDensityOfAConstant(t *testing.T) {
	const peak = 0.37
	nan := float32(math.NaN())
	inf := float32(math.Inf(1))
	for _, c := range []struct {
		logP float32
		want int
	}{
		{float32(math.Log(peak)), 255},
		{float32(math.Log(2 * peak)), 255},
		{inf, 255},
		{float32(math.Log(peak / 2)), 128},
		{float32(math.Log(peak / 51)), 5},
		{-1000, 0},
		{-inf, 0},
		{nan, 0},
	} {
		img := square(5)
		PaintDensity(img, Grid{2, []float32{c.logP, c.logP, c.logP, c.logP}}, Scale{Colors: &Viridis, Peak: peak})
		for k := range 25 {
			if got := index(t, img, k%5, k/5); got != c.want {
				t.Fatalf("log p = %v: colour %d, want %d", c.logP, got, c.want)
			}
		}
	}
}

// A normal density is quadratic in its logarithm, which bilinear interpolation overestimates by at most (Δ²/8)(1/σ²) nats
// in each direction: here 0.0078 together, two colours of 255; the table and rounding add one.
func TestPaintDensityAgainstTheFormula(t *testing.T) {
	const n, size = 48, 100
	g := Grid{n, make([]float32, n*n)}
	logP := func(x, y float64) float64 { return -(x*x + (y-1)*(y-1)) / 2 }
	for k := range g.LogP {
		g.LogP[k] = float32(logP(-3+6*(float64(k%n)+0.5)/n, -3+6*(float64(k/n)+0.5)/n))
	}
	img := square(size)
	PaintDensity(img, g, Scale{Colors: &Viridis, Peak: 1})
	for k := range size * size {
		x, y := -3+6*(float64(k%size)+0.5)/size, 3-6*(float64(k/size)+0.5)/size
		if math.Abs(x) > 2.9 || math.Abs(y) > 2.9 { // beyond the outermost cell centres it is constant
			continue
		}
		if want, got := 255*math.Exp(logP(x, y)), index(t, img, k%size, k/size); math.Abs(want-float64(got)) > 3 {
			t.Fatalf("at (%.2f, %.2f): colour %d, want %.1f", x, y, got, want)
		}
	}
}

func TestPaintDensityOrientation(t *testing.T) {
	inf := float32(math.Inf(-1))
	img := square(8)
	PaintDensity(img, Grid{2, []float32{inf, 0, inf, inf}}, Scale{Colors: &Viridis, Peak: 1}) // x right, y below
	if got := index(t, img, 7, 7); got != 255 {
		t.Errorf("lower right corner has colour %d, want 255", got)
	}
	for _, p := range []image.Point{{0, 0}, {7, 0}, {0, 7}} {
		if got := index(t, img, p.X, p.Y); got != 0 {
			t.Errorf("corner %v has colour %d, want 0", p, got)
		}
	}
}

func TestPaintDensityWithNothingToShow(t *testing.T) {
	for _, c := range []struct {
		g    Grid
		peak float64
	}{{Grid{}, 1}, {Grid{1, []float32{0}}, 0}, {Grid{1, []float32{0}}, -1}, {Grid{1, []float32{0}}, math.NaN()}} {
		img := square(4)
		PaintDensity(img, c.g, Scale{Colors: &Viridis, Peak: c.peak})
		if got := index(t, img, 1, 2); got != 0 {
			t.Errorf("%v with peak %v: colour %d, want 0", c.g, c.peak, got)
		}
	}
}

// Rounding to 8 bits costs some colours a step of brightness: never more than a thousandth.
func TestViridisGrowsBrighter(t *testing.T) {
	for i := 1; i < len(Viridis); i++ {
		if luminance(Viridis[i]) <= luminance(Viridis[i-1])-0.001 {
			t.Errorf("colour %d is darker than the one before", i)
		}
	}
}

// luminance returns the relative luminance of an opaque colour, as WCAG 2.2 defines it.
func luminance(c color.RGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func TestPaintingAllocatesNothing(t *testing.T) {
	g, peak := moonDensity(32, 0.3)
	s := fakeScene(1, 100, 1)
	img := square(64)
	allocs := testing.AllocsPerRun(5, func() {
		PaintDensity(img, g, Scale{Colors: &Viridis, Peak: peak})
		PaintPoints(img, plane, s.Panels[0].DataX, s.Panels[0].DataY, 1)
	})
	if allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}

func BenchmarkPaintDensity(b *testing.B) {
	g, peak := moonDensity(64, 0.3)
	img := square(256)
	for b.Loop() {
		PaintDensity(img, g, Scale{Colors: &Viridis, Peak: peak})
	}
}
