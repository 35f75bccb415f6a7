package web

import "strconv"

// configure restarts the models in scope.
func (s *Session) configure(scope Scope) (waits []<-chan reply) {
	for _, l := range s.lanes {
		if scope&l.scope() == 0 {
			continue
		}
		s.generation++
		ticket, c := s.newTicket()
		over := l.plateau.over
		l.begin(s.generation, s.settings.job(l.kind))
		send(l.port, &configure{s.generation, ticket, l.job})
		waits = append(waits, c)
		if over { // its trainer was told to stand still
			waits = append(waits, s.runLane(l))
		}
	}
	return waits
}

// run tells the trainers whether and how fast to train.
func (s *Session) run() (waits []<-chan reply) {
	s.begun = true
	s.hire()
	for _, l := range s.lanes {
		waits = append(waits, s.runLane(l))
	}
	return waits
}

// runLane tells one trainer.
func (s *Session) runLane(l *lane) <-chan reply {
	l.plateau.over = l.plateau.over && s.settings.Plateau
	speed, _ := strconv.ParseFloat(s.settings.Speed, 64) // "max" is 0
	ticket, c := s.newTicket()
	send(l.port, &run{ticket, s.settings.Play && !s.settings.Slow && !s.hidden && !l.plateau.over, speed, s.settings.Until})
	return c
}
