package flow

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// TestDatasets integrates each density: mass 1, mean 0 and variance 1 in the
// standardised plane, the entropy and the peak as stated, and samples that
// agree with it.
func TestDatasets(t *testing.T) {
	for _, d := range Datasets {
		t.Run(d.Name, func(t *testing.T) {
			s := quadratures[d.Name].survey(d)
			checkSurvey(t, d, s, 1e-7)
			checkDraws(t, d, s, quadratures[d.Name])
		})
	}
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

// TestEntropies holds the entropies to the digits that an independent
// implementation gave. (The pinwheel's are 2.3178 before standardising.)
func TestEntropies(t *testing.T) {
	for name, want := range map[string]struct{ entropy, digits float64 }{
		"moons": {1.48331, 5e-6}, "circles": {2.21379, 5e-6}, "rings": {1.87376, 5e-6}, "8gaussians": {1.41451, 5e-6},
		"pinwheel": {2.3178 - 2*math.Log(1.48324), 6e-5}, "2spirals": {1.70890, 5e-6}, "swissroll": {2.03754, 5e-6},
		"checkerboard": {1.79176, 5e-6}, "sklearn-moons": {1.00759, 6e-6}, "gaussian": {2.83788, 5e-6},
	} {
		if d, err := DatasetByName(name); err != nil || math.Abs(d.Entropy-want.entropy) > want.digits {
			t.Errorf("%s: entropy %v, want %.6f (%v)", name, d.Entropy, want.entropy, err)
		}
	}
}

func TestSampleIsTheStreams(t *testing.T) {
	for _, d := range Datasets {
		a, b, c := make([]float32, 50), make([]float32, 50), make([]float32, 50)
		unused := make([]float32, 50)
		d.Sample(a, unused, stream(3, 1))
		d.Sample(b, unused, stream(3, 1))
		d.Sample(c, unused, stream(4, 1))
		same, other := 0, 0
		for k := range a {
			if a[k] == b[k] {
				same++
			}
			if a[k] != c[k] {
				other++
			}
		}
		if same != 50 || other < 45 {
			t.Errorf("%s: %d of 50 points equal for the same seed, %d differ for another", d.Name, same, other)
		}
	}
}

// TestFarAway asks for densities where all summands underflow: nothing is NaN,
// and only the density with an edge is 0.
func TestFarAway(t *testing.T) {
	for _, d := range Datasets {
		for _, at := range [][2]float64{{30, -20}, {-200, 0}, {0, 50}} {
			l := d.LogDensity(at[0], at[1])
			if math.IsNaN(l) || math.IsInf(l, 1) || math.IsInf(l, -1) != (d.Name == "checkerboard") {
				t.Errorf("%s: log-density %v at %v", d.Name, l, at)
			}
		}
	}
}

func TestDensityAllocatesNothing(t *testing.T) {
	for _, d := range Datasets {
		d.LogDensity(0, 0)
		if n := testing.AllocsPerRun(3, func() { d.LogDensity(1, 0.5) }); n != 0 {
			t.Errorf("%s: %v allocations", d.Name, n)
		}
	}
}

func TestUnknownNames(t *testing.T) {
	if _, err := DatasetByName("spam"); err == nil || !strings.Contains(err.Error(), "moons") {
		t.Errorf("unknown dataset: %v", err)
	}
	if _, err := RecipeByName("spam"); err == nil {
		t.Error("unknown recipe taken")
	}
	if _, err := EnergyByName("spam"); err == nil || !strings.Contains(err.Error(), "u4") {
		t.Errorf("unknown energy: %v", err)
	}
	seen := map[string]bool{}
	for _, d := range Datasets {
		if got, err := DatasetByName(d.Name); err != nil || got.Entropy != d.Entropy || seen[d.Name] {
			t.Errorf("%s: %v", d.Name, err)
		}
		seen[d.Name] = true
	}
}
