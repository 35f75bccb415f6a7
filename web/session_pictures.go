package web

import "time"

// draw asks the viewer for the pictures that are out of date: one of each model
// at a time, so that it draws the one while the page takes in the other.
func (s *Session) draw() {
	size, now := affordable([2]*cost{&s.lanes[0].cost, &s.lanes[1].cost}), s.clock()
	for _, l := range s.lanes {
		m, wait := l.wanted(s.settings, size, now)
		switch {
		case m != nil:
			l.ask(m, now)
			send(s.viewer, m)
		case wait > 0 && s.wake == nil:
			s.wake = time.AfterFunc(wait, s.drawLater)
		}
	}
}

func (s *Session) drawLater() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wake = nil
	s.draw()
}

// take keeps a picture that the viewer has drawn.
func (s *Session) take(m *picture) {
	l := s.lanes[m.kind]
	l.waiting = false
	if m.generation == l.generation {
		l.take(m, s.clock())
	}
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

// Hovered records for [Session.State] the step at which the losses are read on
// the chart; 0 is none.
func (s *Session) Hovered(step int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hovered = step
}
