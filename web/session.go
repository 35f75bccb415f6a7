package web

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"flowplayground/flow"
)

const (
	// Extent is half the side of the window of the plane that is shown.
	Extent = 3
	// Particles is the number of particles in each panel.
	Particles = 5000
)

// A Session is the page's side of the playground: it owns the settings, gives
// the workers their orders and keeps the newest of what they send. It is safe
// for concurrent use.
type Session struct {
	clock  func() time.Time
	viewer Port
	staff  staff // mu guards it

	mu         sync.Mutex
	settings   Settings
	entropy    float64 // of the settings' data
	notes      []string
	settled    []string // what the latest change of settings took back
	err        string
	generation int
	lanes      [2]*lane // by flow.Kind
	tickets    map[int]chan reply
	ticket     int
	begun      bool          // training was allowed to begin
	holdAtMost time.Duration // how long it waits until the first pictures are on the screen
	holding    bool          // it does so now, if it has not begun
	gone       bool          // a worker has stopped
	wake       *time.Timer   // for the next draw, nil if nothing waits for its time
	wakeAt     time.Time     // when that is
	fps        float64
	shownT     float64 // the particles' time
	points     dataPoints
	story      Story
	turns      int          // of the story's pages that are to be made
	pointed    string       // the point below the pointer, or ""
	densityT   float64      // time of the density that is shown
	contours   [2][]float64 // log-densities at which they are drawn, by flow.Kind
	changes    int          // to what is shown
	hidden     bool         // the page, so that training is paused
	hovered    int          // the step that is read on the chart, 0 for none
	listeners  []func(Settings)
}

// A reply is what a worker answers to an order or a question.
type reply struct {
	answer *answer
	model  SavedModel
	err    error
}

// NewSession returns a session over the ports to two trainers and a viewer, and
// gives them their first orders. Training begins when the first pictures are
// there, which come sooner if nothing else takes the cores. notes are shown to
// the person. Call [Session.Run] once.
func NewSession(cnf, nf, viewer Port, s Settings, notes []string) *Session {
	session := &Session{clock: time.Now, viewer: viewer, settings: s, entropy: entropy(s), notes: notes, tickets: map[int]chan reply{}}
	session.lanes[flow.Continuous] = newLane(flow.Continuous, cnf)
	session.lanes[flow.Discrete] = newLane(flow.Discrete, nf)
	session.configure(Both)
	return session
}

// Run handles what the workers send until ctx ends or all of them are gone.
func (s *Session) Run(ctx context.Context) {
	var all sync.WaitGroup
	for _, p := range []Port{s.lanes[0].port, s.lanes[1].port, s.viewer} {
		all.Go(func() { s.listen(ctx, p) })
	}
	all.Wait()
}

func (s *Session) listen(ctx context.Context, p Port) {
	for {
		select {
		case <-ctx.Done():
			return
		case data, open := <-p.Receive():
			if !open {
				s.lost(p)
				return
			}
			s.handle(p, data)
		}
	}
}

var errGone = errors.New("a worker has stopped; reload the page")

// lost tells the person and everyone who waits that a worker is gone.
func (s *Session) lost(p Port) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := p.Err(); err != nil {
		s.err = err.Error()
	}
	if !s.begun {
		s.run()
	}
	s.gone = true
	for n := range s.tickets {
		s.settle(n, reply{err: errGone})
	}
}

// OnChange registers f, which is called after settings changed from anywhere.
func (s *Session) OnChange(f func(Settings)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listeners = append(s.listeners, f)
}

// Settings returns the present settings.
func (s *Session) Settings() Settings {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.settings
}

// Changes returns a number that grows with all that may change what is shown, but
// for settings.
func (s *Session) Changes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changes
}

// Reset sends both models back to step 0.
func (s *Session) Reset(ctx context.Context) error {
	s.mu.Lock()
	waits := s.configure(Both)
	s.mu.Unlock()
	return wait(ctx, waits)
}

// Step pauses, trains both models n steps further and returns when that is
// done.
func (s *Session) Step(ctx context.Context, n int) error {
	if n < 1 {
		return fmt.Errorf("step takes a whole number from 1, not %d", n)
	}
	if err := s.Set(ctx, "play", "false"); err != nil {
		return err
	}
	s.mu.Lock()
	var waits []<-chan reply
	for _, l := range s.lanes {
		ticket, c := s.newTicket()
		send(l.port, &advance{ticket, n})
		waits = append(waits, c)
	}
	s.mu.Unlock()
	return wait(ctx, waits)
}

// newTicket returns a number to send along with an order and where the reply
// to it will arrive. The caller holds the lock, as for all that follows.
func (s *Session) newTicket() (int, <-chan reply) {
	s.ticket++
	c := make(chan reply, 1)
	if s.gone { // nobody might answer
		c <- reply{err: errGone}
		return s.ticket, c
	}
	s.tickets[s.ticket] = c
	return s.ticket, c
}

func wait(ctx context.Context, replies []<-chan reply) error {
	for _, c := range replies {
		if _, err := receive(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// receive waits for a reply and returns it, or its error.
func receive(ctx context.Context, c <-chan reply) (reply, error) {
	select {
	case r := <-c:
		return r, r.err
	case <-ctx.Done():
		return reply{}, ctx.Err()
	}
}

// handle takes in one message. Those of an older generation are dropped: that
// one rule removes the races between a restart and what was under way.
func (s *Session) handle(p Port, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes++
	m, err := decode(data)
	if err != nil {
		s.err = err.Error()
		return
	}
	switch m := m.(type) {
	case *obeyed:
		s.settle(m.ticket, reply{err: errorOf(m.err)})
	case *answer:
		s.settle(m.ticket, reply{answer: m})
	case *captured:
		s.settle(m.ticket, s.captured(m))
	case *progress:
		s.progressed(m)
		send(p, &credit{})
	case *fault:
		s.note(m)
	case *picture:
		s.take(m)
	case *reel:
		s.lanes[m.kind].takeReel(m)
	case *followed:
		s.lanes[m.kind].takeProbe(m)
	case *narrated:
		s.narrated(m)
	case *told:
		s.lanes[m.kind].takeTale(m)
	}
	s.draw()
}

func errorOf(text string) error {
	if text == "" {
		return nil
	}
	return errors.New(text)
}

// textOf is the inverse of errorOf.
func textOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func (s *Session) settle(ticket int, r reply) {
	if c, ok := s.tickets[ticket]; ok {
		c <- r
		delete(s.tickets, ticket)
	}
}

func (s *Session) progressed(m *progress) {
	for _, l := range s.lanes {
		if l.generation == m.generation {
			if l.kind == flow.Continuous {
				s.staff.working = m.workers
			}
			before := l.snapshot.SolverSteps
			l.progress(m)
			s.watchPlateau(l, m)
			if after := m.snapshot.SolverSteps; before > 0 && after > before && l.job.Method.Tolerance == 0 {
				s.say(fmt.Sprintf("CNF, step %d: the solver's error had grown, so it now takes %d steps instead of %d.", m.snapshot.Step, after, before))
			}
		}
	}
}

// say shows the person a note; the oldest give way.
func (s *Session) say(note string) {
	s.notes = append(slices.Clone(s.notes), note)
	if len(s.notes) > keptNotes {
		s.notes = s.notes[len(s.notes)-keptNotes:]
	}
}

// note keeps a trainer's fault for the person to read.
func (s *Session) note(m *fault) {
	for _, l := range s.lanes {
		if l.generation == m.generation {
			s.say(fmt.Sprintf("%s: %s", l.kind.Title(), m.text))
		}
	}
}

const keptNotes = 4

// Fail shows the person that something went wrong for good.
func (s *Session) Fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err.Error()
}
