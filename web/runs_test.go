package web

import (
	"fmt"
	"slices"
	"testing"

	"flowplayground/flow"
)

// ran lets a lane's run go as far as that many scores.
func ran(l *lane, scores int) {
	for n := range scores {
		l.progress(&progress{generation: l.generation, snapshot: flow.Snapshot{Step: 25 * n}, scored: []float64{float64(25 * n)}, scores: []float64{2 - 0.01*float64(n)}})
	}
}

func runNames(l *lane) (names []string) {
	for _, r := range l.named() {
		names = append(names, r.Name)
	}
	return names
}

func TestEarlierRuns(t *testing.T) {
	s := Defaults()
	l := newLane(flow.Continuous, nil)
	generation := 0
	restart := func(scores int, change func(*Settings)) []string {
		generation++
		change(&s)
		l.begin(generation, s.job(l.kind))
		ran(l, scores)
		return runNames(l)
	}
	expect := func(what string, got []string, want ...string) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	expect("at first", restart(10, func(*Settings) {}))
	expect("M = 8", restart(3, func(s *Settings) { s.M = 8 }), "M = 20")
	expect("what a slider passes is not kept", restart(10, func(s *Settings) { s.M = 5 }), "M = 20")
	expect("M = 5 is", restart(6, func(s *Settings) { s.M = 20 }), "M = 20", "M = 5")
	expect("a reset keeps one of equal runs", restart(10, func(*Settings) {}), "M = 5", "M = 20")
	if n := len(l.runs[1].Steps); n != 10 {
		t.Errorf("the run kept has %d scores; the longer one had 10", n)
	}
	expect("another seed", restart(10, func(s *Settings) { s.Seed = 2 }), "M = 5, seed 1", "M = 20, seed 1")
	expect("another solver", restart(10, func(s *Settings) { s.Solver = "euler" }), "M = 5, seed 1, other method", "M = 20, seed 1, other method", "M = 20, other method")
	for m := range 6 {
		restart(10, func(s *Settings) { s.M = 30 + m })
	}
	expect("the last four", runNames(l), "M = 31", "M = 32", "M = 33", "M = 34")
	expect("other data cannot be compared", restart(10, func(s *Settings) { s.Data = "circles" }))
	own := func(points string) func(*Settings) {
		return func(s *Settings) { s.Data, s.Given = "own", points }
	}
	expect("nor own data", restart(10, own("pAAD__wCA")))
	expect("nor other own data", restart(10, own("pAAD__wCB")))
}

func TestClearRuns(t *testing.T) {
	settings := paused()
	settings.K, settings.M, settings.Batch, settings.Steps = 1, 1, 8, 1
	s := start(t, settings)
	ctx := within(t)
	if err := s.Step(ctx, 1000); err != nil { // a score every 250
		t.Fatal(err)
	}
	for _, k := range kinds {
		h, _ := s.History(k, -1)
		want := 1000/judgeEvery[k] + 1
		if len(h.HeldSteps) != want || h.HeldSteps[1] != float64(judgeEvery[k]) {
			t.Errorf("%v: scores at %v, want %d of them", k, h.HeldSteps, want)
		}
	}
	for _, change := range []string{"m", "k"} {
		if err := s.Set(ctx, change, "2"); err != nil {
			t.Fatal(err)
		}
	}
	for _, k := range kinds {
		h, _ := s.History(k, -1)
		if len(h.Runs) != 1 || h.Runs[0].Name != map[flow.Kind]string{flow.Continuous: "M = 1", flow.Discrete: "K = 1"}[k] {
			t.Errorf("%v: earlier runs %s", k, fmt.Sprint(h.Runs))
		}
	}
	s.ClearRuns()
	for _, k := range kinds {
		if h, _ := s.History(k, -1); len(h.Runs) != 0 {
			t.Errorf("%v: cleared, there are %d runs", k, len(h.Runs))
		}
	}
}
