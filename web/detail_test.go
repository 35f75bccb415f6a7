package web

import (
	"testing"
	"time"
)

// taking returns the cost of pictures that take so many ns a point, and so many
// milliseconds for the paths.
func taking(ns, pathsMs float64) *cost {
	c := &cost{}
	c.add(&picture{size: 100, densityMs: ns * 1e4 / 1e6, x: []float32{0}, pathsMs: pathsMs})
	return c
}

func TestAffordable(t *testing.T) {
	for _, c := range []struct {
		name    string
		cnf, nf *cost
		want    int
	}{
		{"before the first measurement", &cost{}, &cost{}, 128},
		{"before the NF's", taking(1e5, 0), &cost{}, 128},
		{"pictures that take no time", taking(0, 0), taking(0, 0), 256},
		{"29 ms on the next finer grid", taking(1000, 0), taking(132, 0), 160},
		{"31 ms on the next finer grid", taking(1000, 0), taking(211, 0), 128},
		{"98 ms on the usual grid", taking(5000, 0), taking(981, 0), 128},
		{"as many and paths of 10 ms", taking(5000, 5), taking(981, 5), 112},
		{"hopeless", taking(1e6, 0), taking(1e6, 0), 48},
	} {
		if got := affordable([2]*cost{c.cnf, c.nf}); got != c.want {
			t.Errorf("%s: a grid of %d, want %d", c.name, got, c.want)
		}
	}
}

// TestCostIgnoresDelays lets something else on the machine delay two pictures of
// five.
func TestCostIgnoresDelays(t *testing.T) {
	var c cost
	for _, ms := range []float64{20, 300, 20, 20, 900} {
		c.add(&picture{size: 128, densityMs: ms})
	}
	if got := c.of(128); got != 20*time.Millisecond {
		t.Errorf("%v, want 20 ms", got)
	}
	for range 3 { // a wider model
		c.add(&picture{size: 128, densityMs: 60})
	}
	if got := c.of(128); got != 60*time.Millisecond {
		t.Errorf("%v, want 60 ms", got)
	}
}
