package flow

import (
	"math"
	"math/rand/v2"
)

// pixels is a density that is constant on each cell of a width × height grid of
// unit squares, of which the first row is the top one and the lower left
// corner is at (0, 0). Cells are drawn by Walker's alias method (1977, in
// Vose's arrangement of 1991): an evenly chosen slot holds its own cell up to
// the part stay, and the cell other beyond.
type pixels struct {
	width, height int
	p             []float64 // of each cell, row by row, summing to 1
	stay          []float64
	other         []int32
}

// newPixels returns the density in proportion to weights, of which some must be
// positive and none negative.
func newPixels(weights []float64, width, height int) *pixels {
	n, sum := len(weights), 0.0
	for _, w := range weights {
		sum += w
	}
	g := &pixels{
		width: width, height: height,
		p: make([]float64, n), stay: make([]float64, n), other: make([]int32, n),
	}
	for i, w := range weights {
		g.p[i] = w / sum
		g.stay[i], g.other[i] = g.p[i]*float64(n), int32(i)
	}
	g.alias()
	return g
}

// alias fills the slots of less than average cells up with others.
func (g *pixels) alias() {
	var small, large []int32
	for i, s := range g.stay {
		if s < 1 {
			small = append(small, int32(i))
		} else {
			large = append(large, int32(i))
		}
	}
	rest := append([]float64(nil), g.stay...)
	for len(small) > 0 && len(large) > 0 {
		i, j := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		g.stay[i], g.other[i] = rest[i], j
		rest[j] -= 1 - rest[i]
		if rest[j] < 1 {
			large = large[:len(large)-1]
			small = append(small, j)
		}
	}
}

func (g *pixels) draw(r *rand.Rand) (x, y float64) {
	u := r.Float64() * float64(len(g.p))
	i := int(u)
	if u-float64(i) >= g.stay[i] {
		i = int(g.other[i])
	}
	return float64(i%g.width) + r.Float64(), float64(g.height-1-i/g.width) + r.Float64()
}

func (g *pixels) logDensity(x, y float64) float64 {
	if x < 0 || y < 0 || x >= float64(g.width) || y >= float64(g.height) {
		return math.Inf(-1)
	}
	return math.Log(g.p[(g.height-1-int(y))*g.width+int(x)])
}

// moments returns the exact mean and standard deviation of both axes: a cell
// adds 1/12 to the variance of its centres.
func (g *pixels) moments() (mean, std [2]float64) {
	for i, p := range g.p {
		c := g.centre(i)
		for a := range mean {
			mean[a] += float64(p * c[a])
		}
	}
	variance := alike(1. / 12)
	for i, p := range g.p {
		c := g.centre(i)
		for a := range variance {
			d := c[a] - mean[a]
			variance[a] += float64(p * float64(d*d))
		}
	}
	return mean, [2]float64{math.Sqrt(variance[0]), math.Sqrt(variance[1])}
}

func (g *pixels) centre(i int) [2]float64 {
	return [2]float64{float64(i%g.width) + 0.5, float64(g.height-1-i/g.width) + 0.5}
}

// entropy returns -Σ p ln p.
func (g *pixels) entropy() (h float64) {
	for _, p := range g.p {
		if p > 0 {
			h -= float64(p * log(p))
		}
	}
	return h
}

// pixelDataset standardises a grid. All its numbers are exact.
func pixelDataset(name, title string, g *pixels) Dataset {
	mean, std := g.moments()
	peak := 0.0
	for _, p := range g.p {
		peak = max(peak, p)
	}
	area := std[0] * std[1]
	return Dataset{
		Name: name, Title: title, Entropy: g.entropy() - log(area), Peak: peak * area,
		mean: mean, std: std, law: g,
	}
}
