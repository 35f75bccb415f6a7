package render

import (
	"image"
	"math"
	"strconv"
)

const barWidth = 10 // design pixels

// Bar draws the colour scale on dst, whose Rect is layout.Bar: beside the right panel or, on a compact layout, lying below
// both. It has the densities at its ends and, on a logarithmic scale that stands, between them.
func (p *Pen) Bar(dst *image.RGBA, s Scale) {
	p.on(dst)
	p.clear()
	box, bar := p.layout.Bar, p.layout.BarColors()
	if box.Empty() {
		return
	}
	p.ramp(bar, s.Colors)
	p.border(bar, p.theme.Hairline)
	if p.layout.Compact {
		p.flatLabels(bar, s)
		return
	}
	p.text("density", float64(box.Min.X), float64(p.layout.Headers[1].Max.Y)-p.px(6), left, compactLabelStyle, p.theme.Muted)
	if s.Peak > 0 {
		p.barLabels(bar, s)
	}
}

// BarColors returns the part of the colour bar that is coloured. The first colour is below, or left; the last one above, or
// right.
func (l Layout) BarColors() image.Rectangle {
	wide := int(barWidth * l.Unit)
	if l.Compact {
		third := l.Bar.Dx() / 3
		return image.Rect(l.Bar.Min.X+third, l.Bar.Min.Y, l.Bar.Max.X-third/2, l.Bar.Min.Y+wide)
	}
	panel := l.Panels[1]
	return image.Rect(l.Bar.Min.X, panel.Min.Y, l.Bar.Min.X+wide, panel.Max.Y)
}

// ramp fills the bar with the colours in their order.
func (p *Pen) ramp(bar image.Rectangle, m *Colormap) {
	if p.layout.Compact {
		for x := bar.Min.X; x < bar.Max.X; x++ {
			p.fill(image.Rect(x, bar.Min.Y, x+1, bar.Max.Y), m[(x-bar.Min.X)*255/max(bar.Dx()-1, 1)])
		}
		return
	}
	for y := bar.Min.Y; y < bar.Max.Y; y++ {
		p.fill(image.Rect(bar.Min.X, y, bar.Max.X, y+1), m[(bar.Max.Y-1-y)*255/max(bar.Dy()-1, 1)])
	}
}

// flatLabels writes the ends of a bar that lies.
func (p *Pen) flatLabels(bar image.Rectangle, s Scale) {
	st := compactLabelStyle
	y := p.middle(float64(bar.Min.Y+bar.Max.Y)/2, st)
	low, high := "density 0", ""
	if s.Peak > 0 {
		high = number(s.Peak, 2)
	}
	if s.Log && s.Peak > 0 {
		low = "density " + strconv.FormatFloat(s.Peak/LogRange, 'g', 1, 64)
	}
	p.text(low, float64(bar.Min.X)-p.px(5), y, right, st, p.theme.Muted)
	p.text(high, float64(bar.Max.X)+p.px(5), y, left, st, p.theme.Muted)
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
