package flow

import (
	"math"
	"testing"
)

// TestPatience compares with flowjax's rule written as it stands there: stop
// once len(losses) - argmin(losses) - 1 > patience after a loss that is not the
// least, and return the last parameters that had the least.
func TestPatience(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name   string
		limit  int
		losses []float64
		looks  int // taken
		stop   bool
		best   float64
		least  int
	}{
		{"never worse", 0, []float64{5, 4, 3, 2}, 4, false, 3, 4},
		{"no patience", 0, []float64{5, 6, 4}, 2, true, 0, 1},
		{"patience for two", 2, []float64{5, 6, 7, 8, 1}, 4, true, 0, 1},
		{"better in time", 2, []float64{5, 6, 7, 4, 5, 6, 7}, 7, true, 3, 4},
		{"a tie keeps the later parameters but the first look", 2, []float64{5, 4, 5, 4, 5}, 5, true, 3, 2},
		{"an infinite loss improves on nothing", 5, []float64{math.Inf(1), 3, nan, 4}, 4, false, 1, 2},
		{"no loss at all", 1, []float64{nan, nan, nan}, 2, true, -1, 0},
	} {
		p := Patience[float64]{Limit: c.limit}
		looks, stopped := 0, false
		for i, loss := range c.losses {
			looks++
			if stopped = p.Look(loss, []float64{float64(i)}); stopped {
				break
			}
		}
		if looks != c.looks || stopped != c.stop {
			t.Errorf("%s: stopped %v after %d looks, want %v after %d", c.name, stopped, looks, c.stop, c.looks)
		}
		if all, least := p.Looks(); all != looks || least != c.least {
			t.Errorf("%s: looks %d, least at %d, want %d", c.name, all, least, c.least)
		}
		got := []float64{-1}
		loss, ok := p.Best(got)
		if got[0] != c.best || ok != (c.least > 0) {
			t.Errorf("%s: parameters of look %v, %v", c.name, got, ok)
		}
		if ok && loss != c.losses[int(c.best)] {
			t.Errorf("%s: loss %v", c.name, loss)
		}
	}
}

func TestPatienceLengths(t *testing.T) {
	var p Patience[float32]
	p.Look(1, make([]float32, 3))
	if !panics(func() { p.Look(0, make([]float32, 2)) }) {
		t.Error("Look took parameters of another length")
	}
	if !panics(func() { p.Best(make([]float32, 4)) }) {
		t.Error("Best took parameters of another length")
	}
}
