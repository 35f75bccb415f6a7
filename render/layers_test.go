package render

import (
	"image"
	"image/color"
	"math"
	"testing"
)

// fullScene has every layer and a readout in its panels.
func fullScene(dock Dock) *Scene {
	s := fakeScene(300, 100, 200)
	s.Dock, s.Time = dock, 0.4
	for i := range s.Panels {
		p := &s.Panels[i]
		for j, level := range MassLevels(p.Density, s.Window, []float64{0.5, 0.95}) {
			x, y := Contour(p.Density, s.Window, level)
			p.Under = append(p.Under, Line{X: x, Y: y, Width: 2, Color: Light.Surface, Pairs: true})
			p.Labels = append(p.Labels, Label{X: x[0], Y: y[0], Text: []string{"50 %", "95 %"}[j], Color: Light.Surface})
		}
		p.Over = []Line{{X: []float32{-2, 0, 2}, Y: []float32{-2, 1, -2}, Width: 3, Color: Coral, Fade: true}}
		p.Marks = []Mark{{X: 2, Y: -2, Radius: 5, Color: Dark.CNF}}
		p.Readout = []string{"x (2.00, −2.00) comes from z0 (−2.00, −2.00)", "log p(x) = −1.2 − 0.3 = −1.5 nats"}
		for _, label := range []string{"5 %", "50 %", "100 %"} {
			s.Strips[i].Frames = append(s.Strips[i].Frames, StripFrame{Density: p.Density, X: p.DataX, Y: p.DataY, Label: label})
		}
		for k := range 7 {
			sin, cos := math.Sincos(float64(k))
			u := Part{W: [2]float64{cos, sin}, U: [2]float64{sin, cos}, B: cos, Muted: k == 2}
			if i == 0 {
				u.Gate = []float64{-1, sin, cos, 1}
			}
			s.Units[i] = append(s.Units[i], u)
		}
	}
	return s
}

func TestSegments(t *testing.T) {
	nan := float32(math.NaN())
	count := func(l Line) (n int, last float64) {
		l.Segments(func(_, _, _, _ float32, alpha float64) { n, last = n+1, alpha })
		return n, last
	}
	x := []float32{0, 1, 2, 3}
	for _, c := range []struct {
		l    Line
		n    int
		last float64
	}{
		{Line{X: x, Y: x}, 3, 1}, {Line{X: x, Y: x, Pairs: true}, 2, 1}, {Line{X: x, Y: x, Fade: true}, 3, 1},
		{Line{X: []float32{0, nan, 2, 3}, Y: x}, 1, 1}, {Line{}, 0, 0}, {Line{X: x[:1], Y: x[:1]}, 0, 0},
	} {
		if n, last := count(c.l); n != c.n || last != c.last {
			t.Errorf("%+v: %d segments, the last of opacity %v", c.l, n, last)
		}
	}
}

func TestPaintSegment(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 20, 20))
	red := color.RGBA{0xff, 0, 0, 0xff}
	PaintSegment(img, 4, 10, 16, 10, 4, red)
	for _, c := range []struct {
		x, y int
		want uint8
	}{{10, 10, 0xff}, {10, 8, 0xff}, {10, 6, 0}, {10, 13, 0}, {1, 10, 0}, {3, 10, 0xff}, {18, 10, 0}} {
		if got := img.RGBAAt(c.x, c.y).A; got != c.want {
			t.Errorf("pixel (%d, %d) has opacity %d, want %d", c.x, c.y, got, c.want)
		}
	}
	PaintSegment(img, math.Inf(1), 0, 1, 1, 2, red) // far away, not for ever
	PaintSegment(img, 1e300, -1e300, 1, 1, 2, red)
}

// TestCellsFit places every number of units and layers.
func TestCellsFit(t *testing.T) {
	for _, size := range [][2]int{{980, 720}, {1620, 1080}, {390, 472}} {
		l := NewLayout(size[0], size[1], 1)
		for i := range 2 {
			for n := 1; n <= 64; n++ {
				cells := l.UnitCells(i, n)
				if len(cells) != n {
					t.Fatalf("%v: %d cells for %d", size, len(cells), n)
				}
				for k, c := range cells {
					if !c.In(l.Chart) || c.Dx() < 4 {
						t.Fatalf("%v: cell %d of %d is %v, not in %v", size, k, n, c, l.Chart)
					}
					if k > 0 && c.Overlaps(cells[k-1]) {
						t.Fatalf("%v: cells %d and %d of %d overlap", size, k-1, k, n)
					}
				}
			}
			for k, f := range l.StripFrames(i, 6) {
				if !f.In(l.Chart) || f.Dx() != f.Dy() {
					t.Errorf("%v: frame %d is %v, not in %v", size, k, f, l.Chart)
				}
			}
		}
		if l.StripFrames(0, 6)[0].Overlaps(l.StripFrames(1, 6)[0]) {
			t.Errorf("%v: the strips overlap", size)
		}
	}
}

// TestLogScale looks at the colours of a ratio of densities.
func TestLogScale(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 1, 1))
	for _, c := range []struct {
		ratio float64
		want  int
	}{{1, 255}, {2, 255}, {1e-2, 128}, {1e-4, 0}, {1e-9, 0}} {
		PaintDensity(img, Grid{1, []float32{float32(math.Log(c.ratio * 0.4))}}, Scale{&Viridis, 0.4, true})
		if got := img.RGBAAt(0, 0); got != Viridis[c.want] {
			t.Errorf("%v of the peak is %v, want colour %d, %v", c.ratio, got, c.want, Viridis[c.want])
		}
	}
}

// TestColormapsHaveTheirEnds checks tables and their order of brightness.
func TestColormapsHaveTheirEnds(t *testing.T) {
	for name, c := range map[string]struct {
		m          *Colormap
		first, end uint32
	}{
		"magma": {&Magma, 0x000004, 0xfcfdbf}, "cividis": {&Cividis, 0x002051, 0xfdea45}, "greys": {&Greys, 0xffffff, 0x000000},
	} {
		if c.m[0] != opaque(c.first) || c.m[255] != opaque(c.end) {
			t.Errorf("%s goes from %v to %v", name, c.m[0], c.m[255])
		}
		for i := 1; i < 256; i++ {
			step := luminance(c.m[i]) - luminance(c.m[i-1])
			if name == "greys" {
				step = -step
			}
			if step < -0.002 {
				t.Errorf("%s: colour %d is on the wrong side of the one before", name, i)
			}
		}
	}
}
