package render

import (
	"image"
	"math"
)

const (
	ceiling   = 3.2 // nats; what is worse is cut off at the frame
	underway  = 100 // the step axis is never shorter, so that it doesn't jump in the first second
	dashes    = 5   // design pixels, and as much between them
	endRadius = 3   // design pixels
)

// Chart draws the loss chart on dst, whose Rect is layout.Chart: losses in nats on a linear axis from just below the
// floor, against the training step on a logarithmic one, with the floor as a dashed line and the latest values in a legend.
func (p *Pen) Chart(dst *image.RGBA, c *Chart) {
	p.on(dst)
	p.clear()
	a := c.axes(p.layout.Plot)
	if float64(a.plot.Dx()) < p.px(40) || float64(a.plot.Dy()) < p.px(24) {
		return
	}
	p.grid(a)
	p.border(a.plot, p.theme.Hairline)
	p.floor(a, c)
	for i := range c.Series {
		p.curve(a, &c.Series[i])
	}
	p.legend(a, c)
}

// axes says how losses and steps lie on the plot.
type axes struct {
	plot    image.Rectangle
	decades float64 // of the step axis, from step 1
	y0, y1  float64 // nats at the bottom and at the top
}

func (c *Chart) axes(plot image.Rectangle) axes {
	last := float64(underway)
	for _, s := range c.Series {
		if n := len(s.Steps); n > 0 {
			last = max(last, s.Steps[n-1])
		}
	}
	a := axes{plot: plot, decades: math.Log10(axisEnd(last)), y1: ceiling}
	if math.IsNaN(c.Floor) {
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

// y returns the pixel of a loss in nats. Far outside the plot it stops, where the rasterizer has no trouble with it.
func (a axes) y(nats float64) float64 {
	h := float64(a.plot.Dy())
	return float64(a.plot.Max.Y) - h*min(max((nats-a.y0)/(a.y1-a.y0), -3), 4)
}

// grid draws the plot's surface, lines at the ticks, tick labels and the names of the axes.
func (p *Pen) grid(a axes) {
	p.fill(a.plot, p.theme.Surface)
	st := p.labelStyle()
	line, h := Fade(p.theme.Hairline, 0.8), p.hair()
	x0, y1 := float64(a.plot.Min.X), float64(a.plot.Max.Y)
	for _, t := range Ticks(a.y0, a.y1, max(int(float64(a.plot.Dy())/p.px(40)), 2)) {
		y := a.y(t.Value)
		p.fill(image.Rect(a.plot.Min.X, int(y), a.plot.Max.X, int(y)+h), line)
		p.text(t.Label, x0-p.px(6), p.middle(y, st), right, st, p.theme.Muted)
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
	p.text("NLL, nats", float64(p.layout.Chart.Min.X), float64(a.plot.Min.Y)-p.px(8), left, st, p.theme.Muted)
	middle := float64(a.plot.Min.X+a.plot.Max.X) / 2
	p.text("training step (log scale)", middle, below+p.px(1.35*st.size), center, st, p.theme.Muted)
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
