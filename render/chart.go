package render

import (
	"image"
	"math"
)

const (
	ceiling    = 3.2 // nats; what is worse is cut off at the frame
	underway   = 100 // the step axis is never shorter, so that it doesn't jump in the first second
	dashes     = 5   // design pixels, and as much between them
	endRadius  = 3   // design pixels
	narrowSize = 9.5 // design pixels, of type for 0.001
)

// Chart draws the loss chart on dst, whose Rect is layout.Chart: losses in nats on a linear axis from just below the
// floor, or their distance from it on a logarithmic one, against the training step on a logarithmic axis, with the floor as
// a dashed line and values in a legend.
func (p *Pen) Chart(dst *image.RGBA, c *Chart) {
	p.on(dst)
	p.clear()
	a := c.axes(p.layout.Plot)
	if !p.layout.charts() {
		return
	}
	p.grid(a)
	p.border(a.plot, p.theme.Hairline)
	if !a.gap {
		p.floor(a, c)
	}
	for i := range c.Series {
		p.curve(a, &c.Series[i])
	}
	p.ends(a, c)
	p.cursor(a, c)
	p.legend(a, c)
}

// charts reports whether there is room for a chart.
func (l *Layout) charts() bool {
	return float64(l.Plot.Dx()) >= 40*l.Unit && float64(l.Plot.Dy()) >= 24*l.Unit
}

// axes says how losses and steps lie on the plot.
type axes struct {
	plot    image.Rectangle
	decades float64 // of the step axis, from step 1
	y0, y1  float64 // at the bottom and at the top: nats, or the decimal logarithm of a gap
	gap     bool
	floor   float64 // of a gap
}

func (c *Chart) axes(plot image.Rectangle) axes {
	last := float64(underway)
	for _, s := range c.Series {
		if n := len(s.Steps); n > 0 {
			last = max(last, s.Steps[n-1])
		}
	}
	a := axes{plot: plot, decades: math.Log10(axisEnd(last)), y1: ceiling}
	switch {
	case math.IsNaN(c.Floor):
		return a
	case c.Gap:
		a.gap, a.floor = true, c.Floor
		a.y0, a.y1 = c.least(), math.Log10(widest)
		return a
	}
	a.y1 = max(ceiling, math.Ceil(c.Floor)+1)
	a.y0 = math.Floor((c.Floor-0.05)*10) / 10
	return a
}

// axisEnd returns the first of 1, 3, 10, 30, 100 ... that is not below last.
func axisEnd(last float64) float64 {
	decade := math.Pow(10, math.Floor(math.Log10(last)))
	for _, end := range []float64{decade, 3 * decade} {
		if last <= end {
			return end
		}
	}
	return 10 * decade
}

// x returns the pixel of a step; step 0 stands with step 1 at the left end.
func (a axes) x(step float64) float64 {
	return float64(a.plot.Min.X) + float64(a.plot.Dx())*math.Log10(max(step, 1))/a.decades
}

// step is the inverse of x.
func (a axes) step(x float64) float64 {
	return math.Pow(10, (x-float64(a.plot.Min.X))/float64(a.plot.Dx())*a.decades)
}

// y returns the pixel of a loss in nats. Far outside the plot it stops, where the rasterizer has no trouble with it; a gap
// that is none lies there too.
func (a axes) y(nats float64) float64 {
	v := nats
	if a.gap {
		v = math.Log10(max(nats-a.floor, 0)) // max keeps NaN
	}
	h := float64(a.plot.Dy())
	return float64(a.plot.Max.Y) - h*min(max((v-a.y0)/(a.y1-a.y0), -3), 4)
}

// shown returns the number that stands for a loss in nats.
func (a axes) shown(nats float64) float64 { return nats - a.floor }

// grid draws the plot's surface, lines at the ticks, tick labels and the names of the axes.
func (p *Pen) grid(a axes) {
	p.fill(a.plot, p.theme.Surface)
	st := p.labelStyle()
	line, h := Fade(p.theme.Hairline, 0.8), p.hair()
	x0, y1 := float64(a.plot.Min.X), float64(a.plot.Max.Y)
	for _, t := range p.levels(a) {
		y := a.y(t.Value)
		p.fill(image.Rect(a.plot.Min.X, int(y), a.plot.Max.X, int(y)+h), line)
		p.level(t.Label, x0, y)
	}
	below := y1 + p.px(5+0.75*st.size)
	free := math.Inf(-1) // x from which on the row of labels is free
	for _, t := range Decades(a.step(float64(a.plot.Max.X))) {
		x, half := a.x(t.Value), p.width(t.Label, st)/2
		p.fill(image.Rect(int(x), a.plot.Min.Y, int(x)+h, a.plot.Max.Y), line)
		centre := min(x, float64(p.layout.Chart.Max.X)-half)
		if centre-half > free {
			p.text(t.Label, centre, below, center, st, p.theme.Muted)
			free = centre + half + p.px(6)
		}
	}
	name := "NLL, nats"
	if a.gap {
		name = "NLL above the best possible, nats (log scale)"
	}
	p.text(name, float64(p.layout.Chart.Min.X), float64(a.plot.Min.Y)-p.px(8), left, st, p.theme.Muted)
	middle := float64(a.plot.Min.X+a.plot.Max.X) / 2
	p.text("training step (log scale)", middle, below+p.px(1.35*st.size), center, st, p.theme.Muted)
}

// level labels the axis of losses at y, in smaller type if need be.
func (p *Pen) level(label string, x0, y float64) {
	st, gap := p.labelStyle(), p.px(6)
	if p.width(label, st)+gap > x0-float64(p.layout.Chart.Min.X) {
		st.size, gap = narrowSize, p.px(4)
	}
	p.text(label, x0-gap, p.middle(y, st), right, st, p.theme.Muted)
}

// floor draws the best value possible as a dashed line with its label at the left, where curves are still high.
func (p *Pen) floor(a axes, c *Chart) {
	if math.IsNaN(c.Floor) {
		return
	}
	y, dash, h := int(a.y(c.Floor)), int(p.px(dashes)), p.hair()
	for x := a.plot.Min.X; x < a.plot.Max.X; x += 2 * dash {
		p.fill(image.Rect(x, y, min(x+dash, a.plot.Max.X), y+h), p.theme.Text)
	}
	st := p.labelStyle()
	label := p.fit(c.FloorLabel, float64(a.plot.Dx())-p.px(16), st)
	p.text(label, float64(a.plot.Min.X)+p.px(8), float64(y)-p.px(5), left, st, p.theme.Text)
}
