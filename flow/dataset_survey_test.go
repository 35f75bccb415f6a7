package flow

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
)

// A quadrature is Gauss-Legendre over squares [iw, (i+1)w] × [jw, (j+1)w] of
// the plane before it is standardised, nodes² to each.
type quadrature struct {
	width float64
	nodes int
}

// quadratures resolve every dataset's narrowest part; their squares' edges take
// in the kinks of walls and the jumps of the checkerboard. (None has 26 nodes,
// for which gonum 0.17's rule is wrong.)
var quadratures = map[string]quadrature{
	"moons": {1, 24}, "circles": {1, 24}, "8gaussians": {1, 16}, "pinwheel": {1, 18}, "checkerboard": {1, 2},
	"2spirals": {0.5, 14}, "swissroll": {1, 24}, "rings": {0.5, 17}, "sklearn-moons": {0.5, 20}, "gaussian": {1, 12},
	"u1": {1, 18}, "u2": {1, 18}, "u3": {1, 18}, "u4": {1, 18},
}

// A survey holds integrals of a density: over squares, and over the plane.
type survey struct {
	mass, entropy, peak    float64
	mean, moment, variance [2]float64
	squares                map[[2]int]float64
}

// survey takes the squares within 7.5 standard deviations.
func (q quadrature) survey(d Dataset) survey {
	s := survey{squares: map[[2]int]float64{}}
	u, w := make([]float64, q.nodes), make([]float64, q.nodes)
	quad.Legendre{}.FixedLocations(u, w, 0, 1)
	var lo, hi [2]int
	for a := range lo {
		lo[a] = int(math.Floor((d.mean[a] - 7.5*d.std[a]) / q.width))
		hi[a] = int(math.Ceil((d.mean[a] + 7.5*d.std[a]) / q.width))
	}
	for i := lo[0]; i < hi[0]; i++ {
		for j := lo[1]; j < hi[1]; j++ {
			if q.touches(d, i, j) {
				q.square(&s, d, i, j, u, w)
			}
		}
	}
	for a := range s.mean {
		s.variance[a] = s.moment[a] - s.mean[a]*s.mean[a]
	}
	return s
}

// at returns a standardised point and its square's area.
func (q quadrature) at(d Dataset, i, j int, u, v float64) (x, y, area float64) {
	x = ((float64(i)+u)*q.width - d.mean[0]) / d.std[0]
	y = ((float64(j)+v)*q.width - d.mean[1]) / d.std[1]
	return x, y, q.width * q.width / (d.std[0] * d.std[1])
}

// squareOf returns the square of a standardised point.
func (q quadrature) squareOf(d Dataset, x, y float64) [2]int {
	return [2]int{
		int(math.Floor((d.mean[0] + x*d.std[0]) / q.width)),
		int(math.Floor((d.mean[1] + y*d.std[1]) / q.width)),
	}
}

// touches reports whether the density is above e⁻³⁴ somewhere in a square.
func (q quadrature) touches(d Dataset, i, j int) bool {
	n := min(q.nodes, 4)
	for k := range n * n {
		x, y, _ := q.at(d, i, j, (float64(k%n)+0.5)/float64(n), (float64(k/n)+0.5)/float64(n))
		if d.LogDensity(x, y) > -34 {
			return true
		}
	}
	return false
}

func (q quadrature) square(s *survey, d Dataset, i, j int, u, w []float64) {
	total := 0.0
	for a := range u {
		for b := range u {
			x, y, area := q.at(d, i, j, u[a], u[b])
			l := d.LogDensity(x, y)
			if math.IsInf(l, -1) {
				continue
			}
			p := area * w[a] * w[b] * math.Exp(l)
			total += p
			s.entropy -= p * l
			s.peak = max(s.peak, math.Exp(l))
			for c, v := range [2]float64{x, y} {
				s.mean[c] += p * v
				s.moment[c] += p * v * v
			}
		}
	}
	s.mass += total
	s.squares[[2]int{i, j}] = total
}
