package render

import (
	"image"
	"math"
	"strconv"
)

const barWidth = 10 // design pixels

// Bar draws the colour scale beside the right panel on dst, whose Rect is layout.Bar, with the densities at its ends and,
// on a logarithmic scale, between them.
func (p *Pen) Bar(dst *image.RGBA, s Scale) {
	p.on(dst)
	p.clear()
	box := p.layout.Bar
	if box.Empty() {
		return
	}
	bar := p.layout.BarColors()
	for y := bar.Min.Y; y < bar.Max.Y; y++ {
		shade := (bar.Max.Y - 1 - y) * 255 / max(bar.Dy()-1, 1)
		p.fill(image.Rect(bar.Min.X, y, bar.Max.X, y+1), s.Colors[shade])
	}
	p.border(bar, p.theme.Hairline)
	p.text("density", float64(box.Min.X), float64(p.layout.Headers[1].Max.Y)-p.px(6), left, compactLabelStyle, p.theme.Muted)
	if s.Peak > 0 {
		p.barLabels(bar, s)
	}
}

// BarColors returns the part of the colour bar that is coloured: the first colour below, the last one above.
func (l Layout) BarColors() image.Rectangle {
	panel := l.Panels[1]
	return image.Rect(l.Bar.Min.X, panel.Min.Y, l.Bar.Min.X+int(barWidth*l.Unit), panel.Max.Y)
}

func (p *Pen) barLabels(bar image.Rectangle, s Scale) {
	st := compactLabelStyle
	x, cap := float64(bar.Max.X)+p.px(5), p.px(0.72*st.size)
	p.text(number(s.Peak, 2), x, float64(bar.Min.Y)+cap, left, st, p.theme.Muted)
	if !s.Log {
		p.text("0", x, float64(bar.Max.Y), left, st, p.theme.Muted)
		return
	}
	// Powers of ten, but for those that would touch the label above.
	for d := 1.0; d >= s.Peak/LogRange; d /= 10 {
		y := float64(bar.Max.Y) - float64(bar.Dy())*(1+math.Log(d/s.Peak)/math.Log(LogRange))
		if y > float64(bar.Min.Y)+3*cap {
			p.text(power(d), x, p.middle(y, st), left, st, p.theme.Muted)
		}
	}
}

// power writes a power of ten from 1 down, briefly: 0.1, 1e−3.
func power(d float64) string {
	exponent := int(math.Round(math.Log10(d)))
	if exponent > -2 {
		return strconv.FormatFloat(d, 'g', 1, 64)
	}
	return "1e" + number(float64(exponent), 0)
}
