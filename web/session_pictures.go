package web

import (
	"math/rand/v2"
	"time"

	"flowplayground/flow"
)

// draw asks the viewer for the pictures that are out of date: one of each model
// at a time, so that it draws the one while the page takes in the other. The
// same goes for reels and probes.
func (s *Session) draw() {
	size, now := affordable([2]*cost{&s.lanes[0].cost, &s.lanes[1].cost}), s.clock()
	for _, l := range s.lanes {
		m, wait := l.wanted(s.settings, size, now)
		if m != nil {
			l.ask(m, s.settings.Mute, now)
			if m.back && m.particles > 0 {
				m.x, m.y = s.dataPoints()
			}
			send(s.viewer, m)
		}
		s.drawIn(wait)
		p, wait := l.wantedProbe(s.settings, s.lookedAt(), now)
		if p != nil {
			send(s.viewer, p)
		}
		s.drawIn(wait)
		f, wait := l.wantedFilm(s.settings, now)
		if f != nil {
			send(s.viewer, f)
		}
		s.drawIn(wait)
	}
}

// drawIn draws again after a while, if that is not 0.
func (s *Session) drawIn(wait time.Duration) {
	at := s.clock().Add(wait)
	if wait <= 0 || s.wake != nil && !at.Before(s.wakeAt) {
		return
	}
	if s.wake != nil {
		s.wake.Stop()
	}
	s.wake, s.wakeAt = time.AfterFunc(wait, s.drawLater), at
}

// dataPoints returns the data that travel to noise.
func (s *Session) dataPoints() (x, y []float32) {
	want := pointsOf{s.settings.Data, s.settings.Given, s.settings.Noise, s.settings.Seed}
	if d, err := s.settings.Dataset(); err == nil && (s.points.x == nil || s.points.of != want) {
		x, y := make([]float32, Particles), make([]float32, Particles)
		d.Sample(x, y, rand.New(rand.NewPCG(uint64(want.seed), Particles)))
		s.points = dataPoints{want, x, y}
	}
	return s.points.x, s.points.y
}

// dataPoints are points of the data that are shown.
type dataPoints struct {
	of   pointsOf
	x, y []float32
}

type pointsOf struct {
	data, given string
	noise       float64
	seed        int
}

func (s *Session) drawLater() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wake = nil
	s.draw()
}

// take keeps a picture that the viewer has drawn. With the first of both models
// training begins, or waits for the screen.
func (s *Session) take(m *picture) {
	l := s.lanes[m.kind]
	l.waiting = false
	if m.generation == l.generation {
		l.take(m, s.clock())
	}
	switch {
	case s.begun || !s.ready():
	case s.holdAtMost == 0:
		s.run()
	case !s.holding:
		s.holding = true
		time.AfterFunc(s.holdAtMost, s.Begin)
	}
}

// HoldTraining lets training wait for [Session.Begin] when the first pictures are
// there, though not for longer than that: the first frames come sooner if nothing
// else takes the cores. Call it before [Session.Run].
func (s *Session) HoldTraining(atMost time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.holdAtMost = atMost
}

// Begin lets training begin, if it waits for that alone.
func (s *Session) Begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.begun && s.ready() {
		s.run()
	}
}

// ready reports whether both models have a picture.
func (s *Session) ready() bool {
	return s.lanes[0].picture.LogP != nil && s.lanes[1].picture.LogP != nil
}

// Drawing reports whether the viewer has been asked for a picture of each model.
func (s *Session) Drawing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.lanes {
		if !l.waiting && l.picture.LogP == nil {
			return false
		}
	}
	return true
}

// Drawn records for [Session.State] what is on the screen: the particles' time
// and the frame rate.
func (s *Session) Drawn(t, fps float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shownT, s.fps = t, fps
}

// ShownDensity records for [Session.State] the time of the density that is shown, and the
// log-densities at which contours are drawn, of the CNF and of the NF.
func (s *Session) ShownDensity(t float64, cnf, nf []float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.densityT = t
	s.contours[flow.Continuous] = append(s.contours[flow.Continuous][:0], cnf...)
	s.contours[flow.Discrete] = append(s.contours[flow.Discrete][:0], nf...)
}

// Hovered records for [Session.State] the step at which the losses are read on
// the chart; 0 is none.
func (s *Session) Hovered(step int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hovered = step
}
