package render

import (
	"image"
	"math"
	"sort"
)

// StepAt returns the training step to which the pixel (x, y) of the canvas points, and whether it points at the chart's plot.
func (c *Chart) StepAt(l Layout, x, y float64) (step float64, ok bool) {
	if !l.charts() || !image.Pt(int(x), int(y)).In(l.Plot) {
		return 0, false
	}
	return max(math.Round(c.axes(l.Plot).step(x)), 1), true
}

// cursor marks the step whose values are read: by a line, and by a dot on each curve that is listed.
func (p *Pen) cursor(a axes, c *Chart) {
	if !(c.Cursor > 0) {
		return
	}
	x := a.x(c.Cursor)
	p.fill(image.Rect(int(x), a.plot.Min.Y, int(x)+p.hair(), a.plot.Max.Y), p.theme.Muted)
	for i := range c.Series {
		s := &c.Series[i]
		if k := s.near(c.Cursor); k >= 0 && s.title() != "" {
			if y := a.y(s.Values[k]); y >= float64(a.plot.Min.Y) && y <= float64(a.plot.Max.Y) {
				PaintDisc(p.dst, a.x(s.Steps[k]), y, p.px(endRadius)+1, p.theme.Surface)
				PaintDisc(p.dst, a.x(s.Steps[k]), y, p.px(endRadius), s.Color)
			}
		}
	}
}

// read returns the value of s at the chart's cursor, or its latest without one; NaN if there is none.
func (c *Chart) read(s *Series) float64 {
	i := s.latest()
	if c.Cursor > 0 {
		i = s.near(c.Cursor)
	}
	if i < 0 {
		return math.NaN()
	}
	return s.Values[i]
}

// nearby is the ratio of steps within which an entry is read: those of a curve's sparse part lie further apart by no more than
// its square.
const nearby = 1.5

// near returns where the entry nearest to the step is, by ratio; -1 if none is close, or if the series ended before by more
// than the distance of its last entries.
func (s *Series) near(step float64) int {
	last := len(s.Steps) - 1
	i := min(sort.SearchFloat64s(s.Steps, step), last)
	if i < 0 {
		return -1
	}
	if step > s.Steps[last] && (last == 0 || step > 2*s.Steps[last]-s.Steps[last-1]) {
		return -1
	}
	if i > 0 && step*step < s.Steps[i]*max(s.Steps[i-1], 1) {
		i--
	}
	if at := max(s.Steps[i], 1); max(step/at, at/step) > nearby {
		return -1
	}
	return i
}

// ends writes labels at the ends of the curves that have one, those of curves that lie together above each other.
func (p *Pen) ends(a axes, c *Chart) {
	st := p.labelStyle()
	line := int(p.px(1.2 * st.size))
	p.placed = p.placed[:0]
	for i := range c.Series {
		s := &c.Series[i]
		k := s.latest()
		if s.Label == "" || k < 0 {
			continue
		}
		width := int(p.width(s.Label, st)) + 1
		x, y := int(a.x(s.Steps[k])+p.px(6)), int(a.y(s.Values[k]))-line/2
		if x+width > a.plot.Max.X {
			x, y = a.plot.Max.X-width-int(p.px(3)), y-line
		}
		if box, ok := p.free(image.Rect(x, y, x+width, y+line), a.plot); ok {
			p.fill(box, Fade(p.theme.Surface, 0.6))
			p.text(s.Label, float64(box.Min.X), p.middle(float64(box.Min.Y+box.Max.Y)/2, st), left, st, p.theme.Muted)
		}
	}
}

// free moves a box up within the plot until it covers none placed so far, and notes its place.
func (p *Pen) free(box, plot image.Rectangle) (_ image.Rectangle, ok bool) {
	for i := 0; i < len(p.placed); i++ {
		if o := p.placed[i]; o.Overlaps(box) {
			box, i = box.Sub(image.Pt(0, box.Max.Y-o.Min.Y)), -1
		}
	}
	if !box.In(plot) {
		return box, false
	}
	p.placed = append(p.placed, box)
	return box, true
}
