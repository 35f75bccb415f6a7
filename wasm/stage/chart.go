package stage

import (
	"fmt"
	"math"

	"flowplayground/flow"
	"flowplayground/render"
	"flowplayground/web"
)

// setChart takes over the losses if there are newer ones.
func (s *Stage) setChart(state web.State) {
	c, news := &s.scene.Chart, false
	for _, k := range []flow.Kind{flow.Continuous, flow.Discrete} {
		if h, newer := s.session.History(k, s.history[k].Version); newer {
			s.history[k], news = h, true
		}
	}
	if !news && math.Float64bits(c.Floor) == math.Float64bits(state.Entropy) { // NaN equals NaN
		return
	}
	c.Version++
	c.Floor = state.Entropy
	c.FloorLabel = fmt.Sprintf("entropy %.3f: best possible", state.Entropy)
	objectives := [...]flow.Objective{flow.Continuous: state.CNF.Method.Objective, flow.Discrete: state.NF.Method.Objective}
	c.Series = c.Series[:0]
	kinds := []flow.Kind{flow.Discrete, flow.Continuous} // the last is drawn on top
	for _, k := range kinds {
		h := s.history[k]
		if objectives[k] != flow.Likelihood {
			continue // its training loss is no NLL
		}
		c.Series = append(c.Series, render.Series{Color: render.Fade(s.accent(k), 0.45), Width: 1, Steps: h.Steps, Values: h.Train})
	}
	for _, k := range kinds {
		h := s.history[k]
		c.Series = append(c.Series, render.Series{Name: k.Title() + " held-out", Color: s.accent(k), Width: 2.5, Steps: h.HeldSteps, Values: h.HeldOut})
	}
}
