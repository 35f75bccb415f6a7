package web

import "flowplayground/flow"

// toldPoints of a batch are shown in slow motion.
const toldPoints = 160

// A Tale is what happened to some points of a batch in one training step.
type Tale struct {
	Version int // counts tales
	Step    int
	Report  flow.Report
	Way     Paths // from noise to the points, under the flow before the step

	// Of each point: log p(z₀) and log p(x) in nats, the slope of log p in the
	// plane, log p(x) after the step, and where the flow then takes z₀.
	Base, LogP, SlopeX, SlopeY, After, MovedX, MovedY []float32
}

// fits reports whether all is there for n points.
func (t *Tale) fits(n int) bool {
	for _, v := range [][]float32{t.Base, t.LogP, t.SlopeX, t.SlopeY, t.After, t.MovedX, t.MovedY} {
		if len(v) != n {
			return false
		}
	}
	stops := n * (t.Way.stages + 1)
	return n > 0 && t.Way.stages > 0 && len(t.Way.x) == stops && len(t.Way.y) == stops
}

// Means returns the means over the points of log p(z₀), of what the way adds to
// it, and of log p(x) before and after the step, in nats.
func (t *Tale) Means() (base, change, before, after float64) {
	base, before, after = mean(t.Base), mean(t.LogP), mean(t.After)
	return base, before - base, before, after
}

func mean(v []float32) (m float64) {
	for _, x := range v {
		m += float64(x) / float64(len(v))
	}
	return m
}

// tell computes what a tale shows.
func (s *viewerService) tell(m *tell) *told {
	n := len(m.x)
	of := func() []float32 { return make([]float32, n) }
	t := Tale{Base: of(), LogP: of(), SlopeX: of(), SlopeY: of(), After: of()}
	t.MovedX, t.MovedY = append([]float32(nil), m.x...), append([]float32(nil), m.y...)
	t.Way.n, t.Way.stages = n, m.before.Stages()
	t.Way.x, t.Way.y = carry(nil, nil, m.before, t.MovedX, t.MovedY, true)
	m.before.LogDensity(t.Base, t.MovedX, t.MovedY, 0)
	m.before.LogDensity(t.LogP, m.x, m.y, 1)
	m.after.LogDensity(t.After, m.x, m.y, 1)
	slope(t.SlopeX, t.SlopeY, m.before, m.x, m.y)
	m.after.Transport(t.MovedX, t.MovedY, func(int, []float32, []float32) {})
	return &told{generation: m.generation, kind: m.kind, tale: t}
}

// slope writes the gradient of log p in the plane by central differences.
func slope(gx, gy []float32, f flow.Flow, x, y []float32) {
	const h = 0.02
	p, q, up, down := append([]float32(nil), x...), append([]float32(nil), y...), make([]float32, len(x)), make([]float32, len(x))
	for _, axis := range []struct{ at, from, slope []float32 }{{p, x, gx}, {q, y, gy}} {
		for k, v := range axis.from {
			axis.at[k] = v + h
		}
		f.LogDensity(up, p, q, 1)
		for k, v := range axis.from {
			axis.at[k] = v - h
		}
		f.LogDensity(down, p, q, 1)
		copy(axis.at, axis.from)
		for k := range up {
			axis.slope[k] = (up[k] - down[k]) / (2 * h)
		}
	}
}

// Narrate trains one step of a model that can be told, unless the last one is
// still under way or the model has stopped by itself.
func (s *Session) Narrate(k flow.Kind) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l := s.lanes[k]; !l.tale.asked && l.snapshot.Flow != nil && s.stopped(l) == NoStop {
		l.tale.asked = true
		send(l.port, &narrate{})
	}
}

// forgetTales drops what was told before slow motion was left. The caller holds
// the lock, as for all that follows but Tale.
func (s *Session) forgetTales() {
	s.turns = 0
	for _, l := range s.lanes {
		l.tale = aTale{Tale: Tale{Version: l.tale.Version + 1}}
	}
}

// Tale returns the model's latest tale, of Version 0 if there is none.
func (s *Session) Tale(k flow.Kind) Tale {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lanes[k].tale.Tale
}

// aTale is a tale and whether the next one is under way.
type aTale struct {
	Tale
	asked  bool
	report flow.Report // of the next one
	step   int
}

// narrated asks the viewer for what a step's tale shows. The trainer has sent
// the progress that the step made before.
func (s *Session) narrated(m *narrated) {
	for _, l := range s.lanes {
		if l.generation != m.generation {
			continue
		}
		if m.err != "" || len(m.report.X) == 0 {
			l.tale.asked = false
			return
		}
		l.tale.report, l.tale.step = m.report, l.snapshot.Step
		send(s.viewer, &tell{m.generation, l.kind, m.before, l.snapshot.Flow, m.report.X, m.report.Y})
	}
}

func (l *lane) takeTale(m *told) {
	if m.generation != l.generation {
		return
	}
	version := l.tale.Version
	l.tale.Tale, l.tale.asked = m.tale, false
	l.tale.Version, l.tale.Step, l.tale.Report = version+1, l.tale.step, l.tale.report
}
