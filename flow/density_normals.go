package flow

import (
	"math"
	"math/rand/v2"
)

// normals is a mixture Σ wᵢ K(x - cᵢ) about centres c, where the kernel K is an
// isotropic normal density N(0, sd²I), or, if half > 0, that convolved with the
// uniform density of the square [-half, half]²:
//
//	K(dx, dy) = k(dx) k(dy),  k(d) = (Q((|d| - half)/sd) - Q((|d| + half)/sd))/(2 half),
//
// with Q(z) = erfc(z/√2)/2.
type normals struct {
	x, y, weight []float64
	sd, half     float64
	blocks       []block
}

// A block is a run of centres whose squares lie in a disc.
type block struct {
	x, y, radius float64
	from, to     int
}

// normalsAbout returns an even mixture.
func normalsAbout(sd float64, centres [][2]float64) *normals {
	m := &normals{sd: sd}
	for _, c := range centres {
		m.add(c[0], c[1], 1/float64(len(centres)))
	}
	m.index()
	return m
}

func (m *normals) add(x, y, weight float64) {
	m.x, m.y, m.weight = append(m.x, x), append(m.y, y), append(m.weight, weight)
}

// draw draws from an even mixture.
func (m *normals) draw(r *rand.Rand) (x, y float64) {
	i := r.IntN(len(m.x))
	e1, e2 := gaussian(r)
	return m.x[i] + float64(m.sd*e1), m.y[i] + float64(m.sd*e2)
}

// index makes the blocks, after all centres are there. They let logDensity pass
// over most of a long line: the rings, of 1,800 centres, cost a quarter.
func (m *normals) index() {
	const size = 16
	for from := 0; from < len(m.x); from += size {
		b := block{from: from, to: min(from+size, len(m.x))}
		n := float64(b.to - from)
		for i := from; i < b.to; i++ {
			b.x, b.y = b.x+m.x[i]/n, b.y+m.y[i]/n
		}
		for i := from; i < b.to; i++ {
			b.radius = max(b.radius, math.Hypot(m.x[i]-b.x, m.y[i]-b.y)+m.half*math.Sqrt2)
		}
		m.blocks = append(m.blocks, b)
	}
}

// distance returns that to a block's centre.
func (b block) distance(x, y float64) float64 {
	dx, dy := x-b.x, y-b.y
	return math.Sqrt(dx*dx + dy*dy)
}

// logDensity takes the nearest centre's exponent out of the sum, lest
// everything underflow, and leaves out what is e⁻⁴⁰ times less.
func (m *normals) logDensity(x, y float64) float64 {
	nearest, scale := m.nearest(x, y), 1/(2*m.sd*m.sd)
	sum, limit := 0.0, nearest+40/scale
	reach := math.Sqrt(limit)
	for _, b := range m.blocks {
		if b.distance(x, y) > reach+b.radius {
			continue
		}
		for i := b.from; i < b.to; i++ {
			dx, dy := x-m.x[i], y-m.y[i]
			if q := m.squared(dx, dy); q <= limit {
				sum += m.weight[i] * m.scaled(dx) * m.scaled(dy) * math.Exp((nearest-q)*scale)
			}
		}
	}
	return math.Log(sum) - nearest*scale
}

// nearest returns the least squared distance to a centre's square.
func (m *normals) nearest(x, y float64) float64 {
	most := math.Inf(1)
	for _, b := range m.blocks {
		most = min(most, b.distance(x, y)+b.radius)
	}
	nearest := math.Inf(1)
	for _, b := range m.blocks {
		if b.distance(x, y)-b.radius > most {
			continue
		}
		for i := b.from; i < b.to; i++ {
			nearest = min(nearest, m.squared(x-m.x[i], y-m.y[i]))
		}
	}
	return nearest
}

// squared returns the squared distance to a centre's square.
func (m *normals) squared(dx, dy float64) float64 {
	a, b := max(math.Abs(dx)-m.half, 0), max(math.Abs(dy)-m.half, 0)
	return a*a + b*b
}

// scaled returns k(d) e^(z²/2), z = max(|d| - half, 0)/sd, which neither
// underflows nor exceeds 1/(√(2π) sd). For z ≥ 25 it takes Q(z) e^(z²/2) from
// the asymptotic series, whose relative error is then below 1e-9.
func (m *normals) scaled(d float64) float64 {
	if m.half == 0 {
		return 1 / (math.Sqrt(2*math.Pi) * m.sd)
	}
	near, far := (math.Abs(d)-m.half)/m.sd, (math.Abs(d)+m.half)/m.sd
	if near >= 25 {
		q := 1 / (near * near)
		return (1 - q*(1-3*q*(1-5*q))) / (near * math.Sqrt(2*math.Pi) * 2 * m.half)
	}
	z := max(near, 0)
	return (math.Erfc(near/math.Sqrt2) - math.Erfc(far/math.Sqrt2)) / (4 * m.half) * math.Exp(z*z/2)
}
