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
	runs           []Run // earlier ones, the oldest first
	plateau        plateau

	picture Picture
	drawn   drawn   // what the picture shows
	pathsOf pathsOf // and whose paths
	look    look
	tale    aTale
	waiting bool    // for a picture that was asked for
	pending pathsOf // what its paths are, if it has some; the mute is the density's too
	// When a picture was asked for, and one with paths.
	asked, pathsAsked time.Time
	taken             time.Time // when the picture came
	cost              cost
	rate              meter // of pictures
}

// drawn identifies a picture by all that it depends on.
type drawn struct {
	version, size, seed int
	t                   float64
	mute                string
}

// pathsOf identifies whose paths there are; while a run goes on they may be some
// pictures old.
type pathsOf struct {
	generation, version, seed int
	back, lattice             bool
	mute                      string
}

// A Picture is a model's density and particle paths as the viewer computed
// them. Nothing in it changes once it is there; a new one has a new Version.
type Picture struct {
	Version int
	T       float64   // the density's time
	Size    int       // of the grid
	LogP    []float32 // Size × Size, row 0 at the bottom; nil before the first
	Paths   Paths
	Lattice Paths // of [LatticeLines] lines in each direction, if it was asked for
	Back    bool  // the particles and the lattice began as data
}

// A History is a model's curves as they grow; each addition has a new Version.
// What has been given away does not change: curves grow behind its end, and are
// thinned in new arrays.
type History struct {
	Version int
	Curves
	Runs []Run // earlier ones, the oldest first
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
	l.forgetLook()
	l.tale = aTale{Tale: Tale{Version: l.tale.Version + 1}}
	l.snapshot = flow.Snapshot{Train: math.NaN(), HeldOut: math.NaN(), HeldOutStep: -1}
	l.stepsPerSecond = 0
	l.plateau = plateau{}
	l.history = History{Version: l.history.Version + 1}
}

func (l *lane) progress(m *progress) {
	l.snapshot, l.stepsPerSecond = m.snapshot, m.stepsPerSecond
	l.version++
	h := &l.history
	h.Version++
	h.Steps, h.Train = append(h.Steps, m.steps...), append(h.Train, m.losses...)
	h.HeldSteps, h.HeldOut = append(h.HeldSteps, m.scored...), append(h.HeldOut, m.scores...)
	if len(h.Steps) > maxHistory {
		h.Steps, h.Train = thin(slices.Clone(h.Steps)), thin(slices.Clone(h.Train))
	}
	if len(h.HeldSteps) > maxHistory {
		h.HeldSteps, h.HeldOut = thin(slices.Clone(h.HeldSteps)), thin(slices.Clone(h.HeldOut))
	}
}

// wanted returns the request for the picture that should be drawn next, on a
// grid of the given size unless the flow stands still; nil if the present one
// will do. If it is to be asked for later only, wait is until then.
func (l *lane) wanted(s Settings, size int, now time.Time) (m *draw, wait time.Duration) {
	if l.snapshot.Flow == nil || l.waiting {
		return nil, 0
	}
	t := 1.0
	if !s.Travel {
		t = s.T
	}
	want := drawn{version: l.version, size: size, seed: s.Seed, t: l.snapshot.Flow.Snap(t), mute: s.Mute}
	paths := pathsOf{l.generation, l.version, s.Seed, s.Back, s.Lattice, s.Mute}
	if have := l.drawn; have.t == want.t && have.seed == want.seed && have.mute == want.mute && l.pathsOf.likes(paths) {
		switch {
		case have.version != want.version:
			if since := now.Sub(l.asked); s.Play && since < pictureEvery {
				return nil, pictureEvery - since
			}
		case have.size >= finestSize && l.pathsOf.version == have.version:
			return nil, 0
		default: // use the time to refine
			if since := now.Sub(l.asked); s.Play && since < stillAfter {
				return nil, stillAfter - since
			}
			want.size = finestSize
		}
	}
	m = &draw{
		generation: l.generation, version: want.version, kind: l.kind, flow: l.flow(s),
		t: want.t, extent: Extent, size: want.size, particles: Particles, seed: want.seed, back: s.Back, lattice: s.Lattice,
	}
	near := l.pathsOf.generation == l.generation && l.pathsOf.likes(paths)
	if s.Play && near && now.Sub(l.pathsAsked) < pathsEvery {
		m.particles = 0
	}
	return m, 0
}

// likes reports whether paths are of the kind of others, if perhaps older.
func (p pathsOf) likes(q pathsOf) bool {
	return p.seed == q.seed && p.back == q.back && p.lattice == q.lattice && p.mute == q.mute
}

// flow returns the newest flow without what is muted.
func (l *lane) flow(s Settings) flow.Flow {
	if parts := muted(s.Mute, l.kind); parts != nil {
		return l.snapshot.Flow.Without(parts)
	}
	return l.snapshot.Flow
}

// ask notes that a request is being sent.
func (l *lane) ask(m *draw, mute string, now time.Time) {
	l.waiting, l.asked = true, now
	l.pending = pathsOf{m.generation, m.version, m.seed, m.back, m.lattice, mute}
	if m.particles > 0 {
		l.pathsAsked = now
	}
}

// take keeps a picture that has arrived, with the paths before it if it has
// none.
func (l *lane) take(m *picture, now time.Time) {
	l.drawn = drawn{m.version, m.size, m.seed, m.t, l.pending.mute}
	p := l.picture
	p.Version, p.T, p.Size, p.LogP = p.Version+1, m.t, m.size, m.logP
	if len(m.x) > 0 {
		p.Paths, p.Lattice, p.Back = newPaths(m.stages, m.x, m.y), newPaths(m.stages, m.latticeX, m.latticeY), l.pending.back
		l.pathsOf = l.pending
	}
	l.picture = p
	l.cost.add(m)
	if now.Sub(l.taken) > pauseAfter {
		l.rate.reset()
	}
	l.taken = now
	l.rate.count(now)
}

// clone returns a copy that later progress doesn't change.
func (c Curves) clone() Curves {
	return Curves{slices.Clone(c.Steps), slices.Clone(c.Train), slices.Clone(c.HeldSteps), slices.Clone(c.HeldOut)}
}

// view returns the curves such that appending to either leaves the other alone.
func (c Curves) view() Curves {
	return Curves{slices.Clip(c.Steps), slices.Clip(c.Train), slices.Clip(c.HeldSteps), slices.Clip(c.HeldOut)}
}
