package web

import (
	"testing"
	"time"

	"flowplayground/flow"
)

// A drill drives a lane by the clock, without workers.
type drill struct {
	t        *testing.T
	lane     *lane
	settings Settings
	now      time.Time
}

// newDrill returns a lane that trains, with its first progress.
func newDrill(t *testing.T) *drill {
	d := &drill{t, newLane(flow.Discrete, nil), Defaults(), time.Unix(100, 0)}
	d.lane.restart(1)
	d.progress()
	return d
}

func (d *drill) progress() {
	d.lane.progress(&progress{generation: 1, snapshot: flow.Snapshot{HeldOutStep: -1, Flow: &flow.DiscreteFlow{Layers: make([]flow.Planar, 2)}}})
}

// ask returns the request that is sent now, nil if there is none.
func (d *drill) ask() (*draw, time.Duration) {
	m, wait := d.lane.wanted(d.settings, usualSize, d.now)
	if m != nil {
		d.lane.ask(m, d.settings.Mute, d.now)
	}
	return m, wait
}

// drawn lets the picture arrive after 5 ms.
func (d *drill) drawn(m *draw) {
	d.t.Helper()
	if m == nil {
		d.t.Fatal("no picture was asked for")
	}
	d.now = d.now.Add(5 * time.Millisecond)
	v := newViewerService(nil, func() time.Time { return d.now })
	d.lane.waiting = false
	d.lane.take(v.picture(m), d.now)
}

// quiet checks that no picture is asked for now, and for how long.
func (d *drill) quiet(why string, want time.Duration) {
	d.t.Helper()
	if m, wait := d.ask(); m != nil || wait != want {
		d.t.Errorf("%s: asked for %+v, or waiting %v; want to wait %v", why, m, wait, want)
	}
}

func TestPicturesWhileTraining(t *testing.T) {
	d := newDrill(t)
	first, _ := d.ask()
	if first == nil || first.size != usualSize || first.particles != Particles || first.t != 1 {
		t.Fatalf("first asked for %+v", first)
	}
	d.progress()
	d.quiet("one is under way", 0)
	d.drawn(first)
	d.quiet("the latest is 5 ms old", pictureEvery-5*time.Millisecond)

	d.now = d.now.Add(pictureEvery)
	second, _ := d.ask()
	if second == nil || second.version <= first.version || second.particles != 0 {
		t.Fatalf("then asked for %+v", second)
	}
	paths := d.lane.picture.Paths
	d.drawn(second)
	if p := d.lane.picture; p.Paths.Len() != Particles || &p.Paths.x[0] != &paths.x[0] || p.Size != usualSize {
		t.Errorf("a picture without paths changed them")
	}
	d.progress()
	d.now = d.now.Add(pathsEvery)
	third, _ := d.ask()
	if third == nil || third.particles != Particles {
		t.Fatalf("after %v asked for %+v", pathsEvery, third)
	}
	d.drawn(third)
	if d.lane.drawn.version != d.lane.version {
		t.Error("the picture is not of the newest parameters")
	}
	d.quiet("nothing is newer", stillAfter-5*time.Millisecond)
	d.now = d.now.Add(stillAfter)
	if m, _ := d.ask(); m == nil || m.size != finestSize {
		t.Errorf("when nothing had been newer for long: %+v", m)
	}
}

func TestPicturesWhenPaused(t *testing.T) {
	d := newDrill(t)
	m, _ := d.ask()
	d.drawn(m)
	d.progress()
	d.settings.Play = false
	for _, want := range []int{usualSize, finestSize} {
		m, _ = d.ask()
		if m == nil || m.size != want || m.particles != Particles || m.version != d.lane.version {
			t.Fatalf("paused, asked for %+v; want a grid of %d", m, want)
		}
		d.drawn(m)
	}
	d.quiet("the finest is there", 0)
}

// TestSettingsChangeAtOnce moves the time and the seed right after a picture.
func TestSettingsChangeAtOnce(t *testing.T) {
	d := newDrill(t)
	m, _ := d.ask()
	d.drawn(m)
	d.settings.Travel, d.settings.T = false, 0.5
	m, _ = d.ask()
	if m == nil || m.t != 0.5 {
		t.Fatalf("for another time asked for %+v", m)
	}
	d.drawn(m)
	d.settings.Seed++
	if m, _ = d.ask(); m == nil || m.seed != d.settings.Seed || m.particles != Particles {
		t.Fatalf("for another seed asked for %+v", m)
	}
	d.drawn(m)
	d.lane.restart(2)
	d.progress()
	d.now = d.now.Add(pictureEvery)
	if m, _ = d.ask(); m == nil || m.particles != Particles {
		t.Errorf("after a restart asked for %+v", m)
	}
}

// TestHistoryGivenAwayStands thins a history of which somebody has a view.
func TestHistoryGivenAwayStands(t *testing.T) {
	l := newLane(flow.Discrete, nil)
	s := &Session{lanes: [2]*lane{newLane(flow.Continuous, nil), l}}
	step := 0
	var views []History
	for range maxHistory + 100 {
		step++
		l.progress(&progress{steps: []float64{float64(step)}, losses: []float64{1}, scored: []float64{float64(step)}, scores: []float64{1}})
		if step%1000 == 0 {
			h, _ := s.History(flow.Discrete, -1)
			views = append(views, h)
		}
	}
	for _, h := range views {
		for i, v := range h.Steps {
			if v != float64(i+1) || h.HeldSteps[i] != v {
				t.Fatalf("a view of %d steps has %v and %v at %d", len(h.Steps), v, h.HeldSteps[i], i)
			}
		}
	}
	if n := len(l.history.Steps); n > maxHistory {
		t.Errorf("%d steps are kept", n)
	}
}
