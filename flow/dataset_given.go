package flow

import (
	"errors"
	"fmt"
	"math"
)

// NewImageDataset returns an image's darkness as a density: gray holds
// brightnesses from 0, black, to 1, white, row by row from the top, and the
// density on a pixel is in proportion to 1 - gray. As it is constant on every
// pixel, the standard deviations, the entropy and the peak are exact. Both
// axes are standardised on their own, which stretches a picture that is wider
// than high, or higher than wide.
func NewImageDataset(gray []float64, width, height int) (Dataset, error) {
	if width <= 0 || height <= 0 || len(gray) == 0 {
		return Dataset{}, errors.New("flow: the image is empty")
	}
	if len(gray)/width != height || len(gray)%width != 0 {
		return Dataset{}, fmt.Errorf("flow: the image has %d pixels, not %d × %d", len(gray), width, height)
	}
	darkness, sum := make([]float64, len(gray)), 0.0
	for i, v := range gray {
		if !(v >= 0 && v <= 1) {
			return Dataset{}, fmt.Errorf("flow: pixel (%d, %d) of the image has brightness %v, not from 0 to 1", i%width, i/width, v)
		}
		darkness[i] = 1 - v
		sum += darkness[i]
	}
	if sum == 0 {
		return Dataset{}, errors.New("flow: the image is all white; its dark parts are where points would be")
	}
	return pixelDataset("image", "An image", newPixels(darkness, width, height)), nil
}

// The numbers of points that [NewPointsDataset] takes.
const (
	LeastPoints = 3
	MostPoints  = 10000
)

// NewPointsDataset returns the density of n given points, standardised by their
// own moments and then blurred: a normal density N(0, h²I) about each of them,
//
//	h = ½ n^(-1/6),
//
// half of what suits normal data best (Silverman 1986, section 4.3.2), as drawn
// shapes are narrower. Points drawn without blur would have no density, and a
// flow's loss no floor: it could fall forever by piling up mass on the points.
// So the density is known, its standard deviations are 1 after division by
// √(1 + h²), and its entropy is by quadrature with an error below 1e-6.
func NewPointsDataset(x, y []float64) (Dataset, error) {
	n := len(x)
	if n != len(y) {
		return Dataset{}, fmt.Errorf("flow: %d values of x, %d of y", n, len(y))
	}
	if n < LeastPoints || n > MostPoints {
		return Dataset{}, fmt.Errorf("flow: %d points; there must be from %d to %d", n, LeastPoints, MostPoints)
	}
	for k := range x {
		if !finite(x[k]) || !finite(y[k]) {
			return Dataset{}, fmt.Errorf("flow: point %d is (%v, %v), not finite", k+1, x[k], y[k])
		}
	}
	u, err := standardised(x, "x")
	if err != nil {
		return Dataset{}, err
	}
	v, err := standardised(y, "y")
	if err != nil {
		return Dataset{}, err
	}
	h := 0.5 / math.Cbrt(math.Sqrt(float64(n)))
	centres := make([][2]float64, n)
	for k := range centres {
		centres[k] = [2]float64{u[k], v[k]}
	}
	m := normalsAbout(h, centres)
	d := Dataset{Name: "points", Title: "Your points", std: alike(math.Sqrt(1 + h*h)), law: m}
	entropy, peak := newSweep(m).entropyAndPeak()
	area := d.std[0] * d.std[1]
	// Between the grid's points the density may be up to e^(1/16) higher.
	d.Entropy, d.Peak = entropy-log(area), 1.065*peak*area
	return d, nil
}

// standardised returns v with mean 0 and population variance 1.
func standardised(v []float64, axis string) ([]float64, error) {
	n, mean, squares, largest := float64(len(v)), 0.0, 0.0, 0.0
	for _, a := range v {
		mean += a / n
		largest = max(largest, math.Abs(a))
	}
	u := make([]float64, len(v))
	for k, a := range v {
		u[k] = a - mean
		squares += float64(u[k]*u[k]) / n
	}
	sd := math.Sqrt(squares)
	if !finite(sd) {
		return nil, fmt.Errorf("flow: the points' values of %s are too large", axis)
	}
	if sd <= 1e-9*largest {
		return nil, fmt.Errorf("flow: the points have no spread in %s", axis)
	}
	for k := range u {
		u[k] /= sd
	}
	return u, nil
}
