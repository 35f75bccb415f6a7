package web

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"flowplayground/flow"
)

// save returns what a session saves.
func save(t *testing.T, s *Session) Saved {
	t.Helper()
	saved, err := s.Save(within(t))
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func load(t *testing.T, s *Session, saved Saved) {
	t.Helper()
	if err := s.Load(within(t), saved); err != nil {
		t.Fatal(err)
	}
}

func replace(t *testing.T, s *Session, to Settings) {
	t.Helper()
	if err := s.Replace(within(t), to); err != nil {
		t.Fatal(err)
	}
}

func step(t *testing.T, s *Session, n int) {
	t.Helper()
	if err := s.Step(within(t), n); err != nil {
		t.Fatal(err)
	}
}

// losses returns the training losses of a model by their steps.
func losses(s *Session, k flow.Kind) map[float64]float64 {
	h, _ := s.History(k, -1)
	by := map[float64]float64{}
	for i, n := range h.Steps {
		by[n] = h.Train[i]
	}
	return by
}

func TestLoadedModelsGoOnBitForBit(t *testing.T) {
	a, b := start(t, paused()), start(t, paused())
	for _, recipe := range []string{"tuned", "notebook"} {
		settings := paused()
		settings.Recipe, settings.Data, settings.Seed = recipe, "circles", 7
		settings.Present, settings.Hide, settings.Workers = true, "data", 3
		settings.M, settings.Batch = 2, 128 // two shards
		replace(t, a, settings)
		step(t, a, 12)
		saved := save(t, a)
		step(t, a, 8)
		replace(t, b, narrow())
		load(t, b, saved)
		if b.Settings() != settings.forReader(narrow()) {
			t.Errorf("%s: loaded settings %+v", recipe, b.Settings())
		}
		if st := b.State(); st.CNF.Step != 12 || st.NF.Step != 12 || st.CNF.Width != 2 || st.Playing {
			t.Errorf("%s: loaded %+v", recipe, st)
		}
		step(t, b, 8)
		for _, k := range kinds {
			want, got := losses(a, k), losses(b, k)
			if len(want) != 20 || !maps.Equal(got, want) {
				t.Errorf("%s, %v: without an interruption %v, with one %v", recipe, k, want, got)
			}
		}
	}
}

// TestSaveWhileTraining saves in the midst of a run, which goes on; another
// session goes on from there by itself and finds the same losses.
func TestSaveWhileTraining(t *testing.T) {
	settings := narrow()
	settings.K, settings.M = 3, 3
	a, b := start(t, settings), start(t, paused())
	eventually(t, a, "training", func(st State) bool { return st.CNF.Step > 20 && st.NF.Step > 20 })
	saved := save(t, a)
	load(t, b, saved)
	for i, m := range saved.Models {
		if n := m.Curves.Steps[len(m.Curves.Steps)-1]; m.State.Job.Kind != kinds[i] || n != float64(m.State.Step) {
			t.Errorf("%v saved at step %d with a curve up to %v", m.State.Job.Kind, m.State.Step, n)
		}
	}
	beyond := func(st State) bool {
		return st.CNF.Step > saved.Models[0].State.Step+20 && st.NF.Step > saved.Models[1].State.Step+20
	}
	eventually(t, a, "the run goes on", beyond)
	eventually(t, b, "the loaded run goes on", beyond)
	for i, k := range kinds {
		want, got, common := losses(a, k), losses(b, k), 0
		for n, loss := range got {
			other, ok := want[n]
			if ok && loss != other {
				t.Fatalf("%v, step %v: %v, loaded %v", k, n, other, loss)
			}
			if ok && n > float64(saved.Models[i].State.Step) {
				common++
			}
		}
		if common < 10 {
			t.Errorf("%v: only %d steps to compare", k, common)
		}
	}
}

// TestPausedFileStandsStill loads a paused run where training is at full speed.
func TestPausedFileStandsStill(t *testing.T) {
	a, b := start(t, paused()), start(t, narrow())
	step(t, a, 5)
	saved := save(t, a)
	for range 10 {
		if err := b.Set(within(t), "play", "true"); err != nil {
			t.Fatal(err)
		}
		load(t, b, saved)
		again := save(t, b)
		for i := range saved.Models { // what was judged since may be newer
			if got := again.Models[i].State; got.Step != 5 || !reflect.DeepEqual(got.Params, saved.Models[i].State.Params) {
				t.Fatalf("loaded at step 5 and paused, the %v is at step %d", kinds[i], got.Step)
			}
		}
	}
}

func TestLoadOneModel(t *testing.T) {
	a, b := start(t, paused()), start(t, paused())
	step(t, a, 9)
	saved := save(t, a)
	saved.Models = saved.Models[1:]
	step(t, b, 4)
	load(t, b, saved)
	if st := b.State(); st.NF.Step != 9 || st.CNF.Step != 0 {
		t.Errorf("loaded an NF of step 9: %+v", st)
	}
	if want := "Loaded the NF at step 9. The file has no CNF, so that one starts anew."; saved.news() != want {
		t.Errorf("the person is told %q", saved.news())
	}
}

// TestLoadRefuses spoils what was saved in one way each: nothing changes, and
// training goes on.
func TestLoadRefuses(t *testing.T) {
	s := start(t, paused())
	step(t, s, 6)
	saved := save(t, s)
	before, settings := s.State(), s.Settings()
	for _, c := range []struct {
		spoil func(*Saved)
		want  []string
	}{
		{func(v *Saved) { v.Settings["colour"] = "red" }, []string{"colour"}},
		{func(v *Saved) { v.Settings["k"], v.Settings["m"] = "65", "many" }, []string{"k must be", "65", "m must be", "many"}},
		{func(v *Saved) { v.Settings["objective"], v.Settings["kinetic"] = "matching", "0.1" }, []string{"kinetic cannot be 0.1", "only training by likelihood"}},
		{func(v *Saved) { v.Settings["m"] = "4" }, []string{"the CNF", "its width is 3, not 4"}},
		{func(v *Saved) { v.Settings["data"] = "circles" }, []string{`its data is "moons", not "circles"`}},
		{func(v *Saved) { v.Settings["solver"] = "euler" }, []string{`its solver is "", not "euler"`}},
		{func(v *Saved) { v.Models[0].State.Params = nil }, []string{"the CNF in the file", "0 parameters"}},
		{func(v *Saved) { v.Models[1].State.Step = -1 }, []string{"the NF in the file", "step -1"}},
		{func(v *Saved) { v.Models[1] = v.Models[0] }, []string{"one CNF, one NF or one of each"}},
		{func(v *Saved) { v.Models[1].State.Job.Kind = 7 }, []string{"one CNF, one NF or one of each"}},
		{func(v *Saved) { v.Models = nil }, []string{"one CNF, one NF or one of each"}},
	} {
		spoiled := Saved{maps.Clone(saved.Settings), slices.Clone(saved.Models)}
		c.spoil(&spoiled)
		err := s.Load(within(t), spoiled)
		if err == nil {
			t.Errorf("taken, but should be refused for %v", c.want)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("refused with %q, want %q in it", err, want)
			}
		}
	}
	if st := s.State(); st.Generation != before.Generation || s.Settings() != settings {
		t.Errorf("%+v became %+v", before, st)
	}
	step(t, s, 1)
	if st := s.State(); st.CNF.Step != 7 || st.NF.Step != 7 {
		t.Errorf("a step later: %+v", st)
	}
}

func TestRefusalsAreShort(t *testing.T) {
	v := Saved{Settings: map[string]string{}}
	for _, name := range "abcdefgh" {
		v.Settings[string(name)] = strings.Repeat("x", 1000)
	}
	if _, err := v.settings(); err == nil || len(err.Error()) > 2000 || !strings.Contains(err.Error(), "3 more") {
		t.Errorf("eight wrong settings: %v", err)
	}
}

// TestRestartWhileSaving lets a state arrive of a run that is over.
func TestRestartWhileSaving(t *testing.T) {
	s := start(t, paused())
	if r := s.captured(&captured{generation: 99}); r.err == nil || !strings.Contains(r.err.Error(), "save again") {
		t.Errorf("a state of another run: %+v", r)
	}
}

func TestSaveOfALostWorker(t *testing.T) {
	s, _ := deserted(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Save(ctx); err != context.Canceled {
		t.Errorf("no trainer answers: %v", err)
	}
}

func TestFileName(t *testing.T) {
	job := func(k flow.Kind, width int) SavedModel {
		return SavedModel{State: flow.State{Job: flow.Job{Kind: k, Width: width, Data: "moons"}, Step: 1234}}
	}
	for want, models := range map[string][]SavedModel{
		"flow-playground-moons-cnf20-nf8-step1234.json": {job(flow.Continuous, 20), job(flow.Discrete, 8)},
		"flow-playground-moons-nf8-step1234.json":       {job(flow.Discrete, 8)},
	} {
		if got := (Saved{Models: models}).fileName(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
