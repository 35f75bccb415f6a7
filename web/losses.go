package web

import (
	"math"
	"slices"
)

// lossRows is the most rows of the page's table of losses.
const lossRows = 12

// lossTable returns the rows of the page's table of losses: a step, and the
// training and held-out loss of the CNF and of the NF there. Steps are 1, 2, 5,
// 10 and so on, as the chart's axis is logarithmic, and the last.
func lossTable(cnf, nf Curves) (rows [][5]string) {
	last := max(cnf.last(), nf.last())
	var steps []float64
	for decade := 1.0; decade <= last; decade *= 10 {
		for _, m := range []float64{1, 2, 5} {
			if m*decade < last {
				steps = append(steps, m*decade)
			}
		}
	}
	if last > 0 {
		steps = append(steps, last)
	}
	for _, step := range steps[max(len(steps)-lossRows, 0):] {
		row := [5]string{grouped(int(step))}
		for i, c := range []Curves{cnf, nf} {
			train, heldOut := c.at(step)
			row[1+2*i], row[2+2*i] = nats(train), nats(heldOut)
		}
		rows = append(rows, row)
	}
	return rows
}

// last returns the last step that has a loss, 0 if there is none.
func (c Curves) last() float64 {
	if len(c.Steps) == 0 {
		return 0
	}
	return c.Steps[len(c.Steps)-1]
}

// at returns the losses at a step, or the latest before it, since not all are
// scored or kept: but none from less than half as far, which would say little of
// the step. They are NaN if there are none, or if the model has not come so far.
func (c Curves) at(step float64) (train, heldOut float64) {
	if step > c.last() {
		return math.NaN(), math.NaN()
	}
	upTo := func(steps, values []float64) float64 {
		i, found := slices.BinarySearch(steps, step)
		if !found {
			i--
		}
		if i < 0 || max(steps[i], 1) < step/2 {
			return math.NaN()
		}
		return values[i]
	}
	return upTo(c.Steps, c.Train), upTo(c.HeldSteps, c.HeldOut)
}

// curves returns both models' losses since their last restarts, by flow.Kind.
func (s *Session) curves() (c [2]Curves) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, l := range s.lanes {
		c[k] = l.history.view()
	}
	return c
}
