package web

import (
	"slices"

	"flowplayground/flow"
)

// State is what window.playground.state() returns and the page's numbers show.
type State struct {
	Ready, Playing bool
	Paused         Stop // why nothing runs although it is to play, or ""
	Error          string
	Notes          []string // plain words for the person
	Generation     int
	Data           string
	Points         string  // a person's own data, as links have them, or ""
	Noise          float64 // of the two moons, NaN for other data
	Seed           int
	T              float64 // of the particles, moving while they travel
	Hover          int     // the step at which the chart's losses are read, 0 for none
	NF, CNF        ModelState
	Until          int     // the step at which training stops, 0 for none
	Entropy        float64 // nats, of the standardised data: the floor of the loss
	View           ViewState
	Story          Story // of slow motion
}

// ModelState is one model's part of a [State]. Losses are NaN before the first
// value; Heldout is the NLL in nats, and so is Train if the method's objective is
// the likelihood.
type ModelState struct {
	Width          int // K or M
	Step           int
	Train, Heldout float64
	StepsPerSecond float64
	Stopped        Stop        // why it does not train although it is to play, or ""
	Earlier        []string    // names of the earlier runs on the chart
	Method         flow.Method // what the job that runs changes in its recipe
	// The CNF's solver, how many steps it takes now, and how many workers train it;
	// 0 before that is known.
	Solver               string
	SolverSteps, Workers int
	// Log-densities in nats at which contours are drawn, none while they are not.
	Contours []float64
	Probe    *Probe // of the point looked at, or nil
}

// ViewState tells how the picture is doing.
type ViewState struct {
	DensitySize int     // of the coarser of the two
	DensityHz   float64 // new pictures per second, of the model that gets fewer
	DensityT    float64 // its time t
	Particles   int
	FPS         float64
}

// State returns the present state. It is ready when both models have a picture.
func (s *Session) State() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	cnf, nf := s.lanes[flow.Continuous], s.lanes[flow.Discrete]
	st := State{
		Ready:   s.ready(),
		Playing: s.settings.Play, Error: s.err, Paused: s.paused(), Notes: slices.Concat(s.notes, s.settled, s.stops()), Generation: s.generation,
		Data: s.settings.Data, Points: s.settings.Given, Noise: s.settings.noise(), Seed: s.settings.Seed, T: s.shownT, Hover: s.hovered,
		NF: nf.state(), CNF: cnf.state(), Until: s.settings.Until, Entropy: s.entropy,
		View: ViewState{
			DensitySize: min(cnf.picture.Size, nf.picture.Size), DensityHz: min(cnf.rate.rate(), nf.rate.rate()),
			DensityT: s.densityT, Particles: cnf.picture.Paths.Len(), FPS: s.fps,
		},
	}
	if s.settings.Slow {
		st.Story = s.story
	}
	for _, k := range []flow.Kind{flow.Continuous, flow.Discrete} {
		m := [...]*ModelState{flow.Continuous: &st.CNF, flow.Discrete: &st.NF}[k]
		m.Contours = slices.Clone(s.contours[k])
		if p, ok := s.probe(s.lanes[k]); ok {
			m.Probe = &p
		}
	}
	st.CNF.Stopped, st.NF.Stopped = s.stopped(cnf), s.stopped(nf)
	st.CNF.Solver, st.CNF.Workers = cnf.job.Solver(), s.staff.working
	if !s.settings.Travel {
		st.T = s.settings.T
	}
	return st
}

func (l *lane) state() ModelState {
	var earlier []string
	for _, r := range l.named() {
		earlier = append(earlier, r.Name)
	}
	return ModelState{
		Earlier: earlier,
		Width:   l.job.Width, Step: l.snapshot.Step,
		Train: l.snapshot.Train, Heldout: l.snapshot.HeldOut, StepsPerSecond: l.stepsPerSecond,
		Method: l.job.Method, SolverSteps: l.snapshot.SolverSteps,
	}
}

// Picture returns the newest picture of a model.
func (s *Session) Picture(k flow.Kind) Picture {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lanes[k].picture
}

// History returns a model's losses since its last restart, and its earlier runs,
// if they are newer than the version given.
func (s *Session) History(k flow.Kind, version int) (History, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.lanes[k].history
	if h.Version == version {
		return History{}, false
	}
	return History{h.Version, h.view(), s.lanes[k].named()}, true
}
