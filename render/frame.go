package render

import (
	"image"
	"math"
)

// windowTicks is how many ticks a panel's axis has, about: -2, 0, 2 on [-3, 3].
const windowTicks = 3

// Frame draws panel i without its content on dst, whose Rect is layout.Frames[i]: an empty surface, the border, ticks on
// both axes and their labels, of which the right panel leaves the y axis to the left one.
func (p *Pen) Frame(dst *image.RGBA, i int, win Window) {
	p.on(dst)
	p.clear()
	panel := p.layout.Panels[i]
	p.fill(panel, p.theme.Surface)
	p.border(panel, p.theme.Hairline)
	mark, h := int(p.px(4)), p.hair()
	st := p.labelStyle()
	for _, t := range Ticks(win.X0, win.X1, windowTicks) {
		x, _ := win.Pixel(panel, t.Value, 0)
		p.fill(image.Rect(int(x), panel.Max.Y, int(x)+h, panel.Max.Y+mark), p.theme.Muted)
		p.text(t.Label, x, float64(panel.Max.Y+mark)+p.px(2+0.75*st.size), center, st, p.theme.Muted)
	}
	for _, t := range Ticks(win.Y0, win.Y1, windowTicks) {
		_, y := win.Pixel(panel, 0, t.Value)
		p.fill(image.Rect(panel.Min.X-mark, int(y), panel.Min.X, int(y)+h), p.theme.Muted)
		if i == 0 {
			p.text(t.Label, float64(panel.Min.X-mark)-p.px(3), p.middle(y, st), right, st, p.theme.Muted)
		}
	}
}

// Header draws the title, in the accent colour, and the caption of panel i on dst, whose Rect is layout.Headers[i]: on one
// line with the caption at the right, or on a compact layout below each other.
func (p *Pen) Header(dst *image.RGBA, i int, panel *Panel) {
	p.on(dst)
	p.clear()
	box := p.layout.Headers[i]
	if box.Empty() {
		return
	}
	x, width, bottom := float64(box.Min.X), float64(box.Dx()), float64(box.Max.Y)-p.px(6)
	ts, ls := p.titleStyle(), p.labelStyle()
	title := p.elide(panel.Title, width, ts)
	if !p.layout.Compact {
		p.text(title, x, bottom, left, ts, panel.Accent)
		room := width - p.width(title, ts) - p.px(12)
		p.text(p.fit(panel.Caption, room, ls), float64(box.Max.X), bottom, right, ls, p.theme.Muted)
		return
	}
	line := math.Round(p.px(1.3 * ls.size))
	p.text(title, x, bottom-2*line, left, ts, panel.Accent)
	for k, s := range p.wrap(panel.Caption, width, ls) {
		p.text(s, x, bottom-float64(1-k)*line, left, ls, p.theme.Muted)
	}
}

// Busy draws a panel that has no density yet on dst, whose Rect is the panel: an empty surface with a centred message.
func (p *Pen) Busy(dst *image.RGBA, message string) {
	p.on(dst)
	r := dst.Rect
	p.fill(r, p.theme.Surface)
	st := p.labelStyle()
	x, y := float64(r.Min.X+r.Max.X)/2, float64(r.Min.Y+r.Max.Y)/2
	p.text(p.fit(message, float64(r.Dx())-p.px(16), st), x, p.middle(y, st), center, st, p.theme.Text)
}
