package web

import (
	"math"
	"time"

	"flowplayground/flow"
)

const (
	// slice is how long a worker computes before it looks for messages.
	slice = 8 * time.Millisecond
	// showEvery is the least time between two progress messages.
	showEvery = 50 * time.Millisecond
	// rest is a trainer's pause between slices when its schedule has ended and
	// it only polishes.
	rest = 24 * time.Millisecond
	// maxFaults steps in a row without a finite loss stop a run.
	maxFaults = 50
	// maxTrace bounds what is kept for a page that isn't looking.
	maxTrace = 4096
)

// judgeEvery is the number of steps between two looks at the held-out points;
// each costs about five CNF steps, or forty of an NF.
var judgeEvery = map[flow.Kind]int{flow.Continuous: 25, flow.Discrete: 250}

// A trainerService is a trainer behind a port: it obeys orders between slices
// of training and tells of its progress as often as the page gives credit.
type trainerService struct {
	port  Port
	clock func() time.Time
	crew  crew

	trainer    *flow.Trainer
	kind       flow.Kind
	generation int
	told       bool // to train, or to stand still: until then the cores are for the first pictures
	playing    bool
	speed      float64 // steps per second, 0 for full speed
	until      int     // the step at which a run ends by itself, 0 for none
	faults     int     // in a row

	steps  int // of an advance still to do
	ticket int // of that advance

	credit        bool
	shown         time.Time
	unshown       bool      // something changed since the last progress
	trace, losses []float64 // of the steps since then
	scored        []float64 // the steps that were scored since then
	scores        []float64
	due           time.Time // when a paced run makes its next step
	meter         meter
}

func newTrainerService(port Port, clock func() time.Time) *trainerService {
	s := &trainerService{port: port, clock: clock, credit: true}
	s.crew.tell = s.fault
	return s
}

func (s *trainerService) serve() {
	for {
		if !s.listen() {
			return
		}
		s.work()
		s.show()
		s.port.Yield()
	}
}

// listen obeys the messages that have arrived. With nothing to do it waits for
// one, or until it is time. It reports whether the port is still open.
func (s *trainerService) listen() bool {
	var wake <-chan time.Time
	wait := s.idleFor()
	if wait > 0 && wait < forever {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		wake = timer.C
	}
	for {
		if wait > 0 {
			select {
			case data, open := <-s.port.Receive():
				if !open {
					return false
				}
				s.obey(data)
				wait = 0
			case peer, open := <-s.port.Peers():
				if !open {
					return false
				}
				s.crew.join(peer)
			case <-wake:
				return true
			}
			continue
		}
		select {
		case data, open := <-s.port.Receive():
			if !open {
				return false
			}
			s.obey(data)
		case peer, open := <-s.port.Peers():
			if !open {
				return false
			}
			s.crew.join(peer)
		default:
			return true
		}
	}
}

const forever = time.Duration(math.MaxInt64)

// idleFor returns how long there is nothing to do but to listen.
func (s *trainerService) idleFor() time.Duration {
	switch {
	case s.trainer == nil:
		return forever
	case s.ticket != 0 || s.steps > 0 || s.judging():
		return 0
	case s.unshown && s.credit:
		return max(showEvery-s.clock().Sub(s.shown), 0)
	case !s.running():
		return forever
	}
	return max(s.due.Sub(s.clock()), 0)
}

// work trains or judges for one slice.
func (s *trainerService) work() {
	if s.trainer == nil {
		return
	}
	end := s.clock().Add(slice)
	for {
		switch {
		case s.judging():
			if s.trainer.JudgePart() {
				s.unshown = true
				s.scored, s.scores = append(s.scored, float64(s.trainer.Steps())), append(s.scores, s.trainer.Judge())
			}
		case s.steps > 0:
			s.step()
			s.steps--
		case s.ticket != 0:
			s.showNow()
			s.finishAdvance()
			return
		case s.running() && !s.clock().Before(s.due):
			s.step()
			s.pace()
			if !s.running() {
				s.meter.reset()
			}
		default:
			return
		}
		if !s.clock().Before(end) {
			return
		}
	}
}

// showNow shows the present state whether or not it is time, so that the page's
// numbers are the newest when the answer to an order arrives.
func (s *trainerService) showNow() {
	if s.unshown {
		s.shown, s.credit = time.Time{}, true
		s.show()
	}
}

// judging reports whether the held-out points are to be scored now: every so
// many steps, and whenever training stands still after it was told to.
func (s *trainerService) judging() bool {
	behind := s.trainer.Unjudged()
	standing := !s.running() && s.steps == 0
	return s.told && (behind >= judgeEvery[s.kind] || s.trainer.Steps() == 0 && behind > 0 || standing && behind > 0)
}

// running reports whether training goes on by itself.
func (s *trainerService) running() bool {
	return s.playing && (s.until == 0 || s.trainer.Steps() < s.until)
}

func (s *trainerService) step() {
	err := s.trainer.Step()
	s.meter.count(s.clock())
	s.unshown = true
	if err != nil {
		s.faults++
		if s.faults == maxFaults {
			s.playing, s.steps = false, 0
		}
		if s.faults == 1 || s.faults == maxFaults {
			s.fault(err)
		}
		return
	}
	s.faults = 0
	if len(s.trace) >= maxTrace {
		s.trace, s.losses = thin(s.trace), thin(s.losses)
	}
	s.trace = append(s.trace, float64(s.trainer.Steps()))
	s.losses = append(s.losses, s.trainer.Loss())
}

// thin keeps every second entry, the last among them.
func thin(v []float64) []float64 {
	kept := v[:0]
	for i := (len(v) - 1) % 2; i < len(v); i += 2 {
		kept = append(kept, v[i])
	}
	return kept
}

// pace sets when the next step of a run is due.
func (s *trainerService) pace() {
	now := s.clock()
	switch {
	case s.speed > 0:
		s.due = s.due.Add(time.Duration(float64(time.Second) / s.speed))
		if now.Sub(s.due) > time.Second { // too slow to keep up: don't run after it
			s.due = now
		}
	case !s.trainer.Scheduled() && s.trainer.Steps()%restSteps[s.kind] == 0:
		s.due = now.Add(rest)
	}
}

// restSteps is about a slice's worth of steps.
var restSteps = map[flow.Kind]int{flow.Continuous: 1, flow.Discrete: 40}

func (s *trainerService) fault(err error) {
	send(s.port, &fault{s.generation, err.Error()})
}

// show sends progress if there is some, the page wants it and it is time.
func (s *trainerService) show() {
	if s.trainer == nil || !s.unshown || !s.credit || s.clock().Sub(s.shown) < showEvery {
		return
	}
	send(s.port, &progress{
		generation: s.generation, snapshot: s.trainer.Snapshot(),
		stepsPerSecond: s.meter.rate(), workers: s.crew.workers(), steps: s.trace, losses: s.losses,
		scored: s.scored, scores: s.scores,
	})
	s.trace, s.losses = s.trace[:0], s.losses[:0]
	s.scored, s.scores = s.scored[:0], s.scores[:0]
	s.unshown, s.credit, s.shown = false, false, s.clock()
}
