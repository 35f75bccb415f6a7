package render

import (
	"image"
	"math"
)

// ReadoutHeight returns the height in pixels that so many lines of a readout take.
func (p *Pen) ReadoutHeight(lines int) int {
	return int(math.Ceil(float64(lines)*p.readoutLine() + p.px(8)))
}

func (p *Pen) readoutLine() float64 { return math.Round(p.px(1.35 * compactLabelStyle.size)) }

// Readout draws lines of text on dst, a strip as wide as a panel and ReadoutHeight high, on a ground that lets the picture
// shine through.
func (p *Pen) Readout(dst *image.RGBA, lines []string) {
	p.on(dst)
	p.fill(dst.Rect, Fade(p.theme.Surface, 0.85))
	x, y := float64(dst.Rect.Min.X)+p.px(6), float64(dst.Rect.Min.Y)+p.px(4)
	for i, s := range lines {
		st := compactLabelStyle
		base := y + (float64(i)+0.75)*p.readoutLine()
		p.text(p.elide(s, float64(dst.Rect.Dx())-p.px(12), st), x, base, left, st, p.theme.Text)
	}
}

// Tag draws a label's text centred on dst, which TagSize has measured, with a halo in which it can be read on any colour.
func (p *Pen) Tag(dst *image.RGBA, l *Label) {
	p.on(dst)
	st := compactValueStyle
	x, y := float64(dst.Rect.Min.X+dst.Rect.Max.X)/2, p.middle(float64(dst.Rect.Min.Y+dst.Rect.Max.Y)/2, st)
	halo := opaque(0x0e1117)
	if int(l.Color.R)+int(l.Color.G)+int(l.Color.B) < 3*0x80 {
		halo = opaque(0xffffff)
	}
	for _, d := range [][2]float64{{-1, 0}, {1, 0}, {0, -1}, {0, 1}} {
		p.text(l.Text, x+p.px(d[0]), y+p.px(d[1]), center, st, halo)
	}
	p.text(l.Text, x, y, center, st, l.Color)
}

// TagSize returns the size in pixels of a label.
func (p *Pen) TagSize(l *Label) image.Point {
	return image.Pt(int(p.width(l.Text, compactValueStyle)+p.px(6)), int(p.px(1.5*compactValueStyle.size)))
}
