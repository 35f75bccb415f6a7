package flow

import (
	"math"
	"math/cmplx"
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
	const panels, nodes, reach = 12, 10, 7.5
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
	if got := Pinwheel.Entropy + 2*math.Log(Pinwheel.std[0]); math.Abs(got-entropy) > 1e-9 {
		t.Errorf("entropy %.9f, by quadrature %.9f", got, entropy)
	}
}

// TestPinwheelSeesItsSource: the density at an image is at least what its
// source adds, also near and beyond the fold, where sources come in threes.
func TestPinwheelSeesItsSource(t *testing.T) {
	for i := range 40 {
		for j := range 61 {
			f1, f2 := 0.2+0.06*float64(i), 0.02*float64(j-30)+1e-4
			sin, cos := math.Sincos(0.25 * math.Exp(f1))
			got := pinwheel{}.logDensity(2*(f1*cos+f2*sin), 2*(f2*cos-f1*sin))
			least := pinwheelTerm(math.Hypot(f1, f2), math.Atan2(f2, f1)) - math.Log(20)
			if !(got > least-1e-6) {
				t.Errorf("at the image of (%v, %v): log-density %v, its source alone gives %v", f1, f2, got, least)
			}
		}
	}
}

// TestPinwheelByFourier computes the entropy with no root of h. About the
// circle of radius ρ the five arms' density q has Fourier coefficients
//
//	cₙ = ∫ N(f₁) N(f₂) e^(-5in h(ψ)) dψ / 2π,
//
// which are 0 but for multiples of five; and H = -∫∫ q ln q dφ ρ dρ. A hundred
// of them leave an error of 1.1e-7, for the edges of the folds are sharp; 1,600
// leave 3e-8.
func TestPinwheelByFourier(t *testing.T) {
	const nodes, reach, angles = 100, 3.4, 1024
	ρ, w := make([]float64, nodes), make([]float64, nodes)
	quad.Legendre{}.FixedLocations(ρ, w, 0, reach)
	entropy := 0.0
	for i := range ρ {
		c := pinwheelFourier(ρ[i], 100)
		for k := range angles {
			z := cmplx.Rect(1, 2*math.Pi*float64(k)/angles)
			sum := complex(0, 0)
			for n := len(c) - 1; n > 0; n-- {
				sum = (sum + c[n]) * z
			}
			if q := real(c[0]) + 2*real(sum); q > 0 {
				entropy -= w[i] * ρ[i] * 2 * math.Pi / angles * q * math.Log(q)
			}
		}
	}
	got := entropy + math.Log(4) - 2*math.Log(Pinwheel.std[0])
	if math.Abs(got-Pinwheel.Entropy) > 1.5e-7 {
		t.Errorf("entropy %.9f, want %.9f", got, Pinwheel.Entropy)
	}
}

// pinwheelFourier returns cₙ for n from 0 by the trapezoidal rule.
func pinwheelFourier(ρ float64, n int) []complex128 {
	const angles = 2048
	c := make([]complex128, n)
	for k := range angles {
		ψ := 2 * math.Pi * float64(k) / angles
		h, slope := turned(ρ, ψ)
		power := complex(math.Exp(pinwheelTerm(ρ, ψ))*math.Abs(slope)/angles, 0)
		turn := cmplx.Rect(1, -pinwheelArms*h)
		for n := range c {
			c[n] += power
			power *= turn
		}
	}
	return c
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
