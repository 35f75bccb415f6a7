package flow

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
)

// A Dataset is a target density in the plane, shifted to mean 0 and divided by
// its standard deviations, which are the population's. (Dividing each batch by
// its own would blur the target: the best NLL for two moons rises from 1.483
// to 1.550 at a batch of 500.) Every dataset knows its exact density, so that
// a model's loss has a floor to be compared with.
type Dataset struct {
	Name, Title string
	// Entropy of the standardised density in nats,
	//
	//	H = -∫ p ln p,
	//
	// below which no model's expected NLL is. It is in closed form or by
	// quadrature, with an error below 1e-9 unless the dataset's comment states
	// another.
	Entropy float64
	// Peak is where a colour scale of the standardised density may end: its
	// largest value, or up to a tenth more.
	Peak float64

	mean, std [2]float64 // of the population
	law       law
}

// A law is a density in the plane before it is standardised.
type law interface {
	draw(r *rand.Rand) (x, y float64)
	logDensity(x, y float64) float64
}

// Datasets lists what the models can be shown.
var Datasets = []Dataset{
	TwoMoons, TwoCircles, EightGaussians, Pinwheel, Checkerboard, TwoSpirals, SwissRoll, Rings,
	SklearnMoons, StandardGaussian, WalledU1, WalledU2, WalledU3, WalledU4,
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

// Sample fills x and y with independent standardised points. Equal streams
// give equal points on every machine.
func (d Dataset) Sample(x, y []float32, r *rand.Rand) {
	for k := range x {
		a, b := d.law.draw(r)
		x[k] = float32((a - d.mean[0]) / d.std[0])
		y[k] = float32((b - d.mean[1]) / d.std[1])
	}
}

// LogDensity returns ln p at a standardised point, -Inf where p is 0.
func (d Dataset) LogDensity(x, y float64) float64 {
	return d.law.logDensity(d.mean[0]+x*d.std[0], d.mean[1]+y*d.std[1]) + math.Log(d.std[0]*d.std[1])
}

// alike returns equal numbers for both axes.
func alike(v float64) [2]float64 { return [2]float64{v, v} }
