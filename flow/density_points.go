package flow

import (
	"cmp"
	"math"
	"slices"
)

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
	slices.SortFunc(s.points, func(a, b swept) int { return cmp.Compare(a.cell[1], b.cell[1]) })
	s.row = make([]float64, right-s.left+1)
	return s
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
