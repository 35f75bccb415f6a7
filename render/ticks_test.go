package render

import (
	"math"
	"slices"
	"testing"
)

func labels(ticks []Tick) (out []string) {
	for _, t := range ticks {
		out = append(out, t.Label)
	}
	return out
}

func TestTickLabels(t *testing.T) {
	for _, c := range []struct {
		got  []Tick
		want []string
	}{
		{Ticks(-3, 3, 3), []string{"−2", "0", "2"}},
		{Ticks(1.4, 3.2, 4), []string{"1.5", "2.0", "2.5", "3.0"}},
		{Ticks(0, 0.3, 3), []string{"0.0", "0.1", "0.2", "0.3"}},
		{Ticks(-0.05, 0.05, 2), []string{"−0.05", "0.00", "0.05"}},
		{Ticks(0, 45000, 4), []string{"0", "10000", "20000", "30000", "40000"}},
		{Ticks(1, 1, 3), nil},
		{Ticks(2, 1, 3), nil},
		{Ticks(math.NaN(), 1, 3), nil},
		{Ticks(math.Inf(-1), 1, 3), nil},
		{Decades(3000), []string{"1", "10", "100", "1,000"}},
		{Decades(1e6), []string{"1", "10", "100", "1,000", "10,000", "100,000", "1,000,000"}},
	} {
		if got := labels(c.got); !slices.Equal(got, c.want) {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestTicksStayInRange(t *testing.T) {
	for lo := -7.3; lo < 5; lo += 0.37 {
		for width := 1e-3; width < 1e5; width *= 1.7 {
			ticks := Ticks(lo, lo+width, 5)
			if n := len(ticks); n < 2 || n > 9 {
				t.Errorf("[%v, %v]: %d ticks, want about 5", lo, lo+width, n)
			}
			for _, tick := range ticks {
				if slack := 1e-8 * width; tick.Value < lo-slack || tick.Value > lo+width+slack {
					t.Errorf("[%v, %v]: tick at %v", lo, lo+width, tick.Value)
				}
			}
		}
	}
}
