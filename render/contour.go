package render

import "math"

const (
	massBins  = 4096
	massDepth = 24 // nats below the peak at which the histogram ends
)

// MassLevels returns the log-densities above which the density has the given
// parts of its whole mass of 1, cell by cell of a grid over the window: what a
// contour at that level encloses is the smallest region with that mass. A part
// that the window does not hold has the level -Inf. It panics unless
// len(g.LogP) = g.N².
func MassLevels(g Grid, win Window, parts []float64) []float64 {
	if len(g.LogP) != g.N*g.N {
		panic("render: a grid of N×N cells needs N² log-densities")
	}
	peak := math.Inf(-1)
	for _, v := range g.LogP {
		peak = math.Max(peak, finite(v))
	}
	bins := make([]float64, massBins)
	for _, v := range g.LogP {
		if depth := peak - finite(v); depth < massDepth {
			bins[int(depth*massBins/massDepth)] += math.Exp(float64(v))
		}
	}
	cell := (win.X1 - win.X0) * (win.Y1 - win.Y0) / float64(max(g.N*g.N, 1))
	levels := make([]float64, len(parts))
	for i, part := range parts {
		levels[i] = levelOf(bins, peak, part/cell)
	}
	return levels
}

// levelOf returns the log-density at which the bins, from the peak down, reach
// the sum.
func levelOf(bins []float64, peak, sum float64) float64 {
	for b, mass := range bins {
		if mass >= sum {
			return peak - (float64(b)+sum/mass)*massDepth/massBins
		}
		sum -= mass
	}
	return math.Inf(-1)
}

// finite returns v, or -Inf for NaN and +Inf.
func finite(v float32) float64 {
	if v-v != 0 {
		return math.Inf(-1)
	}
	return float64(v)
}

// Contour returns where the log-density crosses the level, as the ends of short
// lines between the sides of the squares that the cell centres make (marching
// squares; log p is linear along each side).
func Contour(g Grid, win Window, level float64) (x, y []float32) {
	cut := cutter{g: g, win: win, level: float32(level)}
	for j := range g.N - 1 {
		for i := range g.N - 1 {
			cut.square(i, j)
		}
	}
	return cut.x, cut.y
}

// A cutter gathers a contour's lines.
type cutter struct {
	g     Grid
	win   Window
	level float32
	x, y  []float32
}

// square adds the lines within the square whose lower left corner is cell
// (i, j). Of two lines through a saddle the mean says which way they run.
func (c *cutter) square(i, j int) {
	// Corners counterclockwise from the lower left one; side k goes from corner k
	// to the next.
	n := c.g.N
	at := [4]int{j*n + i, j*n + i + 1, (j+1)*n + i + 1, (j+1)*n + i}
	var v [4]float32
	var above [4]bool
	count := 0
	for k, a := range at {
		v[k] = max(c.g.LogP[a], c.level-reach)
		if above[k] = v[k] > c.level; above[k] {
			count++
		}
	}
	if count == 0 || count == 4 {
		return
	}
	first := 0
	if count == 2 && above[0] == above[2] && (v[0]+v[1]+v[2]+v[3])/4 > c.level != above[0] {
		first = 3 // corners 0 and 2 are cut off, and not 1 and 3
	}
	for n := range 4 {
		k := (first + n) % 4
		if above[k] != above[(k+1)%4] {
			c.point(i, j, k, v)
		}
	}
}

// offsets are the corners' places.
var offsets = [4][2]float32{{0, 0}, {1, 0}, {1, 1}, {0, 1}}

// point adds where the level lies on side k.
func (c *cutter) point(i, j, k int, v [4]float32) {
	a, b := offsets[k], offsets[(k+1)%4]
	f := (c.level - v[k]) / (v[(k+1)%4] - v[k])
	cell := float32(c.win.X1-c.win.X0) / float32(c.g.N)
	up := float32(c.win.Y1-c.win.Y0) / float32(c.g.N)
	c.x = append(c.x, float32(c.win.X0)+(float32(i)+0.5+a[0]+f*(b[0]-a[0]))*cell)
	c.y = append(c.y, float32(c.win.Y0)+(float32(j)+0.5+a[1]+f*(b[1]-a[1]))*up)
}
