package web

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"flowplayground/flow"
)

// A look is what a lane knows of its model beyond the picture: densities at
// several times, and a point's way.
type look struct {
	reel      Reel
	reelOf    reelOf
	filming   bool // the viewer has been asked
	filmAsked time.Time

	probe       Probe
	probeOf     probeOf
	asked       probeOf // of the viewer
	following   bool
	followAsked time.Time
}

// reelOf identifies a reel by what it depends on.
type reelOf struct {
	version, size int
	mute          string
	strip, morph  bool
}

// probeOf identifies a probe.
type probeOf struct {
	version  int
	at, mute string
}

// A Reel is a model's densities at increasing times, on grids as in [Picture]. A
// new one has a new Version.
type Reel struct {
	Version int
	Times   []float64
	Size    int
	logP    []float32
}

// Frame returns the log-densities of frame i.
func (r Reel) Frame(i int) []float32 {
	n := r.Size * r.Size
	return r.logP[i*n : (i+1)*n]
}

// At writes the log-densities at time t to dst, of length Size²: between two
// frames they change evenly.
func (r Reel) At(dst []float32, t float64) {
	i, found := slices.BinarySearch(r.Times, t)
	switch {
	case i == len(r.Times):
		copy(dst, r.Frame(i-1))
		return
	case found || i == 0:
		copy(dst, r.Frame(i))
		return
	}
	f := float32((t - r.Times[i-1]) / (r.Times[i] - r.Times[i-1]))
	before, after := r.Frame(i-1), r.Frame(i)
	for k := range dst {
		dst[k] = before[k] + float32(f*(after[k]-before[k]))
	}
}

// A Probe is the way of the point that is looked at: by the model's own solver,
// and exactly. Of an NF both are the same.
type Probe struct {
	Own, Exact flow.Probe
	Trouble    string // why the solver did not arrive, or ""
}

// StripTimes are the times of the film strip, as in figure 5 of Chen et al.
// (2018).
var StripTimes = []float64{0.05, 0.2, 0.4, 0.6, 0.8, 1}

// morphStops are the times at which the density is known while it moves.
const morphStops = 17

const (
	filmEvery   = 400 * time.Millisecond // while training goes on
	followEvery = 150 * time.Millisecond
	filmSize    = 64 // of the grid; and when the flow stands still:
	stillFilm   = 128
)

// wantedFilm returns the request for the reel that should be made next, as
// [lane.wanted] does for pictures.
func (l *lane) wantedFilm(s Settings, now time.Time) (m *film, wait time.Duration) {
	k := &l.look
	want := reelOf{l.version, filmSize, s.Mute, s.Dock == "strip", s.Morph}
	if l.snapshot.Flow == nil || k.filming || !want.strip && !want.morph {
		return nil, 0
	}
	have := k.reelOf
	have.size, want.size = 0, 0
	switch since := now.Sub(k.filmAsked); {
	case have != want && s.Play && since < filmEvery && have.strip == want.strip && have.morph == want.morph && have.mute == want.mute:
		return nil, filmEvery - since
	case have != want:
		want.size = filmSize
	case k.reelOf.size == stillFilm:
		return nil, 0
	case s.Play && since < stillAfter:
		return nil, stillAfter - since
	default:
		want.size = stillFilm
	}
	k.reelOf, k.filming, k.filmAsked = want, true, now
	return &film{l.generation, l.kind, l.flow(s), filmTimes(want.strip, want.morph), want.size, Extent}, 0
}

func filmTimes(strip, morph bool) (times []float64) {
	if strip {
		times = append(times, StripTimes...)
	}
	if morph {
		for i := range morphStops {
			times = append(times, float64(i)/(morphStops-1))
		}
	}
	slices.Sort(times)
	return slices.Compact(times)
}

func (l *lane) takeReel(m *reel) {
	l.look.filming = false
	if m.generation == l.generation && len(m.times) > 0 && len(m.logP) == len(m.times)*m.size*m.size {
		l.look.reel = Reel{l.look.reel.Version + 1, m.times, m.size, m.logP}
	}
}

// wantedProbe returns the request for the way of the point looked at.
func (l *lane) wantedProbe(s Settings, at string, now time.Time) (m *follow, wait time.Duration) {
	k := &l.look
	p, ok := parsePoint(at)
	want := probeOf{l.version, at, s.Mute}
	if !ok {
		k.probe, k.probeOf = Probe{}, probeOf{}
	}
	if !ok || l.snapshot.Flow == nil || k.following || k.probeOf == want {
		return nil, 0
	}
	moved := k.probeOf.at != want.at || k.probeOf.mute != want.mute
	if since := now.Sub(k.followAsked); s.Play && !moved && since < followEvery {
		return nil, followEvery - since
	}
	k.asked, k.following, k.followAsked = want, true, now
	return &follow{
		l.generation, l.kind, l.flow(s), p[0], p[1],
		strings.ToLower(l.job.Solver()), l.snapshot.SolverSteps, l.job.Method.Tolerance,
	}, 0
}

func (l *lane) takeProbe(m *followed) {
	l.look.following = false
	if m.generation == l.generation {
		l.look.probe, l.look.probeOf = Probe{m.own, m.exact, m.err}, l.look.asked
	}
}

// forgetLook drops what belongs to an earlier run.
func (l *lane) forgetLook() {
	l.look.probeOf, l.look.reelOf = probeOf{}, reelOf{}
}

// Reel returns the newest densities at several times, if the settings ask for
// some.
func (s *Session) Reel(k flow.Kind) Reel {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lanes[k].look.reel
}

// Probe returns the way of the point that is looked at, and whether there is
// one.
func (s *Session) Probe(k flow.Kind) (Probe, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.probe(s.lanes[k])
}

// probe returns the way of the point looked at; while the pointer moves that is
// the latest there is.
func (s *Session) probe(l *lane) (Probe, bool) {
	k, at := &l.look, s.lookedAt()
	there := at != "" && (k.probeOf.at == at || s.pointed != "")
	return k.probe, there && len(k.probe.Own.T) > 0
}

// Flow returns a model's newest flow without what is muted, or nil before the
// first.
func (s *Session) Flow(k flow.Kind) flow.Flow {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lanes[k].snapshot.Flow == nil {
		return nil
	}
	return s.lanes[k].flow(s.settings)
}

// WholeFlow returns a model's newest flow with all its units or layers, and
// which of them are muted.
func (s *Session) WholeFlow(k flow.Kind) (f flow.Flow, mute []int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lanes[k].snapshot.Flow, muted(s.settings.Mute, k)
}

// Look tells at which point of the plane, "x,y", someone points now; "" for
// none. Unless there is one, the settings' point is looked at.
func (s *Session) Look(at string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at == s.pointed {
		return
	}
	s.pointed = at
	s.draw()
}

// lookedAt returns the point that is looked at now, or "".
func (s *Session) lookedAt() string { return cmp.Or(s.pointed, s.settings.At) }
