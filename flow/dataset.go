package flow

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"gonum.org/v1/gonum/integrate/quad"
)

// A Dataset is a target density in the plane: points on circular arcs, spread
// by isotropic normal noise, then divided by the population's standard
// deviations. (Dividing each batch by its own would blur the target: the best
// NLL for two moons rises from 1.483 to 1.550 at a batch of 500.)
type Dataset struct {
	Name, Title string
	// Entropy of the standardised density in nats: no model's expected NLL is
	// below it. By quadrature, to all digits given.
	Entropy float64
	// Peak is the standardised density's largest value, the end of a colour
	// scale.
	Peak float64

	arcs  []arc
	noise float64    // standard deviation, before standardising
	std   [2]float64 // of the population
}

// An arc carries equal weight with the dataset's others and spreads it evenly
// over its angles.
type arc struct{ cx, radius, from, to float64 }

// Datasets lists what the models can be shown.
var Datasets = []Dataset{TwoMoons, TwoCircles}

// TwoMoons is flowjax's: half circles of radius 2 about (-1, 0), upper, and
// (1, 0), lower, with noise 0.2.
var TwoMoons = Dataset{
	Name: "moons", Title: "Two moons", Entropy: 1.4833132734, Peak: 0.4,
	arcs:  []arc{{-1, 2, 0, math.Pi}, {1, 2, math.Pi, 2 * math.Pi}},
	noise: 0.2,
	std:   [2]float64{math.Sqrt(3.04), math.Sqrt(2.04)},
}

// TwoCircles is scikit-learn's make_circles(noise=0.08, factor=0.5) times 3, as
// FFJORD has it: radii 3 and 1.5 with noise 0.24.
var TwoCircles = Dataset{
	Name: "circles", Title: "Two circles", Entropy: 2.2137888393, Peak: 0.27,
	arcs:  []arc{{0, 3, 0, 2 * math.Pi}, {0, 1.5, 0, 2 * math.Pi}},
	noise: 0.24,
	std:   [2]float64{math.Sqrt(2.8125 + 0.0576), math.Sqrt(2.8125 + 0.0576)},
}

// DatasetByName returns the dataset of that name.
func DatasetByName(name string) (Dataset, error) {
	var names []string
	for _, d := range Datasets {
		if d.Name == name {
			return d, nil
		}
		names = append(names, d.Name)
	}
	return Dataset{}, fmt.Errorf("flow: no dataset %q; there are %s", name, strings.Join(names, ", "))
}

// Sample fills x and y with independent standardised points.
func (d Dataset) Sample(x, y []float32, r *rand.Rand) {
	for k := range x {
		a := d.arcs[r.IntN(len(d.arcs))]
		sin, cos := math.Sincos(a.from + float64((a.to-a.from)*r.Float64()))
		e1, e2 := gaussian(r)
		x[k] = float32((a.cx + float64(a.radius*cos) + float64(d.noise*e1)) / d.std[0])
		y[k] = float32((float64(a.radius*sin) + float64(d.noise*e2)) / d.std[1])
	}
}

// arcNodes is the number of Gauss-Legendre nodes per arc: at four nodes or more
// per standard deviation of the noise the error is below 1e-12.
const arcNodes = 256

// legendre returns the nodes and weights on [0, 1].
var legendre = sync.OnceValues(func() (nodes, weights []float64) {
	nodes, weights = make([]float64, arcNodes), make([]float64, arcNodes)
	quad.Legendre{}.FixedLocations(nodes, weights, 0, 1)
	return nodes, weights
})

// LogDensity returns the log-density at a standardised point: that of normal
// noise about the arcs, integrated over their angles.
func (d Dataset) LogDensity(x, y float64) float64 {
	x, y = x*d.std[0], y*d.std[1]
	nodes, weights := legendre()
	squares := make([]float64, 0, 2*arcNodes) // distances to the arcs' points
	for _, a := range d.arcs {
		for _, s := range nodes {
			sin, cos := math.Sincos(a.from + (a.to-a.from)*s)
			dx, dy := x-a.cx-a.radius*cos, y-a.radius*sin
			squares = append(squares, dx*dx+dy*dy)
		}
	}
	// The nearest point is taken out, lest everything underflow.
	nearest, v, sum := slices.Min(squares), d.noise*d.noise, 0.0
	for i, r := range squares {
		sum += weights[i%arcNodes] * math.Exp((nearest-r)/(2*v))
	}
	sum /= float64(len(d.arcs))
	return math.Log(sum) - nearest/(2*v) - math.Log(2*math.Pi*v) + math.Log(d.std[0]*d.std[1])
}
