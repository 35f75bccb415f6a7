package web

import (
	"math"
	"slices"
	"time"

	"flowplayground/flow"
)

// A lane is what the session knows of one model: its trainer, the newest
// snapshot, the history of its losses and its picture.
type lane struct {
	kind       flow.Kind
	port       Port
	generation int
	job        flow.Job // that it runs

	snapshot       flow.Snapshot
	version        int // counts snapshots, over all generations
	stepsPerSecond float64
	history        History

	picture Picture
	drawn   drawn // what the picture shows
	nsPoint float64
	hz      float64
	at      time.Time // when the picture came
}

// drawn identifies a picture by all that it depends on.
type drawn struct {
	version, size, seed int
	t                   float64
}

// A Picture is a model's density and particle paths as the viewer computed
// them. Nothing in it changes once it is there; a new one has a new Version.
type Picture struct {
	Version int
	T       float64   // the density's time
	Size    int       // of the grid
	LogP    []float32 // Size × Size, row 0 at the bottom; nil before the first
	Paths   Paths
}

// A History is a model's curves as they grow; each addition has a new Version.
type History struct {
	Version int
	Curves
}

// Curves hold losses against training steps: in training those of the job's
// objective, held out NLLs in nats.
type Curves struct {
	Steps, Train       []float64
	HeldSteps, HeldOut []float64
}

// maxHistory bounds a history; past it every second entry goes.
const maxHistory = 8192

func newLane(kind flow.Kind, port Port) *lane {
	l := &lane{kind: kind, port: port}
	l.restart(0)
	return l
}

func (l *lane) scope() Scope {
	if l.kind == flow.Discrete {
		return NF
	}
	return CNF
}

// restart forgets the losses. The picture stays until the new run has one.
func (l *lane) restart(generation int) {
	l.generation = generation
	l.snapshot = flow.Snapshot{Train: math.NaN(), HeldOut: math.NaN(), HeldOutStep: -1}
	l.stepsPerSecond = 0
	l.history = History{Version: l.history.Version + 1}
}

func (l *lane) progress(m *progress) {
	l.snapshot, l.stepsPerSecond = m.snapshot, m.stepsPerSecond
	l.version++
	h := &l.history
	h.Version++
	h.Steps, h.Train = append(h.Steps, m.steps...), append(h.Train, m.losses...)
	if n := m.snapshot.HeldOutStep; n >= 0 && (len(h.HeldSteps) == 0 || h.HeldSteps[len(h.HeldSteps)-1] < float64(n)) {
		h.HeldSteps, h.HeldOut = append(h.HeldSteps, float64(n)), append(h.HeldOut, m.snapshot.HeldOut)
	}
	if len(h.Steps) > maxHistory {
		h.Steps, h.Train = thin(h.Steps), thin(h.Train)
	}
	if len(h.HeldSteps) > maxHistory {
		h.HeldSteps, h.HeldOut = thin(h.HeldSteps), thin(h.HeldOut)
	}
}

// sizes are the densities' grids, coarse while the flow changes and fine when
// it stands still.
var sizes = []int{48, 64, 80, 96, 112, 128, 160, 192, 256}

// densityBudget is the time that a grid may take while training runs.
const densityBudget = 60 * time.Millisecond

// affordable returns the finest grid within the budget by the measured time
// per point.
func (l *lane) affordable() int {
	size := sizes[1]
	if l.nsPoint > 0 {
		size = sizes[0]
		for _, n := range sizes {
			if float64(n*n)*l.nsPoint <= float64(densityBudget) {
				size = n
			}
		}
	}
	return size
}

// wanted returns the request for the picture that should be drawn next, nil if
// the present one will do.
func (l *lane) wanted(s Settings) *draw {
	if l.snapshot.Flow == nil {
		return nil
	}
	t := 1.0
	if !s.Travel {
		t = s.T
	}
	want := drawn{version: l.version, size: l.affordable(), seed: s.Seed, t: l.snapshot.Flow.Snap(t)}
	if l.drawn.version == want.version && l.drawn.t == want.t && l.drawn.seed == want.seed {
		// Nothing newer to show: use the time to refine.
		want.size = sizes[len(sizes)-1]
		if s.Play || l.drawn.size >= want.size {
			return nil
		}
	}
	return &draw{
		generation: l.generation, version: want.version, kind: l.kind, flow: l.snapshot.Flow,
		t: want.t, extent: Extent, size: want.size, particles: Particles, seed: want.seed,
	}
}

// take keeps a picture that has arrived.
func (l *lane) take(m *picture, now time.Time) {
	l.drawn = drawn{version: m.version, size: m.size, seed: m.seed, t: m.t}
	l.picture = Picture{
		Version: l.picture.Version + 1, T: m.t, Size: m.size, LogP: m.logP,
		Paths: newPaths(m.stages, m.x, m.y),
	}
	l.nsPoint = m.densityMs * 1e6 / float64(m.size*m.size)
	if d := now.Sub(l.at).Seconds(); d > 0 {
		l.hz += 0.2 * (1/d - l.hz)
	}
	l.at = now
}

// clone returns a copy that later progress doesn't change.
func (c Curves) clone() Curves {
	return Curves{slices.Clone(c.Steps), slices.Clone(c.Train), slices.Clone(c.HeldSteps), slices.Clone(c.HeldOut)}
}
