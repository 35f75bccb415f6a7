package flow

import (
	"math"
	"strings"
	"testing"
)

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
