package render

import (
	"math"
	"sort"
)

// curve draws one series with a dot at its end.
func (p *Pen) curve(a axes, s *Series) {
	if len(s.Steps) != len(s.Values) {
		panic("render: a series needs as many steps as values")
	}
	p.points = s.trace(a, p.points[:0])
	p.stroke(a.plot, p.points, p.px(s.Width), s.Color)
	if n := len(p.points); n > 0 {
		end := p.points[n-1]
		if end.y >= float64(a.plot.Min.Y) && end.y <= float64(a.plot.Max.Y) {
			PaintDisc(p.dst, end.x, end.y, p.px(endRadius)*min(s.Width/2, 1), s.Color)
		}
	}
}

// trace appends the series to out as at most two points for each pixel column, the lowest and the highest in their order,
// and the last point of all. So a hundred thousand noisy steps draw as they would in full, and no excursion gets lost.
// A value before step 1 shows, at the left end, only as long as there is nothing else.
func (s *Series) trace(a axes, out []point) []point {
	last := len(s.Steps) - 1
	for i := min(sort.SearchFloat64s(s.Steps, 1), max(last, 0)); i <= last; {
		column := math.Floor(a.x(s.Steps[i]))
		end := i + 1 + sort.SearchFloat64s(s.Steps[i+1:], a.step(column+1))
		low, high := s.extremes(i, end)
		out = s.put(out, a, min(low, high))
		if low != high {
			out = s.put(out, a, max(low, high))
		}
		if end > last && max(low, high) != last {
			out = s.put(out, a, last)
		}
		i = end
	}
	return out
}

func (s *Series) put(out []point, a axes, i int) []point {
	return append(out, point{a.x(s.Steps[i]), a.y(s.Values[i])})
}

// extremes returns where the values i to end-1 are lowest and highest; NaNs count only if there is nothing else.
func (s *Series) extremes(i, end int) (low, high int) {
	low, high = i, i
	for k := i + 1; k < end; k++ {
		v := s.Values[k]
		if v < s.Values[low] || math.IsNaN(s.Values[low]) {
			low = k
		}
		if v > s.Values[high] || math.IsNaN(s.Values[high]) {
			high = k
		}
	}
	return low, high
}

// latest returns where the last value is that is a number, -1 if there is none.
func (s *Series) latest() int {
	for i := len(s.Values) - 1; i >= 0; i-- {
		if !math.IsNaN(s.Values[i]) {
			return i
		}
	}
	return -1
}

// title returns what the legend calls the series.
func (s *Series) title() string {
	if s.Name == "" {
		return s.Label
	}
	return s.Name
}
