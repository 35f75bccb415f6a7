package render

import (
	"image"
	"image/color"
	"image/draw"

	"golang.org/x/image/font"
)

// A Pen draws lines, discs and labels. It keeps the glyphs it has drawn and its scratch space, so one pen should live as
// long as its canvas. It is not safe for use by several goroutines.
type Pen struct {
	layout Layout
	theme  *Theme
	dst    *image.RGBA
	source image.Uniform
	faces  map[style]font.Face
	drawer font.Drawer
	points []point
	listed []*Series
	placed []image.Rectangle
	thin   []span
	thick  []span
	cover  []float64
}

// A point is a place on the canvas, in pixels.
type point struct{ x, y float64 }

// NewPen returns a pen for the canvas of the layout, in the colours of the theme.
func NewPen(l Layout, t *Theme) *Pen {
	return &Pen{layout: l, theme: t, faces: map[style]font.Face{}}
}

// on turns the pen to dst, whose Rect is a part of the canvas.
func (p *Pen) on(dst *image.RGBA) { p.dst = dst }

// px returns v design pixels in pixels.
func (p *Pen) px(v float64) float64 { return v * p.layout.Unit }

// hair returns the width of a hairline: a whole number of pixels, at least one.
func (p *Pen) hair() int { return max(int(p.layout.Unit), 1) }

// fill covers r with c.
func (p *Pen) fill(r image.Rectangle, c color.RGBA) {
	p.source.C = c
	draw.Draw(p.dst, r, &p.source, image.Point{}, draw.Over)
}

// clear sets all of dst to the theme's background.
func (p *Pen) clear() {
	p.source.C = p.theme.Background
	draw.Draw(p.dst, p.dst.Rect, &p.source, image.Point{}, draw.Src)
}

// border draws a hairline around the outside of r.
func (p *Pen) border(r image.Rectangle, c color.RGBA) {
	h := p.hair()
	o := r.Inset(-h)
	p.fill(image.Rect(o.Min.X, o.Min.Y, o.Max.X, r.Min.Y), c)
	p.fill(image.Rect(o.Min.X, r.Max.Y, o.Max.X, o.Max.Y), c)
	p.fill(image.Rect(o.Min.X, r.Min.Y, r.Min.X, r.Max.Y), c)
	p.fill(image.Rect(r.Max.X, r.Min.Y, o.Max.X, r.Max.Y), c)
}
