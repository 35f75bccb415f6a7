package flow_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"flowplayground/flow"
)

// What a CNF has learned is a density that can be asked for anywhere: here on
// both moons and between them.
func ExampleFlow_density() {
	cnf, err := flow.NewTrainer(flow.Job{Kind: flow.Continuous, Width: 8, Data: "moons", Seed: 1, Recipe: "tuned"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for cnf.Steps() < 400 {
		if err := cnf.Step(); err != nil {
			fmt.Println(err)
			return
		}
	}
	x, y := []float32{-0.6, 0.6, 0}, []float32{1.4, -1.4, 0}
	logP := make([]float32, len(x))
	cnf.Snapshot().Flow.LogDensity(logP, x, y, 1)
	for k := range x {
		exact := flow.TwoMoons.LogDensity(float64(x[k]), float64(y[k]))
		fmt.Printf("p(%4.1f, %4.1f) = %.2f, truly %.2f\n", x[k], y[k], math.Exp(float64(logP[k])), math.Exp(exact))
	}
	// Output:
	// p(-0.6,  1.4) = 0.43, truly 0.40
	// p( 0.6, -1.4) = 0.47, truly 0.40
	// p( 0.0,  0.0) = 0.00, truly 0.00
}

// A planar NF can be sampled though it was trained from data to noise: its
// layers are inverted one by one. Noise carried to the data has their moments.
func ExampleFlow_sampling() {
	nf, err := flow.NewTrainer(flow.Job{Kind: flow.Discrete, Width: 12, Data: "moons", Seed: 1, Recipe: "tuned"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for nf.Steps() < 1000 {
		if err := nf.Step(); err != nil {
			fmt.Println(err)
			return
		}
	}
	x, y := make([]float32, 4000), make([]float32, 4000)
	flow.SampleBase(x, y, rand.New(rand.NewPCG(1, 2)))
	nf.Snapshot().Flow.Transport(x, y, func(stage int, x, y []float32) {
		if stage%4 == 0 {
			fmt.Printf("after %2d layers: correlation %5.2f\n", stage, correlation(x, y))
		}
	})
	flow.TwoMoons.Sample(x, y, rand.New(rand.NewPCG(3, 4)))
	fmt.Printf("of the data:     correlation %5.2f\n", correlation(x, y))
	// Output:
	// after  0 layers: correlation -0.01
	// after  4 layers: correlation -0.47
	// after  8 layers: correlation -0.40
	// after 12 layers: correlation -0.47
	// of the data:     correlation -0.51
}

// correlation returns the coefficient of correlation of x and y.
func correlation(x, y []float32) float64 {
	var sx, sy, xx, xy, yy float64
	for k := range x {
		a, b := float64(x[k]), float64(y[k])
		sx, sy, xx, xy, yy = sx+a, sy+b, xx+a*a, xy+a*b, yy+b*b
	}
	n := float64(len(x))
	return (xy - sx*sy/n) / math.Sqrt((xx-sx*sx/n)*(yy-sy*sy/n))
}
