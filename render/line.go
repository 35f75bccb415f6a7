package render

import (
	"image"
	"image/color"
	"math"
)

// A Line is a polyline over a panel, in the window's coordinates.
type Line struct {
	X, Y  []float32
	Color color.RGBA
	Width float64 // in design pixels
	Pairs bool    // every two points are a line of their own
	Fade  bool    // from nothing at the first point to Color at the last
}

// A Mark is a disc over a panel.
type Mark struct {
	X, Y   float32 // in the window's coordinates
	Radius float64 // in design pixels
	Color  color.RGBA
}

// A Label is a short text over a panel, centred at a point of the window.
type Label struct {
	X, Y  float32
	Text  string
	Color color.RGBA
}

// Segments calls f with the ends of the line's segments, from a to b, and with
// the opacity of each. It leaves out what isn't a number.
func (l *Line) Segments(f func(ax, ay, bx, by float32, alpha float64)) {
	step, n := 1, len(l.X)-1
	if l.Pairs {
		step = 2
	}
	for i := 0; i < n; i += step {
		if sum := l.X[i] + l.Y[i] + l.X[i+1] + l.Y[i+1]; sum-sum != 0 {
			continue
		}
		alpha := 1.0
		if l.Fade {
			alpha = (float64(i) + 1) / float64(n)
		}
		f(l.X[i], l.Y[i], l.X[i+1], l.Y[i+1], alpha)
	}
}

// PaintLine draws the line over dst, whose Rect is the panel, with unit pixels
// per design pixel.
func PaintLine(dst *image.RGBA, win Window, l *Line, unit float64) {
	l.Segments(func(ax, ay, bx, by float32, alpha float64) {
		x0, y0 := win.Pixel(dst.Rect, float64(ax), float64(ay))
		x1, y1 := win.Pixel(dst.Rect, float64(bx), float64(by))
		PaintSegment(dst, x0, y0, x1, y1, l.Width*unit, Fade(l.Color, alpha))
	})
}

// PaintSegment draws a straight line from (x0, y0) to (x1, y1), in pixels, with
// round ends and soft edges over dst.
func PaintSegment(dst *image.RGBA, x0, y0, x1, y1, width float64, c color.RGBA) {
	reach := width/2 + 0.5
	dx, dy := x1-x0, y1-y0
	length2 := max(dx*dx+dy*dy, 1e-12)
	bounds := image.Rect(
		int(math.Floor(clamp(min(x0, x1)-reach))), int(math.Floor(clamp(min(y0, y1)-reach))),
		int(math.Ceil(clamp(max(x0, x1)+reach))), int(math.Ceil(clamp(max(y0, y1)+reach))),
	).Intersect(dst.Rect)
	for j := bounds.Min.Y; j < bounds.Max.Y; j++ {
		for i := bounds.Min.X; i < bounds.Max.X; i++ {
			px, py := float64(i)+0.5-x0, float64(j)+0.5-y0
			along := min(max((px*dx+py*dy)/length2, 0), 1)
			if cover := min(reach-math.Hypot(px-along*dx, py-along*dy), 1); cover > 0 {
				over(dst.Pix[dst.PixOffset(i, j):][:4], c, cover)
			}
		}
	}
}

// clamp keeps a pixel's coordinate within what an int of any size holds.
func clamp(v float64) float64 { return min(max(v, -1e6), 1e6) }
