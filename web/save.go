package web

import (
	"context"
	"errors"
	"math"
)

// Save returns the session's work for a model file: the settings, the state of
// both trainers and the losses so far. Training goes on meanwhile.
func (s *Session) Save(ctx context.Context) (Saved, error) {
	saved := Saved{Settings: map[string]string{}}
	var replies []<-chan reply
	s.mu.Lock()
	for _, f := range fields() {
		saved.Settings[f.Name] = s.settings.Get(f.Name)
	}
	for _, l := range s.lanes {
		ticket, c := s.newTicket()
		send(l.port, &capture{ticket})
		replies = append(replies, c)
	}
	s.mu.Unlock()
	for _, c := range replies {
		r, err := receive(ctx, c)
		if err != nil {
			return Saved{}, err
		}
		saved.Models = append(saved.Models, r.model)
	}
	return saved, nil
}

// Load takes up what was saved, and returns when the trainers go on from there:
// with the settings as saved, training or paused, and the losses that they would
// have come to without an interruption, bit for bit. A model that was not saved
// starts anew. What cannot be taken up as a whole gives an error that says why,
// and changes nothing.
func (s *Session) Load(ctx context.Context, saved Saved) error {
	settings, err := saved.settings()
	if err != nil {
		return err
	}
	if err := saved.checkStates(); err != nil {
		return err
	}
	return s.goOn(ctx, settings, saved)
}

// goOn is Load for what has been checked. The form of the page and the threads
// stay those of the reader.
func (s *Session) goOn(ctx context.Context, settings Settings, saved Saved) error {
	return s.adopt(ctx,
		func(next *Settings) ([]string, error) { *next = settings.forReader(*next); return nil, nil },
		func(Settings, Settings) []<-chan reply { return s.resume(saved) })
}

// resume lets the trainers go on from the saved models. The caller holds the
// lock, as for all that follows.
func (s *Session) resume(saved Saved) (waits []<-chan reply) {
	for _, l := range s.lanes {
		m, ok := saved.model(l.kind)
		if !ok {
			waits = append(waits, s.configure(l.scope())...)
			continue
		}
		s.generation++
		ticket, c := s.newTicket()
		over := l.plateau.over
		l.begin(s.generation, m.State.Job)
		l.history.Curves = m.Curves.clone()
		send(l.port, &resume{s.generation, ticket, m.State})
		waits = append(waits, c)
		if over {
			waits = append(waits, s.runLane(l))
		}
	}
	return waits
}

// captured returns the reply to an order to save, with the losses up to the
// state, which have just arrived.
func (s *Session) captured(m *captured) reply {
	for _, l := range s.lanes {
		if l.generation != m.generation {
			continue
		}
		var c Curves
		c.Steps, c.Train = finitePart(l.history.Steps, l.history.Train)
		c.HeldSteps, c.HeldOut = finitePart(l.history.HeldSteps, l.history.HeldOut)
		return reply{model: SavedModel{m.state, c}}
	}
	return reply{err: errors.New("a model was restarted while it was being saved; save again")}
}

// finitePart copies the part of a curve that a file can hold.
func finitePart(steps, losses []float64) (s, l []float64) {
	for i, v := range losses {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			s, l = append(s, steps[i]), append(l, v)
		}
	}
	return s, l
}
