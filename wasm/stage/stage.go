// Package stage makes the scene that is drawn from what the session knows.
package stage

import (
	"image/color"
	"math/rand/v2"

	"flowplayground/flow"
	"flowplayground/render"
	"flowplayground/web"
)

// dataPoints is the number of data points shown in each panel.
const dataPoints = 1000

// accent returns a model's colour.
func (s *Stage) accent(k flow.Kind) color.RGBA {
	if k == flow.Discrete {
		return s.scene.Theme.NF
	}
	return s.scene.Theme.CNF
}

// A Stage keeps one scene up to date. It is not safe for concurrent use.
type Stage struct {
	session *web.Session
	scene   render.Scene
	clock   Clock
	t       float64 // the particles' time and opacity
	alpha   float64
	data    data
	history [2]web.History // by flow.Kind
	smooth  [2][]float64   // the training losses
	charted charted
	layers  [2]layers
	story   story

	stripOf stripOf
	units   unitsOf
}

// layers are what a panel shows, kept from frame to frame.
type layers struct {
	density  densityOf
	logP     []float32 // of a density that moves
	contours contours
	tails    tails
	lattice  lattice
	arrows   arrows
	way      way
}

// densityOf says what density is shown.
type densityOf struct {
	picture, reel int
	t             float64
}

// data says which data points are shown.
type data struct {
	name  string
	given string
	noise float64
	seed  int
	shown bool
}

// New returns a stage for the session.
func New(s *web.Session) *Stage {
	st := &Stage{session: s}
	st.scene.Theme = &render.Dark
	st.scene.Window = render.Window{X0: -web.Extent, X1: web.Extent, Y0: -web.Extent, Y1: web.Extent}
	for k := range st.history {
		st.history[k].Version = -1
	}
	return st
}

// Advance moves time on by dt seconds and returns the particles' time.
func (s *Stage) Advance(dt float64) (t float64) {
	settings := s.session.Settings()
	s.clock.Advance(dt * settings.PaceFactor())
	s.t, s.alpha = s.clock.Time()
	if settings.Back {
		s.t = 1 - s.t
	}
	if !settings.Travel {
		s.t, s.alpha = settings.T, 1
	}
	if settings.Slow {
		s.tell(dt*settings.PaceFactor(), settings.Play)
	} else if s.story.loaded() {
		s.story = story{}
	}
	return s.t
}

// tell goes on with slow motion, unless it is paused or a model has stopped.
func (s *Stage) tell(dt float64, play bool) {
	state := s.session.State()
	stopped := state.CNF.Stopped != web.NoStop || state.NF.Stopped != web.NoStop
	if !play {
		dt = 0
	}
	if !stopped {
		s.advanceStory(dt)
	}
	s.session.Telling(s.story.words(stopped))
}

// Live reports whether both panels have a picture.
func (s *Stage) Live() bool {
	return s.session.Picture(flow.Continuous).Version > 0 && s.session.Picture(flow.Discrete).Version > 0
}

// Moves reports whether the scene changes by itself from frame to frame.
func (s *Stage) Moves() bool {
	settings := s.session.Settings()
	return settings.Travel || settings.Slow
}

// Scene returns the scene at the present time. It is valid until the next call,
// and takes some work: call it for frames that are drawn.
func (s *Stage) Scene() *render.Scene {
	state, settings := s.session.State(), s.session.Settings()
	s.setTheme(settings)
	s.setData(settings)
	s.scene.Scale.Colors, s.scene.Scale.Log = colormaps[settings.Colors], settings.Log
	s.scene.Particle = render.Coral
	if settings.Colors == "magma" {
		s.scene.Particle = render.SkyBlue
	}
	for _, k := range []flow.Kind{flow.Continuous, flow.Discrete} {
		s.setPanel(k, state, settings)
		s.setLayers(k, settings)
	}
	s.session.ShownDensity(s.densityTime(), s.layers[0].contours.levels, s.layers[1].contours.levels)
	s.scene.Dock = docks[settings.Dock]
	switch s.scene.Dock {
	case render.StripDock:
		s.setStrips()
	case render.UnitsDock:
		s.setUnits()
	default:
		s.setChart(state, settings)
	}
	return &s.scene
}

var (
	colormaps = map[string]*render.Colormap{
		"viridis": &render.Viridis, "cividis": &render.Cividis, "magma": &render.Magma, "greys": &render.Greys,
	}
	docks = map[string]render.Dock{"loss": render.LossDock, "strip": render.StripDock, "units": render.UnitsDock}
)

// setTheme makes all of it light, and points and particles larger, for a
// projector.
func (s *Stage) setTheme(settings web.Settings) {
	theme := &render.Dark
	if settings.Present {
		theme = &render.Light
	}
	if theme == s.scene.Theme {
		return
	}
	s.scene.Theme = theme
	for k := range s.history {
		s.history[k].Version = -1 // the curves need other colours
	}
}

// setData draws the points of a new dataset, noise or seed.
func (s *Stage) setData(settings web.Settings) {
	want := data{settings.Data, settings.Given, settings.Noise, settings.Seed, settings.Dots}
	if s.data == want {
		return
	}
	d, err := settings.Dataset()
	if err != nil {
		return
	}
	s.data = want
	s.scene.Scale.Peak = d.Peak
	x, y := make([]float32, dataPoints), make([]float32, dataPoints)
	d.Sample(x, y, rand.New(rand.NewPCG(uint64(settings.Seed), dataPoints)))
	if !settings.Dots {
		x, y = nil, nil
	}
	for i := range s.scene.Panels {
		p := &s.scene.Panels[i]
		p.DataX, p.DataY = x, y
		p.DataVersion++
	}
}

func (s *Stage) setPanel(k flow.Kind, state web.State, settings web.Settings) {
	p := &s.scene.Panels[k]
	model := state.CNF
	if k == flow.Discrete {
		model = state.NF
	}
	p.Title, p.Accent = title(k, model), s.accent(k)
	p.Caption = caption(model)
	p.Busy = "starting …"
	p.Blank = !settings.Density

	picture := s.session.Picture(k)
	s.setDensity(k, picture, settings)
	n := picture.Paths.Len()
	if !settings.Particles || settings.Slow {
		n = 0
	}
	if len(p.ParticleX) != n {
		p.ParticleX, p.ParticleY = make([]float32, n), make([]float32, n)
	}
	if n > 0 {
		picture.Paths.At(p.ParticleX, p.ParticleY, s.t, k == flow.Continuous)
	}
	p.ParticleAlpha = s.alpha
}

// setDensity shows the picture's density or, if it moves with the particles,
// that of their time.
func (s *Stage) setDensity(k flow.Kind, picture web.Picture, settings web.Settings) {
	p, l := &s.scene.Panels[k], &s.layers[k]
	want := densityOf{picture: picture.Version}
	reel := s.session.Reel(k)
	moves := settings.Morph && settings.Travel && len(reel.Times) > 1
	if moves {
		want = densityOf{reel: reel.Version, t: s.t}
	}
	if l.density == want {
		return
	}
	l.density = want
	p.DensityVersion++
	p.Density = render.Grid{N: picture.Size, LogP: picture.LogP}
	if moves {
		if n := reel.Size * reel.Size; len(l.logP) != n {
			l.logP = make([]float32, n)
		}
		reel.At(l.logP, s.t)
		p.Density = render.Grid{N: reel.Size, LogP: l.logP}
	}
}

// densityTime returns the time of the CNF's density that is shown.
func (s *Stage) densityTime() float64 {
	if l := &s.layers[flow.Continuous]; l.density.reel > 0 {
		return l.density.t
	}
	return s.session.Picture(flow.Continuous).T
}

// setLayers draws what lies over the density.
func (s *Stage) setLayers(k flow.Kind, settings web.Settings) {
	p, l, ink := &s.scene.Panels[k], &s.layers[k], s.ink()
	p.Under, p.Over, p.Marks, p.Labels, p.Readout = p.Under[:0], p.Over[:0], p.Marks[:0], p.Labels[:0], nil
	if p.Density.N == 0 {
		return
	}
	picture := s.session.Picture(k)
	if settings.Contours {
		s.drawContours(p, &l.contours, ink)
	} else {
		l.contours = contours{}
	}
	if settings.Lattice && picture.Lattice.Len() > 0 {
		s.drawLattice(p, k, picture.Lattice, &l.lattice, ink)
	}
	if settings.Tails && !settings.Slow {
		s.drawTails(p, k, picture.Paths, picture.Back, &l.tails)
	}
	if settings.Arrows {
		s.drawArrows(p, s.session.Flow(k), &l.arrows, ink.main)
	}
	if settings.Slow {
		s.setStory(p, k)
		return
	}
	if probe, ok := s.session.Probe(k); ok {
		f, _ := s.session.WholeFlow(k)
		d, ok := f.(*flow.DiscreteFlow)
		s.drawWay(p, k, ok && d.Generative, probe, &l.way, ink)
	}
}
