package render

import (
	"image"
	"image/color"
	"math"
)

// Data points are small light discs with a dark rim: the rim shows on the bright end of the colormap, the disc on the dark.
const (
	pointRadius = 0.0027 // of the panel's side: on a small panel, smaller dots hide as little of the density
	pointRim    = 0.0020
)

var (
	pointFill = Fade(color.RGBA{0xff, 0xff, 0xff, 0xff}, 0.75)
	pointEdge = Fade(opaque(0x0e1117), 0.35)
)

// PaintPoints draws the points (xs[i], ys[i]) of the window over dst, whose Rect is the panel, with radii grow times the usual
// ones. Points outside the window or not finite are left out. It allocates nothing.
func PaintPoints(dst *image.RGBA, win Window, xs, ys []float32, grow float64) {
	if len(xs) != len(ys) {
		panic("render: points need as many x as y")
	}
	side := grow * float64(dst.Rect.Dx())
	for i, x := range xs {
		px, py := win.Pixel(dst.Rect, float64(x), float64(ys[i]))
		PaintDisc(dst, px, py, (pointRadius+pointRim)*side, pointEdge)
	}
	for i, x := range xs {
		px, py := win.Pixel(dst.Rect, float64(x), float64(ys[i]))
		PaintDisc(dst, px, py, pointRadius*side, pointFill)
	}
}

// Pixel returns the place of (x, y) on a panel; y points up in the window and down on the panel.
func (w Window) Pixel(panel image.Rectangle, x, y float64) (px, py float64) {
	px = float64(panel.Min.X) + (x-w.X0)/(w.X1-w.X0)*float64(panel.Dx())
	py = float64(panel.Max.Y) - (y-w.Y0)/(w.Y1-w.Y0)*float64(panel.Dy())
	return px, py
}

// PaintDisc draws a disc with a soft edge one pixel wide around (x, y), in pixels, over dst. It allocates nothing.
func PaintDisc(dst *image.RGBA, x, y, radius float64, c color.RGBA) {
	reach := radius + 0.5
	r := dst.Rect
	if !(x > float64(r.Min.X)-reach && x < float64(r.Max.X)+reach && y > float64(r.Min.Y)-reach && y < float64(r.Max.Y)+reach) {
		return
	}
	x0, x1 := max(int(math.Floor(x-reach)), r.Min.X), min(int(math.Ceil(x+reach)), r.Max.X)
	y0, y1 := max(int(math.Floor(y-reach)), r.Min.Y), min(int(math.Ceil(y+reach)), r.Max.Y)
	for j := y0; j < y1; j++ {
		for i := x0; i < x1; i++ {
			dx, dy := float64(i)+0.5-x, float64(j)+0.5-y
			distance := math.Sqrt(dx*dx + dy*dy)
			if cover := min(reach-distance, 1); cover > 0 {
				over(dst.Pix[dst.PixOffset(i, j):][:4], c, cover)
			}
		}
	}
}

// over composes c, covering a part of the pixel, over the pixel p.
func over(p []byte, c color.RGBA, cover float64) {
	keep := 1 - cover*float64(c.A)/255
	p[0] = uint8(cover*float64(c.R) + keep*float64(p[0]) + 0.5)
	p[1] = uint8(cover*float64(c.G) + keep*float64(p[1]) + 0.5)
	p[2] = uint8(cover*float64(c.B) + keep*float64(p[2]) + 0.5)
	p[3] = uint8(cover*float64(c.A) + keep*float64(p[3]) + 0.5)
}

// The colours of moving particles, see-through, so that a crowd of them doesn't hide the density: coral stands out on all of
// viridis, cividis and the greys, and sky blue on magma.
var (
	Coral   = Fade(opaque(0xff6b6b), 0.75)
	SkyBlue = Fade(opaque(0x5ad1ff), 0.75)
)

// ParticleRadius returns the radius in pixels for n particles on a panel side pixels wide: such that 5,000 of them or more
// would cover an eighth of it, if they lay apart.
func ParticleRadius(side, n int) float64 {
	return max(0.2*float64(side)/math.Sqrt(max(float64(n), 5000)), 0.5)
}
