//go:build !js

package flow

// Why these are tested natively alone, long_native_test.go says.

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// quadratures resolve every dataset's narrowest part; their squares' edges take
// in the kinks of walls and the jumps of the checkerboard. (None has 26 nodes,
// for which gonum 0.17's rule is wrong.)
var quadratures = map[string]quadrature{
	"moons": {1, 24}, "circles": {1, 24}, "8gaussians": {1, 16}, "pinwheel": {1, 18}, "checkerboard": {1, 2},
	"2spirals": {0.5, 14}, "swissroll": {1, 24}, "rings": {0.5, 17}, "sklearn-moons": {0.5, 20}, "gaussian": {1, 12},
	"u1": {1, 18}, "u2": {1, 18}, "u3": {1, 18}, "u4": {1, 18},
}

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

// TestMoonsEntropyByQuadrature compares between the polynomial's nodes.
func TestMoonsEntropyByQuadrature(t *testing.T) {
	if *update {
		t.Log(chebyshevOfMoons())
	}
	for _, σ := range []float64{0.051, 0.13, 0.43} {
		d := TwoMoonsWithNoise(σ)
		s := moonsQuadrature(σ).survey(d)
		t.Logf("noise %v: error %.1e", σ, d.Entropy-s.entropy)
		checkSurvey(t, d, s, 1e-9)
	}
}

func moonsQuadrature(σ float64) quadrature {
	switch {
	case σ < 0.12:
		return quadrature{0.25, 20}
	case σ < 0.3:
		return quadrature{0.5, 20}
	}
	return quadrature{1, 20}
}

// chebyshevOfMoons interpolates the entropy at the zeros of the polynomial
// after the last.
func chebyshevOfMoons() string {
	const n = 32
	var c [n]float64
	lo, hi := math.Log(LeastMoonsNoise), math.Log(MostMoonsNoise)
	for i := range n {
		θ := math.Pi * (float64(i) + 0.5) / n
		σ := math.Exp((lo + hi + (hi-lo)*math.Cos(θ)) / 2)
		h := moonsQuadrature(σ).survey(moons(σ, 0, 0)).entropy
		for k := range c {
			c[k] += 2. / n * h * math.Cos(float64(k)*θ)
		}
	}
	c[0] /= 2
	return strings.ReplaceAll(fmt.Sprintf("%.11f", c), " ", ", ")
}
