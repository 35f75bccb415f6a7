package web

import (
	"context"
	"math"
)

// Set changes one setting by name and returns when every worker concerned has
// obeyed, or with an error that names the setting and its allowed values. What
// [Settings.Set] took back is among the notes until the next change.
func (s *Session) Set(ctx context.Context, name, value string) error {
	if name == "play" {
		s.renew()
	}
	return s.change(ctx, func(next *Settings) ([]string, error) { return next.Set(name, value) })
}

// Replace changes all settings at once and returns when every worker concerned
// has obeyed.
func (s *Session) Replace(ctx context.Context, to Settings) error {
	return s.change(ctx, func(next *Settings) ([]string, error) { *next = to; return nil, nil })
}

// change changes the settings and restarts the models whose jobs that changes.
func (s *Session) change(ctx context.Context, f func(next *Settings) (notes []string, err error)) error {
	return s.adopt(ctx, f, func(before, next Settings) []<-chan reply { return s.configure(restarts(before, next)) })
}

// adopt changes the settings and gives the orders that follow from it. The
// trainers hear first whether they run: one that is to stand still must not
// train in between.
func (s *Session) adopt(ctx context.Context, f func(next *Settings) (notes []string, err error), orders func(before, next Settings) []<-chan reply) error {
	s.mu.Lock()
	before, next := s.settings, s.settings
	notes, err := f(&next)
	if err != nil {
		s.mu.Unlock()
		return err
	}
	s.settings, s.entropy, s.settled = next, entropy(next), notes
	if next.Slow && !before.Slow {
		s.forgetTales()
	}
	waits := append(s.run(), orders(before, next)...)
	s.draw()
	listeners := s.listeners
	s.mu.Unlock()
	if next != before {
		for _, f := range listeners {
			f(next)
		}
	}
	return wait(ctx, waits)
}

// entropy returns the floor of the loss for the settings' data, NaN if it is not
// known.
func entropy(s Settings) float64 {
	d, err := s.Dataset()
	if err != nil {
		return math.NaN()
	}
	return d.Entropy
}
