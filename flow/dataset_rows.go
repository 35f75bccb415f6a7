package flow

import "math"

// TwoMoons is flowjax's: half circles of radius 2 about (-1, 0), upper, and
// (1, 0), lower, with noise 0.2. [TwoMoonsWithNoise] has it with other noise.
var TwoMoons = moons(0.2, 1.4833132733895522, 0.4)

// TwoCircles is scikit-learn's make_circles(noise=0.08, factor=0.5) times 3, as
// FFJORD (Grathwohl et al. 2019) has it: radii 3 and 1.5 with noise 0.24.
var TwoCircles = Dataset{
	Name: "circles", Title: "Two circles", Entropy: 2.2137888393, Peak: 0.27,
	std: alike(math.Sqrt(2.8125 + 0.0576)),
	law: &curves{noise: 0.24, lines: []line{circle(3), circle(1.5)}},
}

// Rings is FFJORD's: circles of radius 3, 2.25, 1.5 and 0.75, equally likely,
// with noise 0.08.
var Rings = Dataset{
	Name: "rings", Title: "Rings", Entropy: 1.8737615946, Peak: 0.57,
	std: alike(math.Sqrt(2.109375 + 0.0064)),
	law: &curves{noise: 0.08, lines: []line{circle(3), circle(2.25), circle(1.5), circle(0.75)}},
}

// SklearnMoons is scikit-learn's make_moons(noise=0.1), neither shifted nor
// scaled, for comparison with figures published that way: the upper half of
// the unit circle about (0, 0), the lower about (1, 1/2).
var SklearnMoons = Dataset{
	Name: "sklearn-moons", Title: "Two moons, unscaled", Entropy: 1.0075848348, Peak: 0.65,
	std: alike(1),
	law: &curves{noise: 0.1, lines: []line{arc(0, 0, 1, 0, math.Pi), arc(1, 0.5, 1, math.Pi, 2*math.Pi)}},
}

// SwissRoll is FFJORD's: (τ cos τ, τ sin τ)/5 with τ = (3π/2)(1 + 2U) for U
// from U(0, 1), and noise 0.2.
var SwissRoll = Dataset{
	Name: "swissroll", Title: "Swiss roll", Entropy: 2.0375429311, Peak: 0.38,
	mean: [2]float64{0.4, 2 / (15 * math.Pi)},
	std: [2]float64{
		math.Sqrt((4.875*math.Pi*math.Pi+0.75)/25 - 0.16),
		math.Sqrt((4.875*math.Pi*math.Pi+1.25)/25 - 4/(225*math.Pi*math.Pi)),
	},
	law: &curves{noise: 0.2, lines: []line{{at: func(s float64) (x, y float64) {
		τ := 1.5 * math.Pi * (1 + 2*s)
		sin, cos := math.Sincos(τ)
		return τ * cos / 5, τ * sin / 5
	}}}},
}

// TwoSpirals is FFJORD's: ±(-n cos n + V, n sin n + W)/3 with n = 3π√U, U from
// U(0, 1), V and W from U(0, 1/2), and noise 0.1.
var TwoSpirals = Dataset{
	Name: "2spirals", Title: "Two spirals", Entropy: 1.7089034676, Peak: 0.31,
	std: [2]float64{
		math.Sqrt((9*math.Pi*math.Pi/4+0.75+2/(3*math.Pi)+1./12)/9 + 0.01),
		math.Sqrt((9*math.Pi*math.Pi/4-0.75+1-4/(9*math.Pi*math.Pi)+1./12)/9 + 0.01),
	},
	law: &curves{noise: 0.1, half: 1. / 12, lines: []line{spiral(1), spiral(-1)}},
}

func spiral(sign float64) line {
	return line{root: true, at: func(s float64) (x, y float64) {
		n := 3 * math.Pi * s
		sin, cos := math.Sincos(n)
		return sign * (0.25 - float64(n*cos)) / 3, sign * (0.25 + float64(n*sin)) / 3
	}}
}

// EightGaussians is FFJORD's: standard deviation 0.5 about eight points on a
// circle of radius 4, all over 1.414.
var EightGaussians = Dataset{
	Name: "8gaussians", Title: "Eight Gaussians", Entropy: 1.4145123407, Peak: 0.67,
	std: alike(math.Sqrt(8.25) / 1.414),
	law: normalsAbout(0.5/1.414, onCircle(8, 4/1.414)),
}

// onCircle returns n points evenly on a circle about the origin.
func onCircle(n int, radius float64) (points [][2]float64) {
	for k := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(k) / float64(n))
		points = append(points, [2]float64{radius * cos, radius * sin})
	}
	return points
}

// StandardGaussian is N(0, I), for sanity: H = ln 2π + 1, and a flow that does
// nothing is perfect.
var StandardGaussian = Dataset{
	Name: "gaussian", Title: "One Gaussian", Entropy: 2.8378770664093453, Peak: 0.16,
	std: alike(1),
	law: normalsAbout(1, [][2]float64{{0, 0}}),
}

// Pinwheel is FFJORD's (after Johnson et al. 2016): five arms, each (f₁, f₂)
// from N(1, 0.3²) × N(0, 0.1²), turned clockwise by 2πk/5 + e^f₁/4 and
// doubled. Its density is by change of variables, exact wherever f₁ ≤ 5 and a
// lower bound beyond, which is farther than 6.7 from 0 in the standardised plane.
var Pinwheel = Dataset{
	Name: "pinwheel", Title: "Pinwheel", Entropy: 1.5293306754, Peak: 0.6,
	std: alike(math.Sqrt(2.2)),
	law: pinwheel{},
}

// Checkerboard is FFJORD's: every other square of side 2 in [-4, 4]². H = ln 6.
var Checkerboard = pixelDataset("checkerboard", "Checkerboard", newPixels([]float64{
	0, 1, 0, 1,
	1, 0, 1, 0,
	0, 1, 0, 1,
	1, 0, 1, 0,
}, 4, 4))
