package flow

import (
	"fmt"
	"math"
)

// The noise that [TwoMoonsWithNoise] takes.
const (
	LeastMoonsNoise = 0.05
	MostMoonsNoise  = 0.5
)

// TwoMoonsWithNoise returns two moons with noise σ from [LeastMoonsNoise] to
// [MostMoonsNoise]; it panics for other σ. The standard deviations are
// √(3 + σ²) and √(2 + σ²). The entropy is a polynomial through values by
// quadrature, with an error below 1e-9, for a slider to have it at once.
func TwoMoonsWithNoise(σ float64) Dataset {
	if !(σ >= LeastMoonsNoise && σ <= MostMoonsNoise) {
		panic(fmt.Sprintf("flow: two moons with noise %v, not from %v to %v", σ, LeastMoonsNoise, MostMoonsNoise))
	}
	d := moons(σ, moonsEntropy(σ), 0)
	top := [2]float64{-1 / d.std[0], 2 / d.std[1]} // of the upper moon
	// A little inside the arc the density is up to 1 % higher.
	d.Peak = 1.02 * math.Exp(d.LogDensity(top[0], top[1]))
	return d
}

func moons(σ, entropy, peak float64) Dataset {
	return Dataset{
		Name: "moons", Title: "Two moons", Entropy: entropy, Peak: peak,
		std: [2]float64{math.Sqrt(3 + float64(σ*σ)), math.Sqrt(2 + float64(σ*σ))},
		law: &curves{noise: σ, lines: []line{arc(-1, 0, 2, 0, math.Pi), arc(1, 0, 2, math.Pi, 2*math.Pi)}},
	}
}

// moonsEntropy returns the entropy H(σ) of the standardised density as a sum
// Σ cₖ Tₖ(s) of Chebyshev polynomials, by Clenshaw's recurrence. ln σ goes
// from its least to its greatest value with s from -1 to 1.
func moonsEntropy(σ float64) float64 {
	lo, hi := log(LeastMoonsNoise), log(MostMoonsNoise)
	s := (2*log(σ) - lo - hi) / (hi - lo)
	b1, b2 := 0.0, 0.0
	for k := len(moonsChebyshev) - 1; k > 0; k-- {
		b1, b2 = moonsChebyshev[k]+float64(2*s*b1)-b2, b1
	}
	return moonsChebyshev[0] + float64(s*b1) - b2
}

// moonsChebyshev is printed by go test ./flow -run MoonsEntropy -v -update.
var moonsChebyshev = [...]float64{
	1.23347009884, 1.15464022155, -0.01414212380, -0.01034440284, -0.00496448795, -0.00194019975,
	-0.00053115996, 0.00001212845, 0.00012482752, 0.00007826389, 0.00001828065, -0.00000868386,
	-0.00000958026, -0.00000295247, 0.00000097216, 0.00000125873, 0.00000033637, -0.00000018477,
	-0.00000017006, -0.00000002006, 0.00000003826, 0.00000001982, -0.00000000335, -0.00000000657,
	-0.00000000122, 0.00000000143, 0.00000000076, -0.00000000018, -0.00000000026, -0.00000000002,
	0.00000000006, 0.00000000003,
}
