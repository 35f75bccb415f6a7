package stage

import (
	"math"
	"slices"

	"flowplayground/flow"
	"flowplayground/render"
)

// gateStops are the times at which a gate's graph is drawn.
const gateStops = 33

// setUnits takes over what the models are made of now.
func (s *Stage) setUnits() {
	s.scene.Time = s.t
	of := [2]int{}
	for k := range of {
		of[k] = s.session.Picture(flow.Kind(k)).Version
	}
	mute := s.session.Settings().Mute
	if s.unitsOf == of && s.unitsMute == mute && s.unitsTime == s.t {
		return
	}
	s.unitsOf, s.unitsMute, s.unitsTime = of, mute, s.t
	s.scene.DockVersion++
	for _, k := range []flow.Kind{flow.Continuous, flow.Discrete} {
		s.scene.Units[k] = s.parts(k)
	}
}

// parts returns the model's units or layers, as they are apart from being muted.
func (s *Stage) parts(k flow.Kind) []render.Part {
	f, muted := s.session.WholeFlow(k)
	if f == nil {
		return nil
	}
	parts, most := make([]render.Part, f.Width()), 0.0
	for i := range parts {
		u := f.Part(i, s.t)
		parts[i] = render.Part{W: u.W, U: u.U, B: u.B, Muted: slices.Contains(muted, i)}
		if c, ok := f.(*flow.ContinuousFlow); ok {
			parts[i].Gate = c.Gate(i, gateStops)
			for _, g := range parts[i].Gate {
				most = math.Max(most, math.Abs(g))
			}
		}
	}
	for i := range parts {
		for j := range parts[i].Gate {
			parts[i].Gate[j] /= most
		}
	}
	return parts
}
