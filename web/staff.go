package web

import (
	"fmt"
	"slices"

	"flowplayground/flow"
)

// mostWorkers is the most that train a model together: a batch of the usual size
// has eight shards.
const mostWorkers = 8

// spareCores are left to all that is not the CNF's training: the page, the NF's
// and the viewer.
const spareCores = 2

// A staff is the shard workers that a session has started for the CNF.
type staff struct {
	cores   int // of the machine
	start   func() (Port, error)
	workers []shardWorker
	working int // what the trainer last said of how many train, itself among them
}

type shardWorker struct {
	port Port
	end  func() // its connection with the trainer
}

// Staff lets the session start shard workers, by the settings and the number of
// cores, when training begins. One that stops is not started again.
func (s *Session) Staff(cores int, start func() (Port, error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.staff.cores, s.staff.start = cores, start
	if s.begun {
		s.hire()
	}
}

// wanted returns the number of shard workers beside the trainer.
func (f *staff) wanted(workers int) int {
	if workers == 0 {
		workers = f.cores - spareCores
	}
	return min(max(workers, 1), mostWorkers) - 1
}

// hire starts or ends shard workers until there are as many as wanted. The caller
// holds the lock, as for all that follows.
func (s *Session) hire() {
	f := &s.staff
	n := f.wanted(s.settings.Workers)
	for len(f.workers) > n {
		last := len(f.workers) - 1
		f.workers[last].end()
		f.workers[last].port.Close()
		f.workers = f.workers[:last]
	}
	for f.start != nil && len(f.workers) < n {
		port, err := f.start()
		if err != nil {
			s.short(err)
			return
		}
		f.workers = append(f.workers, shardWorker{port, s.lanes[flow.Continuous].port.Join(port)})
		go s.watch(port)
	}
}

// watch waits until a shard worker is gone. If nobody sent it away the trainer
// goes on without it.
func (s *Session) watch(p Port) {
	for range p.Receive() {
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.staff.workers, func(w shardWorker) bool { return w.port == p })
	if i < 0 {
		return
	}
	s.staff.workers[i].end()
	s.staff.workers = slices.Delete(s.staff.workers, i, i+1)
	s.short(p.Err())
}

// short tells the person that a shard worker is missing. No more are started, as
// they would fail in the same way.
func (s *Session) short(err error) {
	s.staff.start = nil
	reason := "A shard worker has stopped."
	if err != nil {
		reason = sentence(err.Error()) + "."
	}
	s.say(fmt.Sprintf("%s The CNF trains on with fewer workers: slower, to the same digits.", reason))
}
