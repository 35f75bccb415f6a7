package render

import (
	"image"
	"math"
)

const (
	legendShare = 0.6 // of the plot's height, at most, goes to the legend ...
	readShare   = 0.9 // ... and while it reads values at the cursor
	swatch      = 16  // design pixels
)

// legend lists the named series with their latest values: in the upper right corner, which curves leave as they fall, or
// in the lower left one with a gap, when they never enter that, and where only the upper one has a curve that counts. With a cursor it reads the step there, and the values of all
// that has a name or a label. Where rows don't fit, the series drawn first are left out.
func (p *Pen) legend(a axes, c *Chart) {
	ls := p.labelStyle()
	line := math.Round(p.px(1.4 * ls.size))
	share, heading := legendShare, 0.0
	if c.Cursor > 0 {
		share, heading = readShare, line
	}
	rows := p.legendRows(c, int((share*float64(a.plot.Dy())-heading)/line))
	names := 0.0
	for _, s := range rows {
		names = max(names, p.width(s.title(), ls))
	}
	width := p.px(swatch+8+8) + names + p.width("00.000", p.valueStyle())
	if len(rows) == 0 || width > 0.75*float64(a.plot.Dx()) {
		return
	}
	height := heading + float64(len(rows))*line
	end, top := p.corner(a, c, width, height)
	bottom := top + height
	pad := p.px(3)
	p.fill(image.Rect(int(end-width-pad), int(top-pad), int(end+pad), int(bottom+pad)), Fade(p.theme.Surface, 0.8))
	if c.Cursor > 0 {
		p.text("step "+thousands(c.Cursor), end, p.middle(top+0.5*line, p.valueStyle()), right, p.valueStyle(), p.theme.Text)
	}
	for i, s := range rows {
		p.entry(a, s, c.read(s), end-width, end, top+heading+(float64(i)+0.5)*line)
	}
}

// corner returns where a legend of that size ends at the right and begins at the top. It makes way for the cursor.
func (p *Pen) corner(a axes, c *Chart, width, height float64) (end, top float64) {
	margin := p.px(8)
	leftEnd, rightEnd := float64(a.plot.Min.X)+margin+width, float64(a.plot.Max.X)-margin
	upper, lower := float64(a.plot.Min.Y)+p.px(6), float64(a.plot.Max.Y)-p.px(6)-height
	x := math.Inf(1) // of the cursor
	if c.Cursor > 0 {
		x = a.x(c.Cursor)
	}
	switch {
	case a.gap && !(x < leftEnd+margin):
		return leftEnd, lower
	case !a.gap && x < math.Inf(1) && x > rightEnd-width-margin:
		return leftEnd, upper
	}
	above := p.aboveFloor(a, c) - height
	if a.gap || c.Cursor > 0 || above < upper {
		return rightEnd, upper
	}
	crowded := func(end, top float64) bool { return c.passes(a, point{end - width, top}, point{end, top + height}) }
	if crowded(rightEnd, upper) && !crowded(leftEnd, above) {
		return leftEnd, above
	}
	return rightEnd, upper
}

// aboveFloor returns where the room above the floor's label ends.
func (p *Pen) aboveFloor(a axes, c *Chart) float64 {
	if math.IsNaN(c.Floor) {
		return float64(a.plot.Max.Y) - p.px(6)
	}
	return a.y(c.Floor) - p.px(10+p.labelStyle().size)
}

// countsFrom is the width of curves that count: the held-out losses.
const countsFrom = 2

// passes reports whether a curve that counts has a point between two corners.
func (c *Chart) passes(a axes, low, high point) bool {
	for i := range c.Series {
		s := &c.Series[i]
		for k := len(s.Steps) - 1; s.Width >= countsFrom && k >= 0; k-- {
			x, y := a.x(s.Steps[k]), a.y(s.Values[k])
			if x >= low.x && x <= high.x && y >= low.y && y <= high.y {
				return true
			}
		}
	}
	return false
}

// legendRows returns the last n series that the legend lists.
func (p *Pen) legendRows(c *Chart, n int) []*Series {
	p.listed = p.listed[:0]
	for i := range c.Series {
		if s := &c.Series[i]; s.Name != "" || s.Label != "" && c.Cursor > 0 {
			p.listed = append(p.listed, s)
		}
	}
	return p.listed[max(len(p.listed)-max(n, 0), 0):]
}

// entry draws one row of the legend with the loss v, centred at y, from x to end.
func (p *Pen) entry(a axes, s *Series, v, x, end, y float64) {
	ls, vs := p.labelStyle(), p.valueStyle()
	p.points = append(p.points[:0], point{x, y}, point{x + p.px(swatch), y})
	p.stroke(p.dst.Rect, p.points, p.px(s.Width), s.Color)
	p.text(s.title(), x+p.px(swatch+8), p.middle(y, ls), left, ls, p.theme.Muted)
	value := "–"
	if !math.IsNaN(v) {
		value = number(a.shown(v), 3)
	}
	p.text(value, end, p.middle(y, vs), right, vs, p.theme.Text)
}
