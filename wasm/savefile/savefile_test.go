package savefile

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"flowplayground/flow"
	"flowplayground/flow/modelfile"
	"flowplayground/web"
)

// start runs a paused session natively. Its pictures are those of noise, which cost next to nothing.
func start(t *testing.T, change func(*web.Settings)) (*web.Session, context.Context) {
	t.Helper()
	var ports [3]web.Port
	for i, role := range []string{web.RoleTrainer, web.RoleTrainer, web.RoleViewer} {
		page, worker := web.NewPipe()
		ports[i] = page
		go web.Serve(role, worker)
		t.Cleanup(page.Close)
	}
	settings := web.Defaults()
	settings.Play, settings.K, settings.M = false, 2, 2
	settings.Batch, settings.Travel, settings.T = 64, false, 0
	change(&settings)
	s := web.NewSession(ports[0], ports[1], ports[2], settings, nil)
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(cancel)
	go s.Run(ctx)
	return s, ctx
}

// remote returns the files as the page has them: another goroutine writes and
// reads them.
func remote() web.Files {
	return web.RemoteFiles(func() (web.Port, error) {
		page, worker := web.NewPipe()
		go web.ServeFiles(worker, Files())
		return page, nil
	})
}

// TestOneLimit holds the page, which has no package modelfile, to its limit.
func TestOneLimit(t *testing.T) {
	if web.MaxFileBytes != modelfile.MaxBytes {
		t.Errorf("the page takes files of up to %d bytes, the reader of %d", web.MaxFileBytes, modelfile.MaxBytes)
	}
}

// TestTextGoesOnBitForBit saves a run as text and goes on from the text in
// another session, which then writes the same text as the run that was not
// interrupted.
func TestTextGoesOnBitForBit(t *testing.T) {
	for name, change := range map[string]func(*web.Settings){
		"tuned":     func(*web.Settings) {},
		"notebook":  func(s *web.Settings) { s.Recipe = "notebook" },
		"matching":  func(s *web.Settings) { s.Objective, s.Solver, s.Steps = "matching", "euler", 5 },
		"tolerance": func(s *web.Settings) { s.Tolerance = "1e-3" },
		"average":   func(s *web.Settings) { s.Average, s.Trace, s.Model = "0.99", "gaussian", "hyper" },
	} {
		t.Run(name, func(t *testing.T) {
			a, ctx := start(t, change)
			b, _ := start(t, func(*web.Settings) {})
			if err := a.Step(ctx, 14); err != nil {
				t.Fatal(err)
			}
			news, err := remote().Load(ctx, b, text(t, ctx, a))
			if want := "Loaded the CNF at step 14 and the NF at step 14."; err != nil || news != want {
				t.Fatalf("%s %v", news, err)
			}
			var after [2]string
			for i, s := range []*web.Session{a, b} {
				if err := s.Step(ctx, 14); err != nil {
					t.Fatal(err)
				}
				after[i] = text(t, ctx, s)
			}
			if after[0] != after[1] {
				t.Errorf("14 steps after the file was written: %.3000s\nand after it was read: %.3000s", after[0], after[1])
			}
			if !strings.Contains(after[0], `"step":28`) {
				t.Errorf("no model is at step 28: %.300s", after[0])
			}
		})
	}
}

// text returns the model file of a session that stands still, when its models
// have been judged.
func text(t *testing.T, ctx context.Context, s *web.Session) string {
	t.Helper()
	for {
		saved, err := s.Save(ctx)
		if err != nil {
			t.Fatal(err)
		}
		cnf, nf := saved.Models[0].State, saved.Models[1].State
		if cnf.HeldOutStep != cnf.Step || nf.HeldOutStep != nf.Step {
			time.Sleep(20 * time.Millisecond) // every look copies the states, which keeps the trainers from judging
			continue
		}
		name, text, err := remote().Save(ctx, s)
		if err != nil || !strings.HasPrefix(name, "flow-playground-moons-cnf2-nf2-step") {
			t.Fatalf("%s: %v", name, err)
		}
		return text
	}
}

func TestReadGivesWhatWasWritten(t *testing.T) {
	trainer, err := flow.NewTrainer(flow.Job{Kind: flow.Discrete, Width: 2, Data: "moons", Seed: 1, Recipe: "tuned"})
	if err != nil {
		t.Fatal(err)
	}
	trainer.Judge()
	want := web.Saved{
		Settings: map[string]string{"k": "2"},
		Models: []web.SavedModel{{State: trainer.State(), Curves: web.Curves{
			Steps: []float64{1, 2}, Train: []float64{2.5, 2.25}, HeldSteps: []float64{0}, HeldOut: []float64{3},
		}}},
	}
	text, err := Write(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(text)
	if err != nil || !reflect.DeepEqual(got.Settings, want.Settings) || !reflect.DeepEqual(got.Models[0].Curves, want.Models[0].Curves) ||
		!reflect.DeepEqual(got.Models[0].State.Params, want.Models[0].State.Params) {
		t.Errorf("%+v\nbecame, %v,\n%+v", want, err, got)
	}
	session, ctx := start(t, func(*web.Settings) {})
	for _, spoiled := range []string{"", "undefined", text[:len(text)/2], strings.Replace(text, `"k"`, `k`, 1)} {
		if _, err := remote().Load(ctx, session, spoiled); err == nil || !strings.HasPrefix(err.Error(), "model file: ") {
			t.Errorf("%.40q: %v", spoiled, err)
		}
	}
	if _, err := Write(web.Saved{}); err == nil {
		t.Error("a file without models was written")
	}
}
