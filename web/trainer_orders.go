package web

import (
	"errors"
	"time"

	"flowplayground/flow"
)

// obey carries out one order.
func (s *trainerService) obey(data []byte) {
	m, err := decode(data)
	if err != nil {
		s.fault(err)
		return
	}
	switch m := m.(type) {
	case *configure:
		trainer, err := flow.NewTrainer(m.job)
		s.begin(trainer, m.job, m.generation, err)
		s.obeyed(m.ticket, err)
	case *resume:
		trainer, err := flow.Restore(m.state)
		s.begin(trainer, m.state.Job, m.generation, err)
		s.showNow()
		s.obeyed(m.ticket, err)
	case *capture:
		s.capture(m.ticket)
	case *run:
		s.told = true
		s.playing, s.speed, s.until = m.playing, m.speed, m.until
		s.due = s.clock()
		s.meter.reset()
		if !m.playing {
			s.showNow()
		}
		s.obeyed(m.ticket, nil)
	case *narrate:
		s.narrate()
	case *advance:
		s.finishAdvance()
		s.told, s.steps, s.ticket = true, m.steps, m.ticket
	case *credit:
		s.credit = true
	}
}

// begin goes over to another trainer, unless there was an error in making it.
func (s *trainerService) begin(trainer *flow.Trainer, job flow.Job, generation int, err error) {
	s.finishAdvance()
	if err != nil {
		return
	}
	s.trainer, s.kind, s.generation = trainer, job.Kind, generation
	s.crew.begin(generation, job)
	s.trainer.Enlist(&s.crew)
	s.trace, s.losses, s.scored, s.scores, s.faults = nil, nil, nil, nil, 0
	s.unshown, s.credit, s.shown = true, true, time.Time{}
	s.due = s.clock()
	s.meter.reset()
}

// capture sends the trainer's state, and before it the progress that led there.
func (s *trainerService) capture(ticket int) {
	if s.trainer == nil {
		s.obeyed(ticket, errors.New("there is no model yet"))
		return
	}
	s.showNow()
	send(s.port, &captured{ticket, s.generation, s.trainer.State()})
}

func (s *trainerService) obeyed(ticket int, err error) {
	send(s.port, &obeyed{ticket, textOf(err)})
}

// finishAdvance answers for an advance that is done or overtaken by an order.
func (s *trainerService) finishAdvance() {
	if s.ticket != 0 {
		s.obeyed(s.ticket, nil)
	}
	s.steps, s.ticket = 0, 0
}

// narrate makes one step, shows what it led to, and tells what it was.
func (s *trainerService) narrate() {
	if s.trainer == nil {
		return
	}
	m := &narrated{generation: s.generation, before: s.trainer.Snapshot().Flow}
	s.step()
	s.showNow()
	if m.report = s.trainer.Report(toldPoints); s.faults > 0 {
		m.err = "the step was left out"
	}
	send(s.port, m)
}
