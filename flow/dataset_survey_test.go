package flow

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat/distuv"
)

// A quadrature is Gauss-Legendre over squares [iw, (i+1)w] × [jw, (j+1)w] of
// the plane before it is standardised, nodes² to each.
type quadrature struct {
	width float64
	nodes int
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

func checkSurvey(t *testing.T, d Dataset, s survey, tolerance float64) {
	t.Helper()
	if d.Name == "pinwheel" {
		tolerance = 1e-5 // its far arms are thinner than the quadrature sees
	}
	if math.Abs(s.mass-1) > tolerance {
		t.Errorf("mass %.10f", s.mass)
	}
	if math.Abs(s.entropy-d.Entropy) > tolerance {
		t.Errorf("entropy %.10f, by quadrature %.10f", d.Entropy, s.entropy)
	}
	if !(s.peak <= d.Peak*(1+1e-12) && d.Peak <= 1.1*s.peak) {
		t.Errorf("peak %.4f, the density reaches %.4f", d.Peak, s.peak)
	}
	mean, variance := [2]float64{0, 0}, [2]float64{1, 1}
	if d.Name == "sklearn-moons" { // as they are
		mean, variance = [2]float64{0.5, 0.25}, [2]float64{0.76, 0.5725 - 1/math.Pi}
	}
	for a := range mean {
		if math.Abs(s.mean[a]-mean[a]) > tolerance || math.Abs(s.variance[a]-variance[a]) > tolerance {
			t.Errorf("axis %d has mean %.8f and variance %.8f", a, s.mean[a], s.variance[a])
		}
	}
}

// checkDraws compares 20,000 samples with the masses of squares by Pearson's
// chi-square test at the level 0.001; squares that expect fewer than 5 count
// as one.
func checkDraws(t *testing.T, d Dataset, s survey, q quadrature) {
	t.Helper()
	const n, level = 20000, 0.001
	x, y := make([]float32, n), make([]float32, n)
	d.Sample(x, y, stream(1, 1))
	counts := map[[2]int]float64{}
	for k := range x {
		counts[q.squareOf(d, float64(x[k]), float64(y[k]))]++
	}
	statistic, cells, rest, seen := 0.0, 0, 1.0, float64(n)
	for square, p := range s.squares {
		if n*p >= 5 {
			diff := counts[square] - n*p
			statistic += diff * diff / (n * p)
			cells, rest, seen = cells+1, rest-p, seen-counts[square]
		}
	}
	if n*rest >= 5 {
		statistic += (seen - n*rest) * (seen - n*rest) / (n * rest)
		cells++
	} else if seen > 20 {
		t.Errorf("%v samples where %.2f are expected", seen, n*rest)
	}
	most := distuv.ChiSquared{K: float64(cells - 1)}.Quantile(1 - level)
	t.Logf("chi-square %.1f of at most %.1f over %d cells", statistic, most, cells)
	if !(statistic <= most) {
		t.Errorf("chi-square %.1f over %d cells, want at most %.1f", statistic, cells, most)
	}
}
