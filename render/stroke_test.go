package render

import (
	"image"
	"image/color"
	"math"
	"testing"
)

// coverage draws a white curve on black and returns how many pixels' worth of white there is.
func coverage(pts []point, width float64) float64 {
	p := NewPen(Layout{Unit: 1}, &Dark)
	img := image.NewRGBA(image.Rect(10, 20, 110, 120))
	p.on(img)
	p.stroke(img.Rect, pts, width, color.RGBA{0xff, 0xff, 0xff, 0xff})
	sum := 0.0
	for i := 0; i < len(img.Pix); i += 4 {
		sum += float64(img.Pix[i]) / 255
	}
	return sum
}

func TestStrokeCoversItsArea(t *testing.T) {
	nan := point{50, math.NaN()}
	disc := func(width float64) float64 { return math.Pi * width * width / 4 }
	for _, c := range []struct {
		name  string
		pts   []point
		width float64
		want  float64
	}{
		{"nothing", nil, 3, 0},
		{"only a gap", []point{nan}, 3, 0},
		{"a dot", []point{{50, 50}}, 6, disc(6)},
		{"a level line", []point{{30, 50.3}, {80, 50.3}}, 3, 3*50 + disc(3)},
		{"a thin line", []point{{30, 50}, {80, 52}}, 1, math.Hypot(50, 2) + disc(1)},
		{"a slope", []point{{30, 40}, {60, 80}}, 3, 3*50 + disc(3)},
		{"an upright line", []point{{50.5, 40}, {50.5, 90}}, 4, 4*50 + disc(4)},
		{"two pieces", []point{{20, 50}, {40, 50}, nan, {60, 50}, {80, 50}}, 2, 2*40 + 2*disc(2)},
		{"half of a dot", []point{{10, 50}}, 6, disc(6) / 2},
		{"beyond the edge", []point{{0, 50}, {200, 50}}, 2, 2 * 100},
	} {
		// Four samples across a pixel place an upright rim within an eighth of a pixel, on both sides of the curve.
		if got := coverage(c.pts, c.width); math.Abs(got-c.want) > 0.25/c.width*c.want+0.1 {
			t.Errorf("%s covers %.2f pixels, want %.2f", c.name, got, c.want)
		}
	}
}

func TestPaintDiscCoversItsArea(t *testing.T) {
	for _, r := range []float64{1, 2.5, 7} {
		for _, at := range []float64{20, 20.3, 20.5} {
			img := square(40)
			PaintDisc(img, at, at, r, color.RGBA{0xff, 0xff, 0xff, 0xff})
			sum := 0.0
			for i := 3; i < len(img.Pix); i += 4 {
				sum += float64(img.Pix[i]) / 255
			}
			if want := math.Pi * r * r; math.Abs(sum-want) > 0.06*want+0.1 { // the rim is linear, not exact
				t.Errorf("radius %v at %v covers %.2f pixels, want %.2f", r, at, sum, want)
			}
		}
	}
}

func TestPointsOffThePanelAreLeftOut(t *testing.T) {
	img := square(50)
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	PaintPoints(img, plane, []float32{nan, 0, inf, 9, 0, 1e30}, []float32{0, nan, 0, 0, -9, 1e30}, 1)
	for _, v := range img.Pix {
		if v != 0 {
			t.Fatal("something was drawn")
		}
	}
	PaintPoints(img, plane, []float32{-1.5}, []float32{1.5}, 1)
	if img.RGBAAt(12, 12) == (color.RGBA{}) {
		t.Error("a point left of the middle and above it is not there")
	}
}
