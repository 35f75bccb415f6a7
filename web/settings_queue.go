package web

import (
	"slices"
	"sync"
)

// A settingsQueue applies settings one at a time, in order, on a goroutine of
// its own. A drag of a slider yields values faster than a model can restart:
// of each name only the newest waiting value is kept, so nothing piles up.
type settingsQueue struct {
	apply func(name, value string) // may block

	mu      sync.Mutex
	waiting []setting
	running bool
}

type setting struct{ name, value string }

// put asks for a value. It never blocks.
func (q *settingsQueue) put(name, value string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = slices.DeleteFunc(q.waiting, func(s setting) bool { return s.name == name })
	q.waiting = append(q.waiting, setting{name, value})
	if !q.running {
		q.running = true
		go q.run()
	}
}

// waits reports whether a value of the name has not begun to be applied.
func (q *settingsQueue) waits(name string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.ContainsFunc(q.waiting, func(s setting) bool { return s.name == name })
}

func (q *settingsQueue) run() {
	for {
		s, ok := q.next()
		if !ok {
			return
		}
		q.apply(s.name, s.value)
	}
}

func (q *settingsQueue) next() (setting, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		q.running = false
		return setting{}, false
	}
	s := q.waiting[0]
	q.waiting = q.waiting[1:]
	return s, true
}
