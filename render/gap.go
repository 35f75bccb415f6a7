package render

import "math"

// widest is the largest distance from the floor that the chart shows, in nats.
const widest = 3

// least returns the decimal logarithm of the smallest distance from the floor that the chart shows: a hundredth of a nat, or a
// thousandth from where a listed curve comes closer. The entropy of the held-out points themselves differs by more than that
// from that of the data, so nothing is to be seen further down.
func (c *Chart) least() float64 {
	for _, s := range c.Series {
		if s.Name == "" {
			continue
		}
		for _, v := range s.Values {
			if v-c.Floor < 0.01 {
				return -3
			}
		}
	}
	return -2
}

// levels returns the ticks of the axis of losses, as losses.
func (p *Pen) levels(a axes) []Tick {
	rows := float64(a.plot.Dy()) / p.px(40)
	if !a.gap {
		return Ticks(a.y0, a.y1, max(int(rows), 2))
	}
	var ticks []Tick
	for e := a.y0; e <= a.y1; e++ {
		for _, m := range []float64{1, 3} {
			if m > 1 && (a.y1-a.y0 > rows || math.Log10(m)+e > a.y1+1e-9) {
				continue
			}
			d := m * math.Pow(10, e)
			ticks = append(ticks, Tick{a.floor + d, number(d, int(max(-e, 0)))})
		}
	}
	return ticks
}
