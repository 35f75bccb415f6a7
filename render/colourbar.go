package render

import "image"

const barWidth = 10 // design pixels

// Bar draws the colour scale beside the right panel on dst, whose Rect is layout.Bar: density 0 below, peak above.
func (p *Pen) Bar(dst *image.RGBA, m *Colormap, peak float64) {
	p.on(dst)
	p.clear()
	box, panel := p.layout.Bar, p.layout.Panels[1]
	if box.Empty() {
		return
	}
	bar := image.Rect(box.Min.X, panel.Min.Y, box.Min.X+int(p.px(barWidth)), panel.Max.Y)
	for y := bar.Min.Y; y < bar.Max.Y; y++ {
		shade := (bar.Max.Y - 1 - y) * 255 / max(bar.Dy()-1, 1)
		p.fill(image.Rect(bar.Min.X, y, bar.Max.X, y+1), m[shade])
	}
	p.border(bar, p.theme.Hairline)
	st := compactLabelStyle
	x, cap := float64(bar.Max.X)+p.px(5), p.px(0.72*st.size)
	p.text("density", float64(box.Min.X), float64(p.layout.Headers[1].Max.Y)-p.px(6), left, st, p.theme.Muted)
	if peak > 0 {
		p.text(number(peak, 2), x, float64(bar.Min.Y)+cap, left, st, p.theme.Muted)
	}
	p.text("0", x, float64(bar.Max.Y), left, st, p.theme.Muted)
}
