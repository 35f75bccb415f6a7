package stage

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"flowplayground/flow"
	"flowplayground/web"
)

// TestStageShowsTheSession runs a session natively and looks at its scene.
func TestStageShowsTheSession(t *testing.T) {
	var ports [3]web.Port
	for i, role := range []string{web.RoleTrainer, web.RoleTrainer, web.RoleViewer} {
		page, worker := web.NewPipe()
		ports[i] = page
		go web.Serve(role, worker)
		t.Cleanup(page.Close)
	}
	settings := web.Defaults()
	settings.Play, settings.K, settings.M, settings.Batch = false, 1, 2, 64
	session := web.NewSession(ports[0], ports[1], ports[2], settings, nil)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	go session.Run(ctx)

	st := New(session)
	if scene := st.Scene(); scene.Panels[0].Density.N != 0 || scene.Panels[0].Busy == "" {
		t.Errorf("before the first picture: %+v", scene.Panels[0].Density)
	}
	waiting := st.Live()
	if err := session.Step(ctx, 30); err != nil {
		t.Fatal(err)
	}
	for !session.State().Ready || math.IsNaN(session.State().NF.Heldout) {
		time.Sleep(time.Millisecond)
	}
	if waiting || !st.Live() {
		t.Errorf("live before the first picture: %v, and after it: %v", waiting, st.Live())
	}
	if time0 := st.Advance(0); time0 != 0 {
		t.Errorf("the particles begin at t = %v", time0)
	}
	scene := st.Scene()
	for k, want := range map[flow.Kind][]string{
		flow.Continuous: {"CNF · M = 2 hidden units", "step 30", "held-out NLL"},
		flow.Discrete:   {"NF · K = 1 layer", "step 30", "held-out NLL"},
	} {
		p := scene.Panels[k]
		if p.Title != want[0] || !strings.Contains(p.Caption, want[1]) || !strings.Contains(p.Caption, want[2]) {
			t.Errorf("%v: title %q, caption %q", k, p.Title, p.Caption)
		}
		if len(p.Density.LogP) != p.Density.N*p.Density.N || p.Density.N == 0 || len(p.ParticleX) != web.Particles || len(p.DataX) != dataPoints {
			t.Errorf("%v: density of %d, %d particles, %d data points", k, p.Density.N, len(p.ParticleX), len(p.DataX))
		}
	}
	if scene.Window.X0 != -web.Extent || scene.Scale.Peak != flow.TwoMoons.Peak {
		t.Errorf("window %+v, peak %v", scene.Window, scene.Scale.Peak)
	}
	if c := scene.Chart; len(c.Series) != 6 || c.Floor != flow.TwoMoons.Entropy || len(c.Series[0].Steps) != 30 {
		t.Errorf("chart: %d series, floor %v", len(c.Series), c.Floor)
	}
	before := append([]float32{}, scene.Panels[0].ParticleX...)
	now := st.Advance(appear + travel)
	scene = st.Scene()
	moved := 0
	for i, x := range scene.Panels[0].ParticleX {
		if x != before[i] {
			moved++
		}
	}
	if now != 1 || moved < web.Particles*9/10 {
		t.Errorf("at t = %v %d of %d particles have moved", now, moved, web.Particles)
	}

	if err := session.Set(ctx, "data", "circles"); err != nil {
		t.Fatal(err)
	}
	if scene = st.Scene(); scene.Chart.Floor != flow.TwoCircles.Entropy || scene.Scale.Peak != flow.TwoCircles.Peak {
		t.Errorf("circles: floor %v, peak %v", scene.Chart.Floor, scene.Scale.Peak)
	}
	if err := session.Set(ctx, "data", "moons"); err != nil {
		t.Fatal(err)
	}
	if err := session.Set(ctx, "noise", "0.05"); err != nil {
		t.Fatal(err)
	}
	thin := flow.TwoMoonsWithNoise(0.05)
	if scene = st.Scene(); scene.Chart.Floor != thin.Entropy || scene.Scale.Peak != thin.Peak {
		t.Errorf("thin moons: floor %v, peak %v", scene.Chart.Floor, scene.Scale.Peak)
	}
	if err := session.Set(ctx, "travel", "false"); err != nil {
		t.Fatal(err)
	}
	if err := session.Set(ctx, "t", "0.25"); err != nil {
		t.Fatal(err)
	}
	if held := st.Advance(1); held != 0.25 {
		t.Errorf("held at t = %v, want 0.25", held)
	}
}

func TestTitles(t *testing.T) {
	for _, c := range []struct {
		kind flow.Kind
		m    web.ModelState
		want string
	}{
		{flow.Continuous, web.ModelState{Width: 1}, "CNF · M = 1 hidden unit"},
		{flow.Continuous, web.ModelState{Width: 8, Solver: "Tsit5", SolverSteps: 20, Method: flow.Method{Solver: "tsit5"}}, "CNF · M = 8 · Tsit5 × 20"},
		{flow.Continuous, web.ModelState{Width: 8, Solver: "Tsit5", SolverSteps: 9, Method: flow.Method{Tolerance: 1e-3}}, "CNF · M = 8 · Tsit5 at 0.001"},
		{flow.Continuous, web.ModelState{Width: 8, Method: flow.Method{Field: "paper", Objective: flow.FlowMatchingTransport}}, "CNF · M = 8 · paper · matching"},
		{flow.Discrete, web.ModelState{Width: 8, Method: flow.Method{Generative: true}}, "NF · K = 8 · noise → data"},
		{flow.Discrete, web.ModelState{Width: 8, Method: flow.Method{Objective: flow.DensityMatching}}, "NF · K = 8 · energy"},
	} {
		if got := title(c.kind, c.m); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// ports returns a session's first arguments, with workers that never answer.
func ports(t *testing.T) (cnf, nf, viewer web.Port, s web.Settings, notes []string) {
	var list [3]web.Port
	for i := range list {
		page, _ := web.NewPipe()
		list[i] = page
		t.Cleanup(page.Close)
	}
	return list[0], list[1], list[2], web.Defaults(), nil
}
