package flow

import (
	"math"
	"testing"
)

func TestSchedule(t *testing.T) {
	warm := Schedule{From: 1e-2, To: 1e-4, Steps: 100, Warmup: 20}
	for _, c := range []struct {
		name string
		s    Schedule
		step int
		want float64
	}{
		{"cosine: first", Schedule{From: 1e-2, To: 1e-4, Steps: 100}, 0, 1e-2},
		{"cosine: a quarter", Schedule{From: 1e-2, To: 1e-4, Steps: 100}, 25, 1e-4 + 9.9e-3*(2+math.Sqrt2)/4},
		{"cosine: half", Schedule{From: 1e-2, To: 1e-4, Steps: 100}, 50, 5.05e-3},
		{"cosine: end", Schedule{From: 1e-2, To: 1e-4, Steps: 100}, 100, 1e-4},
		{"cosine: after", Schedule{From: 1e-2, To: 1e-4, Steps: 100}, 5000, 1e-4},
		{"warm-up: first", warm, 0, 1e-2 / 21},
		{"warm-up: last", warm, 19, 1e-2 * 20 / 21},
		{"warm-up: over", warm, 20, 1e-2},
		{"warm-up: half the cosine", warm, 60, 5.05e-3},
		{"warm-up: end", warm, 100, 1e-4},
		{"constant: first", ConstantRate(0.3), 0, 0.3},
		{"constant: later", ConstantRate(0.3), 7, 0.3},
		{"constant with warm-up: first", Schedule{From: 0.3, To: 0.3, Warmup: 2}, 0, 0.1},
		{"constant with warm-up: second", Schedule{From: 0.3, To: 0.3, Warmup: 2}, 1, 0.2},
		{"constant with warm-up: after", Schedule{From: 0.3, To: 0.3, Warmup: 2}, 2, 0.3},
		{"all warm-up: last", Schedule{From: 3, To: 1, Steps: 2, Warmup: 2}, 1, 2},
		{"all warm-up: after", Schedule{From: 3, To: 1, Steps: 2, Warmup: 2}, 2, 1},
	} {
		if got := c.s.Rate(c.step); math.Abs(got-c.want) > 1e-15 {
			t.Errorf("%s: rate at step %d is %v, want %v", c.name, c.step, got, c.want)
		}
	}
}

// TestScheduleOfRecipes holds the recipes' rates to the bits of the half cosine
// that their training was measured with.
func TestScheduleOfRecipes(t *testing.T) {
	for _, r := range Recipes {
		for _, s := range []Schedule{r.CNF.Schedule, r.NF.Schedule} {
			if s.Warmup > 0 {
				continue
			}
			for step := range 3 * s.Steps / 2 {
				want := s.To
				if step < s.Steps {
					c := 0.5 * (1 + math.Cos(math.Pi*float64(step)/float64(s.Steps)))
					want = s.To + float64((s.From-s.To)*c)
				}
				if got := s.Rate(step); got != want {
					t.Fatalf("%s: rate at step %d is %v, want %v", r.Name, step, got, want)
				}
			}
		}
	}
}
