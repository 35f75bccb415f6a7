package stage

import (
	"fmt"
	"math"

	"flowplayground/flow"
	"flowplayground/render"
	"flowplayground/web"
)

// drawOrder has the model last that is drawn on top.
var drawOrder = []flow.Kind{flow.Discrete, flow.Continuous}

// charted is what the chart shows of the settings and the state.
type charted struct {
	floor      uint64 // bits: NaN equals NaN
	gap        bool
	smooth     float64
	theme      *render.Theme
	objectives [2]flow.Objective // by flow.Kind
}

// setChart takes over the losses if there are newer ones, or if they are to be shown in another way.
func (s *Stage) setChart(state web.State, settings web.Settings) {
	c, news := &s.scene.Chart, false
	for _, k := range drawOrder {
		if h, newer := s.session.History(k, s.history[k].Version); newer {
			s.history[k], news = h, true
		}
	}
	want := charted{math.Float64bits(state.Entropy), settings.Gap, settings.Smooth, s.scene.Theme, [2]flow.Objective{
		flow.Continuous: state.CNF.Method.Objective, flow.Discrete: state.NF.Method.Objective,
	}}
	if !news && s.charted == want {
		return
	}
	s.charted = want
	c.Version++
	c.Floor, c.Gap = state.Entropy, settings.Gap
	c.FloorLabel = fmt.Sprintf("entropy %.3f: best possible", state.Entropy)
	c.Series = c.Series[:0]
	for _, add := range []func(flow.Kind){s.addEarlier, s.addTraining, s.addHeldOut} {
		for _, k := range drawOrder {
			add(k)
		}
	}
}

// addEarlier adds a model's earlier runs, paler than its present one and labelled at their ends.
func (s *Stage) addEarlier(k flow.Kind) {
	tint := render.Fade(render.Mix(s.accent(k), s.scene.Theme.Muted, 0.6), 0.75)
	for _, r := range s.history[k].Runs {
		s.add(render.Series{Label: r.Name, Color: tint, Width: 1.25, Steps: r.Steps, Values: r.HeldOut})
	}
}

// addTraining adds a model's training losses as they are, and smoothed above them.
func (s *Stage) addTraining(k flow.Kind) {
	if s.charted.objectives[k] != flow.Likelihood {
		return // its training loss is no NLL
	}
	h, name := s.history[k], k.Title()+" training"
	if s.charted.smooth == 0 {
		s.add(render.Series{Name: name, Color: render.Fade(s.accent(k), 0.5), Width: 1, Steps: h.Steps, Values: h.Train})
		return
	}
	s.smooth[k] = smoothed(s.smooth[k], h.Steps, h.Train, s.charted.smooth)
	s.add(render.Series{Color: render.Fade(s.accent(k), 0.3), Width: 1, Steps: h.Steps, Values: h.Train})
	s.add(render.Series{Name: name, Color: render.Fade(s.accent(k), 0.75), Width: 1.25, Steps: h.Steps, Values: s.smooth[k]})
}

// addHeldOut adds a model's held-out losses, which count.
func (s *Stage) addHeldOut(k flow.Kind) {
	h := s.history[k]
	s.add(render.Series{Name: k.Title() + " held-out", Color: s.accent(k), Width: 2.5, Steps: h.HeldSteps, Values: h.HeldOut})
}

func (s *Stage) add(series render.Series) {
	s.scene.Chart.Series = append(s.scene.Chart.Series, series)
}

// pointChart reads the losses of the step at which someone points on the chart.
func (s *Stage) pointChart(l render.Layout, x, y float64, inside bool) {
	step, ok := s.scene.Chart.StepAt(l, x, y)
	if !ok || !inside {
		step = 0
	}
	s.scene.Chart.Cursor = step
	s.session.Hovered(int(step))
}
