package stage

import (
	"math"
	"slices"

	"flowplayground/flow"
	"flowplayground/render"
)

// gateStops are the times at which a gate's graph is drawn.
const gateStops = 33

// unitsOf says what the units show, and keeps what of it does not change with
// time.
type unitsOf struct {
	pictures [2]int
	mute     string
	t        float64
	gates    [2][][]float64
}

// setUnits takes over what the models are made of now.
func (s *Stage) setUnits() {
	s.scene.Time = s.t
	mute, was := s.session.Settings().Mute, s.units
	for k := range s.units.pictures {
		s.units.pictures[k] = s.session.Picture(flow.Kind(k)).Version
	}
	s.units.mute, s.units.t = mute, s.t
	if s.units.pictures == was.pictures && mute == was.mute && s.t == was.t && s.scene.DockVersion > 0 {
		return
	}
	s.scene.DockVersion++
	for _, k := range []flow.Kind{flow.Continuous, flow.Discrete} {
		f, muted := s.session.WholeFlow(k)
		if c, ok := f.(*flow.ContinuousFlow); ok && (s.units.pictures[k] != was.pictures[k] || len(s.units.gates[k]) != f.Width()) {
			s.units.gates[k] = relative(c.Gates(gateStops))
		}
		s.scene.Units[k] = parts(f, s.t, muted, s.units.gates[k])
	}
}

// relative divides the gates by the largest value of all, so that they compare.
func relative(gates [][]float64) [][]float64 {
	most := 0.0
	for _, gate := range gates {
		for _, g := range gate {
			most = math.Max(most, math.Abs(g))
		}
	}
	for _, gate := range gates {
		for j := range gate {
			if most > 0 {
				gate[j] /= most
			}
		}
	}
	return gates
}

// parts returns the model's units or layers, as they are apart from being muted.
func parts(f flow.Flow, t float64, muted []int, gates [][]float64) []render.Part {
	if f == nil {
		return nil
	}
	all := f.Parts(t)
	list := make([]render.Part, len(all))
	for i, u := range all {
		list[i] = render.Part{W: u.W, U: u.U, B: u.B, Muted: slices.Contains(muted, i)}
		if i < len(gates) {
			list[i].Gate = gates[i]
		}
	}
	return list
}
