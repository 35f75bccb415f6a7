package render

import (
	"image"
	"math"
)

// PaintDensity fills dst with the colours of the density p over the grid's window,
//
//	m[255 p(x)/peak],   log p bilinear between the cell centres and constant beyond the outermost ones,
//
// so that a coarse grid still gives round contours. Densities at and above peak take the last colour; log p = -Inf or NaN,
// a peak that is not positive, and the zero Grid give the first. It panics unless len(g.LogP) = g.N². It allocates nothing.
func PaintDensity(dst *image.RGBA, g Grid, m *Colormap, peak float64) {
	if len(g.LogP) != g.N*g.N {
		panic("render: a grid of N×N cells needs N² log-densities")
	}
	w, h := dst.Rect.Dx(), dst.Rect.Dy()
	across, up := newScale(w, g.N), newScale(h, g.N)
	logPeak := float32(math.Log(peak))
	for y := range h {
		row := dst.Pix[y*dst.Stride : y*dst.Stride+4*w]
		if g.N == 0 || !(peak > 0) {
			fillRow(row, m)
			continue
		}
		j, fy := up.cell(h - 1 - y)
		low := g.LogP[j*g.N : (j+1)*g.N]
		high := g.LogP[min(j+1, g.N-1)*g.N:][:g.N]
		paintRow(row, low, high, across, fy, m, logPeak)
	}
}

// A scale takes pixels to cells.
type scale struct{ ratio, last float64 }

// newScale returns the scale for a side of n pixels and size cells.
func newScale(n, size int) scale { return scale{float64(size) / float64(n), float64(size - 1)} }

// cell returns where the centre of pixel i lies between the cell centres: it has the fraction f of cell j+1 and 1-f of
// cell j. Plain comparisons here and below halve the time on wasm, where min and max of floats are calls.
func (s scale) cell(i int) (j int, f float32) {
	u := (float64(i)+0.5)*s.ratio - 0.5
	if u > s.last {
		u = s.last
	}
	if u < 0 {
		u = 0
	}
	j = int(u)
	return j, float32(u - float64(j))
}

// paintRow writes one row of pixels from the rows of cells below and above it. The blend of a column of cells serves all
// the pixels that the column touches.
func paintRow(row []byte, low, high []float32, across scale, fy float32, m *Colormap, logPeak float32) {
	n, w := len(low), len(row)/4
	column := func(j int) float32 {
		j = min(j, n-1)
		a, b := relative(low[j], logPeak), relative(high[j], logPeak)
		return a + float32(fy*(b-a))
	}
	last, left, right := -2, float32(0), float32(0) // no neighbour of column 0
	for x := range w {
		j, fx := across.cell(x)
		switch j {
		case last:
		case last + 1:
			last, left, right = j, right, column(j+1)
		default:
			last, left, right = j, column(j), column(j+1)
		}
		c := m[shade(left+float32(fx*(right-left)))]
		p := row[4*x : 4*x+4 : 4*x+4]
		p[0], p[1], p[2], p[3] = c.R, c.G, c.B, c.A
	}
}

func fillRow(row []byte, m *Colormap) {
	c := m[0]
	for x := 0; x < len(row); x += 4 {
		row[x], row[x+1], row[x+2], row[x+3] = c.R, c.G, c.B, c.A
	}
}

// reach bounds log(p/peak) before it is blended, so that -Inf doesn't spoil its neighbours: exp(-30) is dark in any case.
const reach = 30

// relative returns log(p/peak) within ±reach, and -reach for NaN.
func relative(logP, logPeak float32) float32 {
	q := logP - logPeak
	if !(q > -reach) {
		return -reach
	}
	if q > reach {
		return reach
	}
	return q
}

const (
	darkest    = -6.25 // just below log(0.5/255): from here on a density rounds to colour 0
	shadeSteps = 4096
)

// shades holds round(255 exp(q)) for q from darkest to 0. A step is 0.0015, which is 0.4 colours at the bright end.
var shades = func() (t [shadeSteps + 1]uint8) {
	for i := range t {
		t[i] = uint8(math.Round(255 * math.Exp(darkest*(1-float64(i)/shadeSteps))))
	}
	return t
}()

// shade returns the colour, 0 to 255, of the density exp(q) of the peak.
func shade(q float32) uint8 {
	if q >= 0 {
		return 255
	}
	if q <= darkest {
		return 0
	}
	return shades[int((q-darkest)*(shadeSteps/-darkest)+0.5)]
}
