package web

import (
	"math"
	"slices"
	"testing"
	"time"

	"flowplayground/flow"
)

// film returns the reel that is asked for now, nil if there is none.
func (d *drill) film() (*film, time.Duration) { return d.lane.wantedFilm(d.settings, d.now) }

// filmed lets it arrive.
func (d *drill) filmed(m *film) {
	d.t.Helper()
	if m == nil {
		d.t.Fatal("no film was asked for")
	}
	d.now = d.now.Add(5 * time.Millisecond)
	d.lane.takeReel(newViewerService(nil, func() time.Time { return d.now }).film(m))
}

func TestFilms(t *testing.T) {
	d := newDrill(t)
	if m, wait := d.film(); m != nil || wait != 0 {
		t.Error("a film that nobody sees")
	}
	d.settings.Dock = "strip"
	m, _ := d.film()
	if m == nil || !slices.Equal(m.times, StripTimes) || m.size != filmSize {
		t.Fatalf("asked for %+v", m)
	}
	if again, _ := d.film(); again != nil {
		t.Error("asked for twice")
	}
	d.filmed(m)
	if r := d.lane.look.reel; r.Version != 1 || len(r.Frame(5)) != filmSize*filmSize {
		t.Errorf("version %d", r.Version)
	}

	d.progress()
	if m, wait := d.film(); m != nil || wait != filmEvery-5*time.Millisecond {
		t.Errorf("a new flow is filmed at once: %v, %v", m != nil, wait)
	}
	d.now = d.now.Add(filmEvery)
	m, _ = d.film()
	d.filmed(m)
	if m, wait := d.film(); m != nil || wait != stillAfter-5*time.Millisecond {
		t.Errorf("while it trains the film is made finer after %v", wait)
	}
	d.settings.Play = false
	m, _ = d.film()
	if m == nil || m.size != stillFilm {
		t.Fatalf("at rest asked for %+v", m)
	}
	d.filmed(m)
	if m, wait := d.film(); m != nil || wait != 0 {
		t.Error("a fine film of what rests is made again")
	}
	d.settings.Morph = true
	if m, _ = d.film(); m == nil || len(m.times) != 22 || !slices.IsSorted(m.times) { // 1 is in both
		t.Fatalf("for a density that moves: %+v", m)
	}
	d.filmed(m)
	d.settings.Mute = "n1"
	if m, _ = d.film(); m == nil {
		t.Error("what is muted is still in the film")
	}
}

func TestReelBetweenFrames(t *testing.T) {
	r := Reel{Times: []float64{0.2, 0.6, 1}, Size: 1, logP: []float32{-4, -2, 0}}
	var dst [1]float32
	for at, want := range map[float64]float32{0: -4, 0.2: -4, 0.3: -3.5, 0.6: -2, 0.8: -1, 1: 0, 2: 0} {
		if r.At(dst[:], at); math.Abs(float64(dst[0]-want)) > 1e-6 {
			t.Errorf("at %v: %v, want %v", at, dst[0], want)
		}
	}
}

func TestProbes(t *testing.T) {
	d := newDrill(t)
	ask := func(at string) (*follow, time.Duration) { return d.lane.wantedProbe(d.settings, at, d.now) }
	follow := func(m *follow) {
		t.Helper()
		if m == nil {
			t.Fatal("no probe was asked for")
		}
		d.now = d.now.Add(5 * time.Millisecond)
		d.lane.takeProbe(newViewerService(nil, func() time.Time { return d.now }).follow(m))
	}
	if m, _ := ask(""); m != nil {
		t.Error("a probe of no point")
	}
	m, _ := ask("1,0.5")
	if m == nil || m.x != 1 || m.y != 0.5 {
		t.Fatalf("asked for %+v", m)
	}
	if m, _ := ask("2,0.5"); m != nil {
		t.Error("two are under way")
	}
	follow(m)
	shown := func(at, pointed string) bool {
		s := &Session{pointed: pointed}
		s.settings.At = at
		_, ok := s.probe(d.lane)
		return ok
	}
	if n := len(d.lane.look.probe.Own.T); n != 3 || !shown("1,0.5", "") {
		t.Errorf("a way of %d stops through 2 layers", n)
	}
	if shown("2,0.5", "") || !shown("", "2,0.5") {
		t.Error("another point's way stands for one that stays, or none while the pointer moves")
	}
	if m, _ := ask("1,0.5"); m != nil {
		t.Error("the same again")
	}
	if m, _ = ask("2,0.5"); m == nil {
		t.Error("where the pointer goes nothing follows at once")
	}
	follow(m)
	d.progress()
	if m, wait := ask("2,0.5"); m != nil || wait != followEvery-5*time.Millisecond {
		t.Errorf("a new flow's probe comes after %v", wait)
	}
	ask("")
	if shown("", "2,0.5") {
		t.Error("a way that nobody looks at stays")
	}
}

func TestToggleMute(t *testing.T) {
	list := ""
	for _, c := range []struct {
		kind flow.Kind
		part int
		want string
	}{
		{flow.Continuous, 11, "c12"}, {flow.Discrete, 0, "c12.n1"}, {flow.Continuous, 1, "c2.c12.n1"},
		{flow.Continuous, 11, "c2.n1"}, {flow.Continuous, 1, "n1"}, {flow.Discrete, 0, ""},
	} {
		if list = ToggleMute(list, c.kind, c.part); list != c.want {
			t.Fatalf("%v %d: %q, want %q", c.kind, c.part, list, c.want)
		}
	}
	if parts := muted("c2.c12.n1", flow.Continuous); !slices.Equal(parts, []int{1, 11}) {
		t.Errorf("muted units %v", parts)
	}
	if parts := muted("", flow.Discrete); parts != nil {
		t.Errorf("muted layers %v", parts)
	}
}

func TestPointTexts(t *testing.T) {
	for text, want := range map[string]string{
		"0.5,-1": "0.5,-1", "1e-9,2.00049": "0,2", "-0.0004,-6": "0,-6", "": "",
	} {
		if got, ok := checkPoint(text); !ok || got != want {
			t.Errorf("%q: %q, %v; want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"1", "1,2,3", "7,0", "x,y", "NaN,0", "1,Inf"} {
		if got, ok := checkPoint(text); ok {
			t.Errorf("%q was taken as %q", text, got)
		}
	}
}

// TestNarrate has one step told.
func TestNarrate(t *testing.T) {
	settings := paused()
	settings.Batch = 2 * toldPoints
	s := start(t, settings)
	eventually(t, s, "ready", func(st State) bool { return st.Ready })
	for _, k := range []flow.Kind{flow.Continuous, flow.Discrete} {
		before := s.Tale(k).Version
		s.Narrate(k)
		s.Narrate(k) // while one is under way there is no other
		var tale Tale
		eventually(t, s, "a tale", func(State) bool { tale = s.Tale(k); return tale.Version > before })
		if tale.Step != 1 || len(tale.Base) != min(toldPoints, tale.Report.Batch) || tale.Report.Batch < len(tale.Base) {
			t.Fatalf("%v: step %d, %d points of %d", k, tale.Step, len(tale.Base), tale.Report.Batch)
		}
		f := s.Flow(k)
		x, y := []float32{tale.Report.X[0]}, []float32{tale.Report.Y[0]}
		p := make([]float32, 1)
		f.LogDensity(p, x, y, 1)
		if math.Abs(float64(p[0]-tale.After[0])) > 1e-5 {
			t.Errorf("%v: after the step log p = %v, the tale has %v", k, p[0], tale.After[0])
		}
		at, up := make([]float32, len(tale.Base)), make([]float32, len(tale.Base))
		tale.Way.At(at, up, 1, false)
		if at[0] != x[0] || up[0] != y[0] {
			t.Errorf("%v: the way ends at (%v, %v), not at the point (%v, %v)", k, at[0], up[0], x[0], y[0])
		}
		base, change, before1, _ := tale.Means()
		if math.Abs(base+change-before1) > 1e-9 {
			t.Errorf("%v: %v + %v is not %v", k, base, change, before1)
		}
	}
}
