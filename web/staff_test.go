package web

import (
	"slices"
	"sync"
	"testing"
	"time"

	"flowplayground/flow"
)

// A hall is shard workers on goroutines, and the page's ports to them.
type hall struct {
	mu    sync.Mutex
	ports []*Pipe
}

// start starts a shard worker.
func (h *hall) start() (Port, error) {
	page, worker := NewPipe()
	go Serve(RoleShard, worker)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ports = append(h.ports, page)
	return page, nil
}

func (h *hall) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, p := range h.ports {
		p.Close()
	}
}

// startStaffed runs a session on a machine of two cores, where only the settings
// make it start shard workers.
func startStaffed(t *testing.T, s Settings) (*Session, *hall) {
	session, h := start(t, s), &hall{}
	t.Cleanup(h.close)
	session.Staff(2, h.start)
	return session, h
}

// working waits until so many workers train the CNF, which is paused: the number
// comes with the progress of steps.
func working(t *testing.T, s *Session, n int) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); s.State().CNF.Workers != n; step(t, s, 1) {
		if time.Now().After(end) {
			t.Fatalf("%d workers train, not %d", s.State().CNF.Workers, n)
		}
	}
}

// TestWorkersChangeNoBit compares the losses of 1, 2 and 4 workers, all of them
// at work from the first step that is compared.
func TestWorkersChangeNoBit(t *testing.T) {
	trace := func(workers int) []float64 {
		settings := paused()
		settings.Workers = workers
		s, _ := startStaffed(t, settings)
		eventually(t, s, "ready", func(st State) bool { return st.Ready })
		working(t, s, workers)
		if err := s.Reset(within(t)); err != nil {
			t.Fatal(err)
		}
		step(t, s, 30)
		if got := s.State().CNF.Workers; got != workers {
			t.Errorf("%d workers train, not %d", got, workers)
		}
		h, _ := s.History(flow.Continuous, -1)
		return h.Train
	}
	alone := trace(1)
	if len(alone) != 30 {
		t.Fatalf("a trace of %d losses", len(alone))
	}
	for _, workers := range []int{2, 4} {
		if got := trace(workers); !slices.Equal(got, alone) {
			t.Errorf("%d workers come to the losses\n%v, one to\n%v", workers, got, alone)
		}
	}
}
