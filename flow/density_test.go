package flow

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
)

// TestBlurredSquares compares the kernel's factor with the mean of normal
// densities over the square, and at a distance with the exact asymptotics.
func TestBlurredSquares(t *testing.T) {
	m := &normals{sd: 0.1, half: 1. / 12}
	for _, d := range []float64{0, 0.02, -0.083, 0.09, 0.3, -1.2, 2.5, 2.6, 3} {
		z := max(math.Abs(d)-m.half, 0) / m.sd
		density := func(v float64) float64 {
			e := (d - v) / m.sd
			return math.Exp((z*z-e*e)/2) / (math.Sqrt(2*math.Pi) * m.sd * 2 * m.half)
		}
		want := quad.Fixed(density, -m.half, m.half, 200, nil, 0)
		if got := m.scaled(d); math.Abs(got-want) > 1e-9*want {
			t.Errorf("at %v: %v, want %v", d, got, want)
		}
	}
}

// TestCurveAsQuadrature compares the density about a circle, where it has the
// form I₀(ρR/σ²) exp(-(ρ²+R²)/(2σ²))/(2πσ²), with I₀ by the trapezoidal rule
// over many more angles.
func TestCurveAsQuadrature(t *testing.T) {
	const radius, σ = 3, 0.08
	c := &curves{noise: σ, lines: []line{circle(radius)}}
	for _, ρ := range []float64{0, 1.5, 2.95, 3, 3.4, 6, 9} {
		const n = 20000
		sum := 0.0
		for k := range n {
			sum += math.Exp(ρ * radius / (σ * σ) * (math.Cos(2*math.Pi*float64(k)/n) - 1))
		}
		want := math.Log(sum/n) - (ρ-radius)*(ρ-radius)/(2*σ*σ) - math.Log(2*math.Pi*σ*σ)
		if got := c.logDensity(ρ*0.6, ρ*0.8); math.Abs(got-want) > 1e-9*(1+math.Abs(want)) {
			t.Errorf("at radius %v: log-density %v, want %v", ρ, got, want)
		}
	}
}

// TestPinwheelEntropy integrates over the normal features (f₁, f₂) instead of
// over the plane, which the arms' winding does not trouble.
func TestPinwheelEntropy(t *testing.T) {
	const panels, nodes, reach = 16, 10, 7.5
	u, w := make([]float64, nodes), make([]float64, nodes)
	const width = 2 * reach / panels
	quad.Legendre{}.FixedLocations(u, w, 0, width)
	entropy := 0.0
	for i := range panels * nodes {
		for j := range panels * nodes {
			a := float64(i/nodes)*width - reach + u[i%nodes]
			b := float64(j/nodes)*width - reach + u[j%nodes]
			if a*a+b*b > reach*reach {
				continue
			}
			f1, f2 := 1+0.3*a, 0.1*b
			sin, cos := math.Sincos(0.25 * math.Exp(f1))
			l := (pinwheel{}).logDensity(2*(f1*cos+f2*sin), 2*(f2*cos-f1*sin))
			entropy -= w[i%nodes] * w[j%nodes] * math.Exp(-(a*a+b*b)/2) / (2 * math.Pi) * l
		}
	}
	if got := Pinwheel.Entropy + 2*math.Log(Pinwheel.std[0]); math.Abs(got-entropy) > 2e-7 {
		t.Errorf("entropy %.9f, by quadrature %.9f", got, entropy)
	}
}

// TestPinwheelRoots: the angles found are solutions, and there are five where
// the map does not fold.
func TestPinwheelRoots(t *testing.T) {
	for _, ρ := range []float64{0.1, 0.5, 1, 1.5} {
		for _, target := range []float64{-3, -0.7, 0, 1.1, 5} {
			ψ := turnedBack(ρ, target, -20, 20)
			if h, slope := turned(ρ, ψ); math.Abs(h-target) > 1e-12 || slope <= 0 {
				t.Errorf("ρ %v: h(%v) = %v, want %v", ρ, ψ, h, target)
			}
		}
	}
}

// TestAliasTable: every cell's slots add up to its probability.
func TestAliasTable(t *testing.T) {
	r := stream(1, 1)
	for range 20 {
		weights := make([]float64, 35)
		for i := range weights {
			weights[i] = max(0, r.Float64()-0.3)
		}
		weights[r.IntN(35)] = 10
		g := newPixels(weights, 7, 5)
		got := make([]float64, 35)
		for i := range weights {
			got[i] += g.stay[i] / 35
			got[g.other[i]] += (1 - g.stay[i]) / 35
		}
		for i := range weights {
			if math.Abs(got[i]-g.p[i]) > 1e-14 || (weights[i] == 0 && got[i] != 0) {
				t.Errorf("cell %d of weight %v: probability %v, want %v", i, weights[i], got[i], g.p[i])
			}
		}
	}
}
