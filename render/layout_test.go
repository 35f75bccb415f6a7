package render

import (
	"image"
	"testing"
)

func TestLayoutOfAllSizes(t *testing.T) {
	for _, scale := range []float64{0, 1, 1.5, 2, 3} {
		for w := 0; w < 2600; w += 1 + w/7 {
			for h := 0; h < 2000; h += 1 + h/7 {
				checkLayout(t, w, h, NewLayout(w, h, scale))
			}
		}
	}
}

// checkLayout checks that panels are square, that nothing overlaps and that everything lies on the canvas.
func checkLayout(t *testing.T, w, h int, l Layout) {
	t.Helper()
	for i, p := range l.Panels {
		if p.Dx() != p.Dy() || p.Size() != l.Panels[0].Size() {
			t.Fatalf("%d×%d: panel %d is %v", w, h, i, p)
		}
		if !p.In(l.Frames[i]) {
			t.Fatalf("%d×%d: panel %d is not in its frame", w, h, i)
		}
	}
	if !l.Plot.In(l.Chart) {
		t.Fatalf("%d×%d: plot %v is not in chart %v", w, h, l.Plot, l.Chart)
	}
	parts := []image.Rectangle{l.Headers[0], l.Headers[1], l.Frames[0], l.Frames[1], l.Bar, l.Chart}
	for i, r := range parts {
		if !r.In(image.Rect(0, 0, w, h)) {
			t.Fatalf("%d×%d: part %d, %v, leaves the canvas", w, h, i, r)
		}
		for j, q := range parts[:i] {
			if r.Overlaps(q) {
				t.Fatalf("%d×%d: parts %d and %d overlap: %v, %v", w, h, i, j, r, q)
			}
		}
	}
}

func TestLayoutUsesTheCanvas(t *testing.T) {
	for _, c := range []struct {
		w, h        int
		scale, side float64 // at least, in CSS pixels
		compact     bool
	}{
		{980, 720, 1, 400, false},
		{1960, 1440, 2, 400, false},
		{1620, 1080, 1, 600, false},
		{390, 470, 1, 160, true},
		{1170, 1410, 3, 160, true},
	} {
		l := NewLayout(c.w, c.h, c.scale)
		if side := float64(l.Panels[0].Dx()) / c.scale; side < c.side || l.Compact != c.compact {
			t.Errorf("%d×%d at scale %v: panels of %v, compact %v", c.w, c.h, c.scale, side, l.Compact)
		}
		if l.Plot.Dy() < l.Panels[0].Dy()/3 {
			t.Errorf("%d×%d at scale %v: the plot is only %d high", c.w, c.h, c.scale, l.Plot.Dy())
		}
	}
}

func TestTinyCanvases(t *testing.T) {
	for _, size := range []image.Point{{0, 0}, {1, 1}, {20, 3}, {80, 60}, {3, 400}, {120, 140}} {
		Compose(fakeScene(10, 10, 10), size.X, size.Y, 1) // must not panic
	}
}
