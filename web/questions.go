package web

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"flowplayground/flow"
)

// maxPoints bounds what LogProb and Sample take at once.
const maxPoints = 100_000

// LogProb returns the log-density in nats of the "cnf" or "nf" at standardised
// points.
func (s *Session) LogProb(ctx context.Context, model string, points [][2]float64) ([]float64, error) {
	f, err := s.flow(model, len(points))
	if err != nil {
		return nil, err
	}
	m := &evaluate{flow: f}
	for _, p := range points {
		m.x, m.y = append(m.x, float32(p[0])), append(m.y, float32(p[1]))
	}
	a, err := s.ask(ctx, func(ticket int) message { m.ticket = ticket; return m })
	if err != nil {
		return nil, err
	}
	logP := make([]float64, len(a.x))
	for i, v := range a.x {
		logP[i] = float64(v)
	}
	return logP, nil
}

// Sample returns n points drawn from the "cnf" or "nf", the same for equal
// seeds and equal flows.
func (s *Session) Sample(ctx context.Context, model string, n, seed int) ([][2]float64, error) {
	f, err := s.flow(model, n)
	if err != nil {
		return nil, err
	}
	a, err := s.ask(ctx, func(ticket int) message { return &sampling{ticket, n, seed, f} })
	if err != nil {
		return nil, err
	}
	points := make([][2]float64, len(a.x))
	for i := range points {
		points[i] = [2]float64{float64(a.x[i]), float64(a.y[i])}
	}
	return points, nil
}

// flow returns the newest flow of the named model for a question about n
// points.
func (s *Session) flow(model string, n int) (flow.Flow, error) {
	if n < 0 || n > maxPoints {
		return nil, fmt.Errorf("the number of points must be from 0 to %d, not %d", maxPoints, n)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.lanes {
		if l.kind.String() != model {
			continue
		}
		if l.snapshot.Flow == nil {
			return nil, errors.New("the model is not ready yet")
		}
		return l.snapshot.Flow, nil
	}
	return nil, fmt.Errorf("model must be cnf or nf, not %s", strconv.Quote(model))
}

// ask sends the viewer a question and returns its answer.
func (s *Session) ask(ctx context.Context, question func(ticket int) message) (*answer, error) {
	s.mu.Lock()
	ticket, c := s.newTicket()
	send(s.viewer, question(ticket))
	s.mu.Unlock()
	r, err := receive(ctx, c)
	return r.answer, err
}
