package web

import (
	"errors"
	"math"

	"flowplayground/flow"
)

// givenPicture returns a picture, given by its pixels' red, green, blue and
// opacity from the upper left one on, as data: its darkness, on at most MostCells
// cells a side. What is transparent counts as white, and the brightest cell as
// empty, since paper in a photograph is grey.
func givenPicture(rgba []byte, width, height int) (flow.Given, error) {
	if width < 1 || height < 1 || len(rgba) != 4*width*height {
		return flow.Given{}, errors.New("the picture is empty")
	}
	w, h := shrunk(width, height)
	dark := shrink(darkness(rgba), width, height, w, h)
	least, most := dark[0], dark[0]
	for _, v := range dark {
		least, most = min(least, v), max(most, v)
	}
	if most < 0.02 {
		return flow.Given{}, errors.New("the picture is white; its dark parts are where points would be")
	}
	if most-least < 0.02 { // of one shade
		least = 0
	}
	g := flow.Given{Width: w, Height: h, Darkness: make([]byte, w*h)}
	for i, v := range dark {
		g.Darkness[i] = byte(math.Round((v - least) / (most - least) * flow.MostDarkness))
	}
	return g, nil
}

// shrunk returns the size at which a picture fits.
func shrunk(width, height int) (w, h int) {
	long := max(width, height)
	if long <= flow.MostCells {
		return width, height
	}
	side := func(n int) int { return max(1, (n*flow.MostCells+long/2)/long) }
	return side(width), side(height)
}

// darkness returns that of each pixel on white, from 0 to 1, by Rec. 709's weights.
func darkness(rgba []byte) []float64 {
	dark := make([]float64, len(rgba)/4)
	for i := range dark {
		p := rgba[4*i:]
		luma := (0.2126*float64(p[0]) + 0.7152*float64(p[1]) + 0.0722*float64(p[2])) / 255
		dark[i] = (1 - luma) * float64(p[3]) / 255
	}
	return dark
}

// shrink returns means over w × h cells of a picture that is at least as large.
// Pixels that lie in two cells count in each by their part.
func shrink(v []float64, width, height, w, h int) []float64 {
	rows := make([]float64, w*height) // shrunk across
	for y := range height {
		along(rows[y*w:], v[y*width:], 1, width, w)
	}
	out := make([]float64, w*h)
	for x := range w {
		along(out[x:], rows[x:], w, height, h)
	}
	return out
}

// along sets every stride-th entry of dst, m of them, to means over n of src.
func along(dst, src []float64, stride, n, m int) {
	length := float64(n) / float64(m) // of a cell, in pixels
	for j := range m {
		from, to := float64(j)*length, float64(j+1)*length
		sum := 0.0
		for i := int(from); i < n && float64(i) < to; i++ {
			part := min(to, float64(i+1)) - max(from, float64(i))
			sum += src[i*stride] * part
		}
		dst[j*stride] = sum / length
	}
}
