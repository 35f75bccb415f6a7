package flow

import "math"

// A sweep goes over the density of an even mixture of normals on a grid of half
// the standard deviation, row by row. The trapezoidal rule is of spectral
// accuracy for such sums.
type sweep struct {
	step   float64
	left   int // column of the first of row
	row    []float64
	points []swept // by rising cell
}

// swept is a centre, near the grid's point cell, and its density along x there.
type swept struct {
	cell   [2]int
	y      float64
	across [2*sweepReach + 1]float64
}

// sweepReach is 7 standard deviations, in steps.
const sweepReach = 14

func newSweep(m *normals) *sweep {
	s := &sweep{step: m.sd / 2, left: math.MaxInt}
	right := math.MinInt
	for i, x := range m.x {
		p := swept{y: m.y[i], cell: [2]int{int(math.Round(x / s.step)), int(math.Round(m.y[i] / s.step))}}
		for j := range p.across {
			p.across[j] = s.bell(x, p.cell[0]-sweepReach+j)
		}
		s.points = append(s.points, p)
		s.left, right = min(s.left, p.cell[0]-sweepReach), max(right, p.cell[0]+sweepReach)
	}
	s.points = byRow(s.points)
	s.row = make([]float64, right-s.left+1)
	return s
}

// byRow returns the points by rising row, counted row by row. The sorts of package
// slices, made for this type, would weigh more than all of the sweep.
func byRow(points []swept) []swept {
	low, high := math.MaxInt, math.MinInt
	for _, p := range points {
		low, high = min(low, p.cell[1]), max(high, p.cell[1])
	}
	from := make([]int, high-low+2) // where each row begins
	for _, p := range points {
		from[p.cell[1]-low+1]++
	}
	for j := range high - low {
		from[j+1] += from[j]
	}
	sorted := make([]swept, len(points))
	for _, p := range points {
		j := p.cell[1] - low
		sorted[from[j]] = p
		from[j]++
	}
	return sorted
}

// bell returns N(j step; x, sd²) times the step.
func (s *sweep) bell(x float64, j int) float64 {
	d := float64(float64(j)*s.step) - x
	return exp(-d*d/(8*s.step*s.step)) / (2 * sqrt2π)
}

// entropyAndPeak returns -∫ p ln p and the largest p of the grid.
func (s *sweep) entropyAndPeak() (entropy, peak float64) {
	area := s.step * s.step
	for from, j := 0, s.points[0].cell[1]-sweepReach; from < len(s.points); j++ {
		from = s.fill(j, from)
		for _, mass := range s.row {
			if mass > 0 {
				entropy -= float64(mass * log(mass/area))
				peak = max(peak, mass/area)
			}
		}
	}
	return entropy, peak
}

// fill sets row to that at j, given the first point that may reach it, and
// returns the first that reaches the next.
func (s *sweep) fill(j, from int) int {
	clear(s.row)
	for from < len(s.points) && s.points[from].cell[1]+sweepReach < j {
		from++
	}
	share := 1 / float64(len(s.points))
	for _, p := range s.points[from:] {
		if p.cell[1]-sweepReach > j {
			break
		}
		along := share * s.bell(p.y, j)
		row := s.row[p.cell[0]-sweepReach-s.left:]
		for i, v := range p.across {
			row[i] += float64(along * v)
		}
	}
	return from
}
