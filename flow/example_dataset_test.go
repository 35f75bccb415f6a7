package flow_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"flowplayground/flow"
)

// The entropy is the expected -log p over the data, which no model's goes below,
// but for the luck of the sample.
func ExampleDataset() {
	x, y := make([]float32, 50000), make([]float32, 50000)
	flow.Checkerboard.Sample(x, y, rand.New(rand.NewPCG(1, 2)))
	fmt.Printf("checkerboard: entropy %.4f\n", flow.Checkerboard.Entropy)
	flow.TwoMoons.Sample(x, y, rand.New(rand.NewPCG(1, 2)))
	nll := 0.0
	for k := range x {
		nll -= flow.TwoMoons.LogDensity(float64(x[k]), float64(y[k])) / float64(len(x))
	}
	fmt.Printf("two moons: entropy %.4f, NLL of the true density %.2f\n", flow.TwoMoons.Entropy, nll)
	// Output:
	// checkerboard: entropy 1.7918
	// two moons: entropy 1.4833, NLL of the true density 1.49
}

// Moons of less noise have a lower floor.
func ExampleTwoMoonsWithNoise() {
	for _, noise := range []float64{0.05, 0.1, 0.2, 0.5} {
		fmt.Printf("noise %.2f: entropy %.4f\n", noise, flow.TwoMoonsWithNoise(noise).Entropy)
	}
	// Output:
	// noise 0.05: entropy 0.0715
	// noise 0.10: entropy 0.7755
	// noise 0.20: entropy 1.4833
	// noise 0.50: entropy 2.3564
}

// Two dark pixels, at the top right and the bottom left, each evenly filled.
func ExampleNewImageDataset() {
	d, err := flow.NewImageDataset([]float64{
		1, 0,
		0, 1,
	}, 2, 2)
	fmt.Println(d.Title, err)
	fmt.Printf("density %.3f and %.3f, entropy %.3f\n",
		math.Exp(d.LogDensity(-1, 1)), math.Exp(d.LogDensity(1, 1)), d.Entropy)
	_, err = flow.NewImageDataset([]float64{1, 1, 1, 1}, 2, 2)
	fmt.Println(err)
	// Output:
	// An image <nil>
	// density 0.000 and 0.167, entropy 1.792
	// flow: the image is all white; its dark parts are where points would be
}

func ExampleNewPointsDataset() {
	x := []float64{10, 20, 30, 40, 50}
	d, err := flow.NewPointsDataset(x, []float64{3, 1, 2, 1, 3})
	fmt.Printf("%s: entropy %.3f, %v\n", d.Title, d.Entropy, err)
	_, err = flow.NewPointsDataset(x, []float64{1, 1, 1, 1, 1})
	fmt.Println(err)
	// Output:
	// Your points: entropy 2.257, <nil>
	// flow: the points have no spread in y
}

// The mean of ln q + U over samples of q = p is -ln Z, the least there can be.
func ExampleEnergy() {
	u2, err := flow.EnergyByName("u2")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s: no loss below %.4f\n", u2.Title, -u2.LogZ)
	fmt.Printf("U(1, 1) = %.1f on the crest, U(1, 2) = %.3f off it\n", u2.Value(1, 1), u2.Value(1, 2))
	_, down := u2.Gradient(1, 2)
	fmt.Printf("∂U/∂z₂ = %.2f\n", down)
	fmt.Printf("ln Z without walls: %v\n", u2.Unwalled().LogZ)
	// Output:
	// U2: a wave: no loss below -2.3547
	// U(1, 1) = 0.0 on the crest, U(1, 2) = 3.125 off it
	// ∂U/∂z₂ = 6.25
	// ln Z without walls: +Inf
}
