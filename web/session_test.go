package web

import (
	"context"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"flowplayground/flow"
)

// start runs a session with its workers as goroutines over pipes.
func start(t *testing.T, s Settings) *Session {
	t.Helper()
	ports := make([]Port, 3)
	for i, role := range []string{RoleTrainer, RoleTrainer, RoleViewer} {
		page, worker := NewPipe()
		ports[i] = page
		served := make(chan error, 1)
		go func() { served <- Serve(role, worker) }()
		t.Cleanup(func() {
			page.Close()
			if err := <-served; err != nil {
				t.Errorf("%s: %v", role, err)
			}
		})
	}
	session := NewSession(ports[0], ports[1], ports[2], s, nil)
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	go session.Run(ctx)
	return session
}

// within is generous: the race detector slows training down twentyfold.
func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// eventually waits until the state is as wanted.
func eventually(t *testing.T, s *Session, what string, ok func(State) bool) State {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if st := s.State(); ok(st) {
			return st
		}
	}
	t.Fatalf("never came: %s; the state is %+v", what, s.State())
	return State{}
}

// paused returns settings of models that cost little, and wait to be told to train. Their pictures are
// those of noise, which cost next to nothing.
func paused() Settings {
	s := Defaults()
	s.Play, s.K, s.M, s.Batch = false, 3, 3, 64
	s.Travel, s.T = false, 0
	return s
}

// narrow returns the settings of models that train without end, but cheaply.
func narrow() Settings {
	s := paused()
	s.Play, s.K, s.M = true, 2, 2
	return s
}

func TestSessionLearnsAndShows(t *testing.T) {
	settings := Defaults()
	settings.K, settings.M, settings.Batch = 8, 8, 64
	s := start(t, settings)
	first := eventually(t, s, "ready", func(st State) bool { return st.Ready })
	if first.Entropy != flow.TwoMoons.Entropy || !first.Playing {
		t.Errorf("state at first: %+v", first)
	}
	eventually(t, s, "both models learn", func(st State) bool { return st.CNF.Heldout < 2 && st.NF.Heldout < 2.3 })
	for _, k := range []flow.Kind{flow.Continuous, flow.Discrete} {
		p := s.Picture(k)
		if p.Paths.Len() != Particles {
			t.Errorf("%v: %d particles", k, p.Paths.Len())
		}
		mass, cell := 0.0, 2*Extent/float64(p.Size)
		for _, l := range p.LogP {
			mass += math.Exp(float64(l)) * cell * cell
		}
		if mass < 0.9 || mass > 1.05 {
			t.Errorf("%v: the picture's density has mass %v", k, mass)
		}
		h, news := s.History(k, -1)
		if !news || len(h.Train) == 0 || len(h.HeldOut) == 0 || len(h.Steps) != len(h.Train) {
			t.Errorf("%v: history has %d steps, %d losses, %d scores", k, len(h.Steps), len(h.Train), len(h.HeldOut))
		}
	}
}

func TestSliderRestartsOneModelMidRun(t *testing.T) {
	settings := narrow()
	settings.K, settings.M = 4, 4
	s := start(t, settings)
	ctx := within(t)
	at := eventually(t, s, "training", func(st State) bool { return st.CNF.Step > 20 && st.NF.Step > 500 })
	if err := s.Set(ctx, "k", "2"); err != nil {
		t.Fatal(err)
	}
	st := s.State()
	if st.NF.Width != 2 || st.CNF.Width != 4 || st.CNF.Step <= 20 {
		t.Errorf("after k=2: %+v", st)
	}
	if st.NF.Step >= at.NF.Step {
		t.Errorf("k=2 left the NF at step %d; it was at %d", st.NF.Step, at.NF.Step)
	}
	eventually(t, s, "the NF of two layers trains", func(st State) bool { return st.NF.Step > 50 })

	before := s.State().NF.Step
	if err := s.Set(ctx, "m", "3"); err != nil {
		t.Fatal(err)
	}
	eventually(t, s, "the CNF of three units trains", func(st State) bool { return st.CNF.Width == 3 && st.CNF.Step > 5 })
	if n := s.State().NF.Step; n < before {
		t.Errorf("m=3 sent the NF from step %d back to %d", before, n)
	}
}

func TestManyMovesOfASlider(t *testing.T) {
	s := start(t, narrow())
	ctx := within(t)
	for m := 1; m <= 22; m++ {
		if err := s.Set(ctx, "m", strconv.Itoa(m)); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, s, "training of the last choice", func(st State) bool { return st.CNF.Width == 22 && st.CNF.Step > 2 })
	if f := s.lanes[flow.Continuous].snapshot.Flow; f.Width() != 22 {
		t.Errorf("the newest flow has %d units", f.Width())
	}
}

func TestPauseAndStep(t *testing.T) {
	s := start(t, paused())
	ctx := within(t)
	eventually(t, s, "ready", func(st State) bool { return st.Ready })
	if st := s.State(); st.CNF.Step != 0 || st.NF.Step != 0 || st.Playing {
		t.Fatalf("paused from the start: %+v", st)
	}
	for n, want := range map[int]int{7: 7} {
		if err := s.Step(ctx, n); err != nil {
			t.Fatal(err)
		}
		if st := s.State(); st.CNF.Step != want || st.NF.Step != want {
			t.Errorf("step(%d): CNF at %d, NF at %d", n, st.CNF.Step, st.NF.Step)
		}
	}
	if err := s.Step(ctx, 0); err == nil {
		t.Error("step(0) was taken")
	}
	if err := s.Set(ctx, "play", "true"); err != nil {
		t.Fatal(err)
	}
	eventually(t, s, "training", func(st State) bool { return st.CNF.Step > 9 && st.NF.Step > 9 })
	if err := s.Set(ctx, "play", "false"); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond) // progress under way arrives
	at := s.State()
	time.Sleep(100 * time.Millisecond)
	if st := s.State(); st.CNF.Step != at.CNF.Step || st.NF.Step != at.NF.Step {
		t.Errorf("paused at %d and %d, now at %d and %d", at.CNF.Step, at.NF.Step, st.CNF.Step, st.NF.Step)
	}
	if err := s.Reset(ctx); err != nil {
		t.Fatal(err)
	}
	eventually(t, s, "step 0", func(st State) bool { return st.CNF.Step == 0 && st.NF.Step == 0 && !math.IsNaN(st.CNF.Heldout) })
}

func TestEqualSeedsEqualTraces(t *testing.T) {
	trace := func() (steps, losses []float64) {
		settings := paused()
		settings.Batch = 128 // two shards
		s := start(t, settings)
		if err := s.Step(within(t), 20); err != nil {
			t.Fatal(err)
		}
		h, _ := s.History(flow.Continuous, -1)
		return h.Steps, h.Train
	}
	steps, a := trace()
	_, b := trace()
	if len(a) != 20 || steps[19] != 20 {
		t.Fatalf("trace of %d losses at steps %v", len(a), steps)
	}
	for i := range a {
		if a[i] != b[i] {
			t.Fatalf("step %d: %v and %v", i+1, a[i], b[i])
		}
	}
}

func TestSpeedIsKept(t *testing.T) {
	s := narrow()
	s.Speed = "10"
	session := start(t, s)
	eventually(t, session, "first steps", func(st State) bool { return st.NF.Step >= 1 })
	began, from := time.Now(), session.State().NF.Step
	time.Sleep(time.Second)
	if n, most := session.State().NF.Step-from, int(11*time.Since(began).Seconds())+2; n > most {
		t.Errorf("%d steps in a second at 10 steps/s", n)
	}
}

func TestTimeIsHeld(t *testing.T) {
	s := paused()
	s.Travel, s.T = false, 0
	session := start(t, s)
	st := eventually(t, session, "a fine picture", func(st State) bool { return st.View.DensitySize == sizes[len(sizes)-1] })
	if st.T != 0 {
		t.Errorf("t = %v", st.T)
	}
	p := session.Picture(flow.Continuous)
	// At t = 0 the density is the base's, whatever was learned.
	middle := p.LogP[p.Size*p.Size/2+p.Size/2]
	if want := -math.Log(2 * math.Pi); p.T != 0 || math.Abs(float64(middle)-want) > 1e-3 {
		t.Errorf("t = %v: log p(0) = %v, want %v", p.T, middle, want)
	}
}

func TestQuestions(t *testing.T) {
	s := start(t, paused())
	ctx := within(t)
	eventually(t, s, "ready", func(st State) bool { return st.Ready })
	for _, model := range []string{"cnf", "nf"} {
		p, err := s.LogProb(ctx, model, [][2]float64{{0, 0}, {1, -1}})
		if err != nil || len(p) != 2 || math.IsNaN(p[0]+p[1]) {
			t.Errorf("%s: log p %v, %v", model, p, err)
		}
		x, err := s.Sample(ctx, model, 5, 3)
		y, _ := s.Sample(ctx, model, 5, 3)
		if err != nil || len(x) != 5 || x[4] != y[4] {
			t.Errorf("%s: samples %v and %v, %v", model, x, y, err)
		}
	}
	if _, err := s.Sample(ctx, "gan", 5, 3); err == nil || !strings.Contains(err.Error(), "cnf or nf") {
		t.Errorf("a model that isn't there: %v", err)
	}
}

func TestLostWorkerIsSaid(t *testing.T) {
	a, _ := NewPipe()
	b, _ := NewPipe()
	c, _ := NewPipe()
	s := NewSession(a, b, c, Defaults(), nil)
	done := make(chan struct{})
	go func() { s.Run(context.Background()); close(done) }()
	result := make(chan error, 1)
	go func() {
		_, err := s.ask(within(t), func(n int) message { return &sampling{ticket: n, flow: &flow.DiscreteFlow{}} })
		result <- err
	}()
	time.Sleep(10 * time.Millisecond)
	for _, p := range []*Pipe{a, b, c} {
		p.Close()
	}
	if err := <-result; err == nil || !strings.Contains(err.Error(), "stopped") {
		t.Errorf("a question to a lost worker: %v", err)
	}
	<-done
	if err := s.Reset(within(t)); err == nil || !strings.Contains(err.Error(), "stopped") {
		t.Errorf("an order to a lost worker: %v", err)
	}
}

// deserted returns a session whose workers never answer, and its ports to them.
func deserted(t *testing.T) (s *Session, ports [3]*Pipe) {
	for i := range ports {
		ports[i], _ = NewPipe()
		t.Cleanup(ports[i].Close)
	}
	return NewSession(ports[0], ports[1], ports[2], Defaults(), nil), ports
}

// TestDrawingBeginsWithBothModels gives a session its trainers' first words one
// by one; its viewer never answers.
func TestDrawingBeginsWithBothModels(t *testing.T) {
	s, ports := deserted(t)
	for i, f := range flows() {
		if s.Drawing() {
			t.Fatalf("pictures of both were asked for when %d models had spoken", i)
		}
		kind := f.Kind()
		s.handle(ports[kind], encode(&progress{generation: s.lanes[kind].generation, snapshot: flow.Snapshot{Flow: f, HeldOutStep: -1}}))
	}
	if !s.Drawing() {
		t.Error("both models have spoken, and no pictures were asked for")
	}
}

// TestTrainingWaitsForTheScreen gives a session its first pictures one by one.
func TestTrainingWaitsForTheScreen(t *testing.T) {
	for _, holds := range []bool{false, true} {
		s, ports := deserted(t)
		if holds {
			s.HoldTraining(time.Hour)
		}
		for _, l := range s.lanes {
			s.Begin()
			if s.begun {
				t.Fatal("training began before there were pictures")
			}
			s.handle(ports[2], encode(&picture{generation: l.generation, kind: l.kind, size: 1, logP: []float32{0}}))
		}
		if s.begun == holds {
			t.Errorf("held: %v; begun with the pictures: %v", holds, s.begun)
		}
		s.Begin()
		if !s.begun {
			t.Error("training did not begin when it was let")
		}
	}
}

// TestTrainingWaitsNotForEver: a hidden page shows no frame.
func TestTrainingWaitsNotForEver(t *testing.T) {
	s, ports := deserted(t)
	s.HoldTraining(10 * time.Millisecond)
	for _, l := range s.lanes {
		s.handle(ports[2], encode(&picture{generation: l.generation, kind: l.kind, size: 1, logP: []float32{0}}))
	}
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		s.mu.Lock()
		begun := s.begun
		s.mu.Unlock()
		if begun {
			return
		}
		if time.Now().After(end) {
			t.Fatal("training waits for a frame that does not come")
		}
	}
}
