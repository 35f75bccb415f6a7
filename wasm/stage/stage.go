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
}

// data says which data points are shown.
type data struct {
	name  string
	noise float64
	seed  int
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
	s.clock.Advance(dt)
	s.t, s.alpha = s.clock.Time()
	if settings := s.session.Settings(); !settings.Travel {
		s.t, s.alpha = settings.T, 1
	}
	return s.t
}

// Live reports whether both panels have a picture.
func (s *Stage) Live() bool {
	return s.session.Picture(flow.Continuous).Version > 0 && s.session.Picture(flow.Discrete).Version > 0
}

// Scene returns the scene at the present time. It is valid until the next call,
// and takes some work: call it for frames that are drawn.
func (s *Stage) Scene() *render.Scene {
	state := s.session.State()
	settings := s.session.Settings()
	s.setTheme(settings)
	s.setData(settings)
	for _, k := range []flow.Kind{flow.Continuous, flow.Discrete} {
		s.setPanel(k, state)
	}
	s.setChart(state)
	return &s.scene
}

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
	want := data{settings.Data, settings.Noise, settings.Seed}
	if s.data == want {
		return
	}
	d, err := settings.Dataset()
	if err != nil {
		return
	}
	s.data = want
	s.scene.Peak = d.Peak
	x, y := make([]float32, dataPoints), make([]float32, dataPoints)
	d.Sample(x, y, rand.New(rand.NewPCG(uint64(settings.Seed), dataPoints)))
	for i := range s.scene.Panels {
		p := &s.scene.Panels[i]
		p.DataX, p.DataY = x, y
		p.DataVersion++
	}
}

func (s *Stage) setPanel(k flow.Kind, state web.State) {
	p := &s.scene.Panels[k]
	model := state.CNF
	if k == flow.Discrete {
		model = state.NF
	}
	p.Title, p.Accent = title(k, model), s.accent(k)
	p.Caption = caption(model)
	p.Busy = "starting …"

	picture := s.session.Picture(k)
	p.Density = render.Grid{N: picture.Size, LogP: picture.LogP}
	p.DensityVersion = picture.Version
	if n := picture.Paths.Len(); len(p.ParticleX) != n {
		p.ParticleX, p.ParticleY = make([]float32, n), make([]float32, n)
	}
	picture.Paths.At(p.ParticleX, p.ParticleY, s.t, k == flow.Continuous)
	p.ParticleAlpha = s.alpha
}
