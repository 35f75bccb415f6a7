package benchmark

import (
	"math"
	"testing"
	"time"

	"flowplayground/ode"
)

// Benchmark runs the list: benchmark/Step/CNF and so on.
func Benchmark(b *testing.B) {
	for _, m := range All {
		b.Run(m.Name, func(b *testing.B) {
			run := m.Prepare()
			b.ReportAllocs()
			for b.Loop() {
				run()
			}
		})
	}
}

// TestYardstick holds the first losses to those that every implementation of
// the same step reports.
func TestYardstick(t *testing.T) {
	for _, c := range []struct {
		tableau ode.Tableau
		steps   int
		want    float64
	}{{ode.Tsit5, 20, 3.28705}, {ode.RK4, 8, 3.28697}} {
		if got := NewYardstick(c.tableau, c.steps).Step(); math.Abs(got-c.want) > 5e-6 {
			t.Errorf("%s × %d: a loss of %.6f, want %.5f", c.tableau.Name, c.steps, got, c.want)
		}
	}
}

// TestAll prepares every case and looks at what
// it gives.
func TestAll(t *testing.T) {
	for _, m := range All {
		if loss := m.Prepare()(); !(loss >= 0 && loss < 100) {
			t.Errorf("%s: a loss of %v", m.Name, loss)
		}
	}
	if _, err := ByName("Step/none"); err == nil {
		t.Error("a case that there is not")
	}
	if b, err := ByName("Step/CNF"); err != nil || b.Name != "Step/CNF" {
		t.Errorf("%v, %v", b.Name, err)
	}
}

// TestTime times a case by a clock that only its runs move on.
func TestTime(t *testing.T) {
	at, runs := time.Time{}, 0
	c := Case{"clock", func() func() float64 {
		return func() float64 {
			runs++
			took := 3 * time.Millisecond
			if runs%50 == 0 { // a hiccup now and then
				took = time.Second
			}
			at = at.Add(took)
			return 0
		}
	}}
	if got := c.Time(func() time.Time { return at }, 4*time.Second); got != 3*time.Millisecond {
		t.Errorf("a run of 3 ms took %v", got)
	}
	if runs < 100 {
		t.Errorf("%d runs in 4 s", runs)
	}
}
