package web

import (
	"fmt"
	"math"

	"flowplayground/flow"
)

// A Stop says why a model does not train although the settings let it.
type Stop string

// The reasons.
const (
	NoStop      Stop = ""
	StopHidden  Stop = "hidden"  // nobody sees the page
	StopSteps   Stop = "steps"   // it has come to the step at which it is to stop
	StopPlateau Stop = "plateau" // it gets no better
)

// A plateau watches a model's held-out losses for whether they still fall. It
// stops the model as it is, unlike the patience of a job, which takes up its
// best parameters and would restart the model when it is chosen.
type plateau struct {
	seen bool
	best float64
	at   int  // the step that had it
	over bool // it has stopped the model
}

// worthwhile is by how much, in nats, a loss must be better to count.
const worthwhile = 0.002

// flatFor returns for how many steps a model may get no better: 20 scores. On two
// moons either model then stops within 0.01 nats of the best that it comes to in
// three times as long.
func flatFor(k flow.Kind) int { return 20 * judgeEvery[k] }

// look takes in a held-out loss and reports whether that has been all for so
// many steps. A loss that is not finite is not better than any.
func (p *plateau) look(step int, loss float64, steps int) (flat bool) {
	if !p.seen || loss < p.best-worthwhile {
		p.at, p.best = step, loss
		p.seen = true
		if math.IsNaN(loss) {
			p.best = math.Inf(1)
		}
	}
	return step-p.at >= steps
}

// watchPlateau stops a model whose new scores are no better, if it is to. The
// caller holds the lock, as for all that follows but Hide and renew.
func (s *Session) watchPlateau(l *lane, m *progress) {
	flat := false
	for i, step := range m.scored {
		flat = l.plateau.look(int(step), m.scores[i], flatFor(l.kind))
	}
	if flat && s.settings.Plateau && s.settings.Play && !l.plateau.over {
		l.plateau.over = true
		s.runLane(l)
	}
}

// renew lets models go on that have stopped at a plateau, for as long again.
func (s *Session) renew() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.lanes {
		l.plateau = plateau{}
	}
}

// Hide tells whether the page is hidden. Training is paused meanwhile, whatever
// the settings say: nobody sees it, and the browser would slow it down.
func (s *Session) Hide(hidden bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hidden == hidden {
		return
	}
	s.hidden = hidden
	if s.begun {
		s.run()
	}
}

// stopped returns why a model does not train although it is to play.
func (s *Session) stopped(l *lane) Stop {
	switch {
	case !s.settings.Play:
		return NoStop
	case s.hidden:
		return StopHidden
	case s.settings.Until > 0 && l.snapshot.Step >= s.settings.Until:
		return StopSteps
	case l.plateau.over:
		return StopPlateau
	}
	return NoStop
}

// paused returns why no model trains although it is to play: the plateau if the
// models have stopped for different reasons, for then playing again goes on.
func (s *Session) paused() Stop {
	a, b := s.stopped(s.lanes[0]), s.stopped(s.lanes[1])
	switch {
	case a == NoStop || b == NoStop:
		return NoStop
	case b == StopPlateau:
		return b
	}
	return a
}

// stops tells the person which models have stopped by themselves, and what to do.
func (s *Session) stops() (notes []string) {
	until := grouped(s.settings.Until)
	for _, l := range s.lanes {
		if s.stopped(l) == StopPlateau {
			notes = append(notes, fmt.Sprintf("The %s has stopped at step %s: its held-out loss has not fallen by %v nats in %s steps. Press Play to train on.",
				l.kind.Title(), grouped(l.snapshot.Step), worthwhile, grouped(flatFor(l.kind))))
		}
	}
	if s.paused() == StopSteps {
		notes = append(notes, fmt.Sprintf("Both models have come to step %s, where training was to stop. Raise “Stop at step” to train on, or press Reset to begin again.", until))
	}
	return notes
}

// status says in a few words what is going on.
func status(st State) string {
	switch {
	case !st.Ready:
		return "Starting"
	case st.Paused == StopHidden:
		return "Paused: tab hidden"
	case st.Paused == StopSteps && st.CNF.Step == st.Until && st.NF.Step == st.Until:
		return "Stopped at step " + grouped(st.Until)
	case st.Paused == StopSteps:
		return "Stopped past step " + grouped(st.Until)
	case st.Paused == StopPlateau:
		return "Stopped at a plateau"
	case st.Playing && st.Story.Title != "":
		return "Slow motion"
	case st.Playing:
		return "Training"
	}
	return "Paused"
}

// ended reports whether training has stopped by itself, so that the button to
// play offers to go on.
func (st State) ended() bool { return st.Paused == StopSteps || st.Paused == StopPlateau }
