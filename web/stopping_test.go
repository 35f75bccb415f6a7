package web

import (
	"math"
	"strings"
	"testing"
	"time"

	"flowplayground/flow"
)

func TestPlateauLook(t *testing.T) {
	var p plateau
	for n, loss := range []float64{math.NaN(), 3, 2, 2.1, 1.999, 1.9985} {
		if p.look(25*n, loss, 100) {
			t.Errorf("flat at step %d", 25*n)
		}
	}
	if p.at != 50 {
		t.Errorf("the best is of step %d; later ones are hardly better", p.at)
	}
	if !p.look(150, 2, 100) {
		t.Error("not flat after 100 steps that brought 0.0015 nats")
	}
	if p.look(175, 1.9, 100) {
		t.Error("flat at a loss that is better")
	}
}

// TestStopsAtAStep stops both models at a step, goes on when it is raised, and
// past it by step.
func TestStopsAtAStep(t *testing.T) {
	settings := paused()
	settings.Play, settings.Until = true, 30
	s := start(t, settings)
	ctx := within(t)
	st := eventually(t, s, "both stop", func(st State) bool {
		return st.Paused == StopSteps && st.CNF.StepsPerSecond == 0 && st.NF.StepsPerSecond == 0
	})
	if st.CNF.Step != 30 || st.NF.Step != 30 || !st.Playing || status(st) != "Stopped at step 30" || !st.ended() {
		t.Errorf("stopped: %+v", st)
	}
	if text := strings.Join(st.Notes, " "); !strings.Contains(text, "step 30,") || !strings.Contains(text, "Raise") || !strings.Contains(text, "Reset") {
		t.Errorf("the notes are %q", text)
	}
	for _, k := range kinds {
		eventually(t, s, "a score of the last step", func(State) bool {
			h, _ := s.History(k, -1)
			return len(h.HeldSteps) > 0 && h.HeldSteps[len(h.HeldSteps)-1] == 30
		})
	}
	if err := s.Set(ctx, "until", "50"); err != nil {
		t.Fatal(err)
	}
	eventually(t, s, "both stop later", func(st State) bool { return st.CNF.Step == 50 && st.NF.Step == 50 && st.Paused == StopSteps })
	if err := s.Step(ctx, 7); err != nil {
		t.Fatal(err)
	}
	if st := s.State(); st.CNF.Step != 57 || st.NF.Step != 57 || st.Paused != NoStop {
		t.Errorf("7 steps further: %+v", st)
	}
	if err := s.Set(ctx, "play", "true"); err != nil {
		t.Fatal(err)
	}
	if err := s.Set(ctx, "until", "40"); err != nil {
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond)
	if st := s.State(); st.CNF.Step != 57 || st.NF.Step != 57 || status(st) != "Stopped past step 40" {
		t.Errorf("past its last step it went on: %+v", st)
	}
	if err := s.Set(ctx, "k", "2"); err != nil {
		t.Fatal(err)
	}
	eventually(t, s, "the restarted model stops again", func(st State) bool { return st.NF.Step == 40 && st.CNF.Step == 57 && st.Paused == StopSteps })
}

// flatten gives a model's plateau a loss that it won't beat.
func flatten(s *Session, k flow.Kind) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lanes[k].plateau = plateau{seen: true, best: -10, at: s.lanes[k].snapshot.Step - flatFor(k)}
}

// TestStopsAtAPlateau lets one model stop after the other. Choosing the plateau
// restarts none.
func TestStopsAtAPlateau(t *testing.T) {
	settings := paused()
	settings.Play = true
	s := start(t, settings)
	ctx := within(t)
	eventually(t, s, "training", func(st State) bool { return st.CNF.Step > 10 && st.NF.Step > 100 })
	flatten(s, flow.Discrete)
	before := s.State()
	if err := s.Set(ctx, "plateau", "true"); err != nil {
		t.Fatal(err)
	}
	st := eventually(t, s, "the NF stops", func(st State) bool { return st.NF.Stopped == StopPlateau })
	if st.NF.Step < before.NF.Step || st.CNF.Step < before.CNF.Step || st.Paused != NoStop || status(st) != "Training" {
		t.Errorf("with one stopped: %+v", st)
	}
	if text := strings.Join(st.Notes, " "); !strings.Contains(text, "The NF has stopped at step") || strings.Contains(text, "The CNF") {
		t.Errorf("the notes are %q", text)
	}
	flatten(s, flow.Continuous)
	st = eventually(t, s, "both stop", func(st State) bool { return st.Paused == StopPlateau })
	if status(st) != "Stopped at a plateau" || !st.Playing || len(st.Notes) != 2 {
		t.Errorf("with both stopped: %+v", st)
	}
	if err := s.Set(ctx, "play", "true"); err != nil {
		t.Fatal(err)
	}
	at := s.State()
	eventually(t, s, "both go on", func(st State) bool {
		return st.NF.Step > at.NF.Step+50 && st.CNF.Step > at.CNF.Step+5 && st.Paused == NoStop && len(st.Notes) == 0
	})
	flatten(s, flow.Discrete)
	at = eventually(t, s, "the NF stops again", func(st State) bool { return st.NF.Stopped == StopPlateau })
	if err := s.Set(ctx, "plateau", "false"); err != nil {
		t.Fatal(err)
	}
	eventually(t, s, "it goes on when that is no longer wanted", func(st State) bool { return st.NF.Step > at.NF.Step+50 })

	if err := s.Set(ctx, "plateau", "true"); err != nil {
		t.Fatal(err)
	}
	for name, restart := range map[string]func() error{
		"a reset": func() error { return s.Reset(ctx) }, "another width": func() error { return s.Set(ctx, "k", "2") },
	} {
		flatten(s, flow.Discrete)
		at = eventually(t, s, "the NF stops once more", func(st State) bool { return st.NF.Stopped == StopPlateau })
		if err := restart(); err != nil {
			t.Fatal(err)
		}
		eventually(t, s, "it trains after "+name, func(st State) bool { return st.NF.Step > 20 && st.NF.Step < at.NF.Step || st.NF.Step > at.NF.Step+50 })
	}
}

func TestPausesWhileHidden(t *testing.T) {
	settings := paused()
	settings.Play = true
	s := start(t, settings)
	ctx := within(t)
	s.Hide(true) // perhaps before training has begun
	eventually(t, s, "ready", func(st State) bool { return st.Ready })
	time.Sleep(50 * time.Millisecond)
	at := s.State()
	time.Sleep(50 * time.Millisecond)
	st := s.State()
	if st.CNF.Step != at.CNF.Step || st.NF.Step != at.NF.Step || st.Paused != StopHidden || status(st) != "Paused: tab hidden" || !s.Settings().Play {
		t.Errorf("hidden: %+v after %+v", st, at)
	}
	if err := s.Set(ctx, "k", "5"); err != nil { // a restart stands still too
		t.Fatal(err)
	}
	s.Hide(false)
	eventually(t, s, "training goes on", func(st State) bool {
		return st.CNF.Step > at.CNF.Step && st.NF.Step > 0 && status(st) == "Training"
	})
}
