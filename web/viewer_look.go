package web

import (
	"slices"

	"flowplayground/flow"
)

// exactSteps of Tsit5 are exact to all digits that are shown.
const exactSteps = 48

// film computes the densities at the times asked for.
func (s *viewerService) film(m *film) *reel {
	r := &reel{generation: m.generation, kind: m.kind, times: m.times, size: m.size}
	s.grid(m.size, m.extent)
	for _, t := range m.times {
		m.flow.Sketch(s.logP, s.x, s.y, t)
		r.logP = append(r.logP, s.logP...)
	}
	return r
}

// follow computes a point's ways back to noise.
func (s *viewerService) follow(m *follow) *followed {
	a := &followed{generation: m.generation, kind: m.kind}
	switch f := m.flow.(type) {
	case *flow.DiscreteFlow:
		a.own = f.Probe(m.x, m.y)
		a.exact = a.own
	case *flow.ContinuousFlow:
		var err error
		if a.own, err = f.Probe(m.x, m.y, m.solver, m.steps, m.tolerance); err != nil {
			a.err = err.Error()
		}
		a.exact, _ = f.Probe(m.x, m.y, "tsit5", exactSteps, 0)
	}
	return a
}

// The lattice that a flow bends.
const (
	LatticeLines = 13 // in each direction
	LatticeStops = 49 // points of a line
)

// lattice returns the points of straight lines over [-extent, extent]², first
// those along x and then those along y.
func lattice(extent float64) (x, y []float32) {
	at := func(i, n int) float32 { return float32(extent * (float64(2*i)/float64(n-1) - 1)) }
	for _, along := range []bool{true, false} {
		for line := range LatticeLines {
			for k := range LatticeStops {
				p, q := at(k, LatticeStops), at(line, LatticeLines)
				if !along {
					p, q = q, p
				}
				x, y = append(x, p), append(y, q)
			}
		}
	}
	return x, y
}

// carry takes points through the flow, from data to noise if back, and returns
// their places at all stages from t = 0 on, in memory of px and py if that is
// enough.
func carry(px, py []float32, f flow.Flow, x, y []float32, back bool) (all, ally []float32) {
	n := len(x)
	stops := n * (f.Stages() + 1)
	px, py = slices.Grow(px[:0], stops)[:stops], slices.Grow(py[:0], stops)[:stops]
	keep := func(stage int, x, y []float32) {
		copy(px[stage*n:], x)
		copy(py[stage*n:], y)
	}
	if back {
		f.SketchBack(x, y, keep)
	} else {
		f.SketchPaths(x, y, keep)
	}
	return px, py
}
