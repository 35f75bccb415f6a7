package render

import (
	"image"
	"math"
)

const (
	legendShare = 0.6 // of the plot's height, at most, goes to the legend
	swatch      = 16  // design pixels
)

// legend lists the named series with their latest values in the upper right corner, which curves leave as they fall. Where
// rows don't fit, the series drawn first are left out.
func (p *Pen) legend(a axes, c *Chart) {
	ls := p.labelStyle()
	line := math.Round(p.px(1.4 * ls.size))
	rows := p.legendRows(c, int(legendShare*float64(a.plot.Dy())/line))
	names := 0.0
	for _, s := range rows {
		names = max(names, p.width(s.Name, ls))
	}
	width := p.px(swatch+8+8) + names + p.width("00.000", p.valueStyle())
	if len(rows) == 0 || width > 0.75*float64(a.plot.Dx()) {
		return
	}
	end, top := float64(a.plot.Max.X)-p.px(8), float64(a.plot.Min.Y)+p.px(6)
	bottom := top + float64(len(rows))*line
	pad := p.px(3)
	p.fill(image.Rect(int(end-width-pad), int(top-pad), int(end+pad), int(bottom+pad)), Fade(p.theme.Surface, 0.7))
	for i, s := range rows {
		p.entry(s, end-width, end, top+(float64(i)+0.5)*line)
	}
}

// legendRows returns the last n named series.
func (p *Pen) legendRows(c *Chart, n int) []*Series {
	p.listed = p.listed[:0]
	for i := range c.Series {
		if s := &c.Series[i]; s.Name != "" {
			p.listed = append(p.listed, s)
		}
	}
	return p.listed[max(len(p.listed)-n, 0):]
}

// entry draws one row of the legend, centred at y, from x to end.
func (p *Pen) entry(s *Series, x, end, y float64) {
	ls, vs := p.labelStyle(), p.valueStyle()
	p.points = append(p.points[:0], point{x, y}, point{x + p.px(swatch), y})
	p.stroke(p.dst.Rect, p.points, p.px(s.Width), s.Color)
	p.text(s.Name, x+p.px(swatch+8), p.middle(y, ls), left, ls, p.theme.Muted)
	value := "–"
	if v := s.latest(); !math.IsNaN(v) {
		value = number(v, 3)
	}
	p.text(value, end, p.middle(y, vs), right, vs, p.theme.Text)
}
