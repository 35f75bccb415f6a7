package flow

import (
	"math"
	"math/rand/v2"
	"sync"

	"gonum.org/v1/gonum/integrate/quad"
)

// curves is a density about lines, one as likely as another: a point of a
// line, plus, if half > 0, one of the square [-half, half]², plus isotropic
// normal noise,
//
//	p(x) = 1/L Σ_lines ∫₀¹ K(x - at(s)) ds,
//
// K being the noise's density.
type curves struct {
	lines       []line
	noise, half float64

	once  sync.Once
	nodes normals
}

// A line is a curve over s in [0, 1], s being U or, if root, √U for U from
// U(0, 1). In the latter case ds above becomes 2s ds.
type line struct {
	at   func(s float64) (x, y float64)
	root bool
}

// arc is part of a circle, between two angles.
func arc(cx, cy, radius, from, to float64) line {
	return line{at: func(s float64) (x, y float64) {
		sin, cos := math.Sincos(from + float64((to-from)*s))
		return cx + float64(radius*cos), cy + float64(radius*sin)
	}}
}

func circle(radius float64) line { return arc(0, 0, radius, 0, 2*math.Pi) }

func (c *curves) draw(r *rand.Rand) (x, y float64) {
	l := c.lines[r.IntN(len(c.lines))]
	s := r.Float64()
	if l.root {
		s = math.Sqrt(s)
	}
	x, y = l.at(s)
	e1, e2 := gaussian(r)
	x, y = x+float64(c.noise*e1), y+float64(c.noise*e2)
	if c.half > 0 {
		x += float64(c.half * (2*r.Float64() - 1))
		y += float64(c.half * (2*r.Float64() - 1))
	}
	return x, y
}

func (c *curves) logDensity(x, y float64) float64 {
	c.once.Do(c.discretise)
	return c.nodes.logDensity(x, y)
}

// discretise replaces the integral by Gauss-Legendre quadrature. Its nodes are
// at most about half a standard deviation σ of the noise apart, where a sum of
// normal densities differs from their integral by a part of e^(-2π²/0.5²).
// (Outside an arc, at thrice its radius, the integrand is √3 times narrower and
// the part 1e-11.) There are 64 nodes at least: gonum 0.17's rule of 26 is wrong.
func (c *curves) discretise() {
	c.nodes = normals{sd: c.noise, half: c.half}
	for _, l := range c.lines {
		n := max(64, int(math.Ceil(3*l.speed()/c.noise)))
		s, weight := make([]float64, n), make([]float64, n)
		quad.Legendre{}.FixedLocations(s, weight, 0, 1)
		for i, w := range weight {
			if l.root {
				w *= 2 * s[i]
			}
			x, y := l.at(s[i])
			c.nodes.add(x, y, w/float64(len(c.lines)))
		}
	}
	c.nodes.index()
}

// speed returns about the largest ‖d at/ds‖ 2√(s(1-s)), by the second factor of
// which the nodes are closer towards the ends.
func (l line) speed() (v float64) {
	const pieces = 64
	x0, y0 := l.at(0)
	for i := range pieces {
		s := (float64(i) + 0.5) / pieces
		x, y := l.at(float64(i+1) / pieces)
		v = max(v, pieces*math.Hypot(x-x0, y-y0)*2*math.Sqrt(s*(1-s)))
		x0, y0 = x, y
	}
	return v
}
