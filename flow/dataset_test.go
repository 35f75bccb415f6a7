package flow

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat"
)

func TestSamplesAgreeWithDensity(t *testing.T) {
	for _, d := range Datasets {
		const n = 4000
		x, y := make([]float32, n), make([]float32, n)
		d.Sample(x, y, stream(1, 1))
		xs, ys := widen(x), widen(y)
		for axis, v := range []numbers{xs, ys} {
			mean, variance := stat.PopMeanVariance(v, nil)
			if math.Abs(mean) > 0.06 || math.Abs(variance-1) > 0.06 {
				t.Errorf("%s: axis %d has mean %.3f and variance %.3f", d.Name, axis, mean, variance)
			}
		}
		nll := make([]float64, n)
		for k := range nll {
			nll[k] = -d.LogDensity(xs[k], ys[k])
		}
		mean, sd := stat.MeanStdDev(nll, nil)
		if se := stat.StdErr(sd, n); math.Abs(mean-d.Entropy) > 4*se {
			t.Errorf("%s: mean of -log p is %.4f ± %.4f, the entropy %.4f", d.Name, mean, se, d.Entropy)
		}
	}
}

func TestEntropyAndPeak(t *testing.T) {
	for _, d := range Datasets {
		const n, half = 240, 3.3
		xs, ws := make([]float64, n), make([]float64, n)
		quad.Legendre{}.FixedLocations(xs, ws, -half, half)
		mass, entropy, peak := 0.0, 0.0, 0.0
		for i, x := range xs {
			for j, y := range xs {
				l := d.LogDensity(x, y)
				w := ws[i] * ws[j] * math.Exp(l)
				mass += w
				entropy -= w * l
				peak = max(peak, math.Exp(l))
			}
		}
		if math.Abs(mass-1) > 1e-8 {
			t.Errorf("%s: mass %.10f", d.Name, mass)
		}
		if math.Abs(entropy-d.Entropy) > 1e-7 {
			t.Errorf("%s: entropy %.8f, by quadrature %.10f", d.Name, d.Entropy, entropy)
		}
		if peak > d.Peak || peak < 0.9*d.Peak {
			t.Errorf("%s: peak %.4f, the density reaches %.4f", d.Name, d.Peak, peak)
		}
	}
}

func TestMoonsShape(t *testing.T) {
	x, y := make([]float32, 2000), make([]float32, 2000)
	TwoMoons.Sample(x, y, stream(2, 2))
	upper := 0
	for k := range x {
		rx, ry := float64(x[k])*math.Sqrt(3.04), float64(y[k])*math.Sqrt(2.04)
		up, low := math.Hypot(rx+1, ry)-2, math.Hypot(rx-1, ry)-2
		switch {
		case math.Abs(up) < 1 && ry > -1:
			upper++
		case math.Abs(low) < 1 && ry < 1:
		default:
			t.Fatalf("(%v, %v) lies on neither moon", rx, ry)
		}
	}
	if upper < 800 || upper > 1300 {
		t.Errorf("%d of 2000 points on the upper moon", upper)
	}
}

func TestUnknownNames(t *testing.T) {
	if _, err := DatasetByName("spam"); err == nil || !strings.Contains(err.Error(), "moons") {
		t.Errorf("unknown dataset: %v", err)
	}
	if _, err := RecipeByName("spam"); err == nil {
		t.Error("unknown recipe taken")
	}
	for _, d := range Datasets {
		if got, err := DatasetByName(d.Name); err != nil || got.Entropy != d.Entropy {
			t.Errorf("%s: %v", d.Name, err)
		}
	}
}
