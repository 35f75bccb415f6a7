package render

import (
	"image"
	"math"
)

// A Scale takes densities to colours.
type Scale struct {
	Colors *Colormap
	Peak   float64 // the density that takes the last colour
	// Log makes equal ratios of density equal steps of colour, from the first at
	// Peak/LogRange; otherwise equal differences are, from 0.
	Log bool
}

// LogRange is the ratio of a logarithmic scale's ends.
const LogRange = 1e4

// PaintDensity fills dst with the colours of the density p over the grid's window, on a linear scale
//
//	m[255 p(x)/peak],   log p bilinear between the cell centres and constant beyond the outermost ones,
//
// so that a coarse grid still gives round contours. Densities at and above peak take the last colour; log p = -Inf or NaN,
// a peak that is not positive, and the zero Grid give the first. It panics unless len(g.LogP) = g.N². It allocates nothing.
func PaintDensity(dst *image.RGBA, g Grid, s Scale) {
	if len(g.LogP) != g.N*g.N {
		panic("render: a grid of N×N cells needs N² log-densities")
	}
	w, h := dst.Rect.Dx(), dst.Rect.Dy()
	across, up := newStretch(w, g.N), newStretch(h, g.N)
	ramp := &linearRamp
	if s.Log {
		ramp = &logRamp
	}
	logPeak := float32(math.Log(s.Peak))
	for y := range h {
		row := dst.Pix[y*dst.Stride : y*dst.Stride+4*w]
		if g.N == 0 || !(s.Peak > 0) {
			fillRow(row, s.Colors)
			continue
		}
		j, fy := up.cell(h - 1 - y)
		low := g.LogP[j*g.N : (j+1)*g.N]
		high := g.LogP[min(j+1, g.N-1)*g.N:][:g.N]
		paintRow(row, low, high, across, fy, s.Colors, ramp, logPeak)
	}
}

// A stretch takes pixels to cells.
type stretch struct{ ratio, last float64 }

// newStretch returns the stretch for a side of n pixels and size cells.
func newStretch(n, size int) stretch { return stretch{float64(size) / float64(n), float64(size - 1)} }

// cell returns where the centre of pixel i lies between the cell centres: it has the fraction f of cell j+1 and 1-f of
// cell j. Plain comparisons here and below halve the time on wasm, where min and max of floats are calls.
func (s stretch) cell(i int) (j int, f float32) {
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
func paintRow(row []byte, low, high []float32, across stretch, fy float32, m *Colormap, ramp *ramp, logPeak float32) {
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
		c := m[ramp.shade(left+float32(fx*(right-left)))]
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

const shadeSteps = 4096

// A ramp holds the colours of log(p/peak) from darkest, at and below which they are 0, to 0.
type ramp struct {
	darkest float32
	shades  [shadeSteps + 1]uint8
}

var (
	// Just below log(0.5/255) a density rounds to colour 0. A step is 0.0015, which is 0.4 colours at the bright end.
	linearRamp = newRamp(-6.25, func(q float64) float64 { return math.Exp(q) })
	logRamp    = newRamp(-math.Log(LogRange), func(q float64) float64 { return 1 + q/math.Log(LogRange) })
)

// newRamp tabulates the part of the scale that log(p/peak) has.
func newRamp(darkest float64, part func(q float64) float64) (r ramp) {
	r.darkest = float32(darkest)
	for i := range r.shades {
		r.shades[i] = uint8(math.Round(255 * part(darkest*(1-float64(i)/shadeSteps))))
	}
	return r
}

// shade returns the colour, 0 to 255, of the density exp(q) of the peak.
func (r *ramp) shade(q float32) uint8 {
	if q >= 0 {
		return 255
	}
	if q <= r.darkest {
		return 0
	}
	return r.shades[int((q-r.darkest)*(shadeSteps/-r.darkest)+0.5)]
}
