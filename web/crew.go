package web

import (
	"errors"
	"slices"

	"flowplayground/flow"
)

// A crew is the shard workers that compute with a trainer. They come and go; one
// that has gone or failed is left out, and the trainer does its part.
type crew struct {
	helpers    []*helper
	ready      []*helper // those that can be asked in this step
	generation int
	job        flow.Job
	tell       func(error) // tells the person
}

var _ flow.Crew = (*crew)(nil)

// A helper is a shard worker as its trainer sees it. Task and result use the
// same few buffers again and again.
type helper struct {
	line   Line
	ready  bool // for the crew's generation
	lost   bool
	task   task
	result result
	buffer []byte // of the latest message that arrived
}

// join takes in a shard worker.
func (c *crew) join(l Line) {
	h := &helper{line: l}
	c.helpers = append(c.helpers, h)
	c.enlist(h)
}

// begin goes over to another job.
func (c *crew) begin(generation int, job flow.Job) {
	c.generation, c.job = generation, job
	c.ready = c.ready[:0]
	for _, h := range c.helpers {
		c.enlist(h)
	}
}

// enlist tells a helper of the job, if it can help with that.
func (c *crew) enlist(h *helper) {
	h.ready = false
	if c.generation > 0 && c.job.Divides() {
		send(h.line, &enlist{c.generation, c.job})
	}
}

// workers returns the number of workers that train, with the trainer.
func (c *crew) workers() int { return len(c.ready) + 1 }

// Ready implements [flow.Crew]. It does not wait for anyone.
func (c *crew) Ready() (helpers int, prompt bool) {
	c.ready, prompt = c.ready[:0], true
	for _, h := range c.helpers {
		c.look(h)
		if h.ready && !h.lost {
			c.ready = append(c.ready, h)
			prompt = prompt && h.line.Prompt()
		}
	}
	c.helpers = slices.DeleteFunc(c.helpers, func(h *helper) bool { return h.lost })
	return len(c.ready), prompt
}

// look takes in what a helper has sent unasked.
func (c *crew) look(h *helper) {
	data, open := h.line.Poll()
	for ; data != nil; data, open = h.line.Poll() {
		c.take(h, data)
	}
	h.lost = h.lost || !open
}

// take takes in a message and reports whether it is the result of the latest
// task. Of an older generation or task none counts.
func (c *crew) take(h *helper, data []byte) (news bool) {
	h.buffer = data
	if tagOf(data) == h.result.tag() {
		if err := decodeTo(&h.result, data); err != nil {
			h.lost = true
			return false
		}
		return h.result.generation == c.generation && h.result.serial == h.task.serial
	}
	m, err := decode(data)
	if e, ok := m.(*enlisted); err == nil && ok {
		h.ready = h.ready || e.generation == c.generation && e.err == ""
		return false
	}
	h.lost = true
	return false
}

// Ask implements [flow.Crew].
func (c *crew) Ask(i int, t *flow.ShardTask) {
	h := c.ready[i]
	h.task = task{c.generation, h.task.serial + 1, *t}
	data := encodeTo(h.buffer, &h.task)
	h.buffer = nil // the line's now
	h.line.Send(data)
}

// Answer implements [flow.Crew].
func (c *crew) Answer(i int) *flow.ShardResult {
	h := c.ready[i]
	for !h.lost {
		data, open := h.line.Await()
		if !open {
			h.lost = true
			break
		}
		if c.take(h, data) {
			break
		}
	}
	if h.result.err != "" && !h.lost {
		h.lost = true
		c.tell(errors.New("a shard worker could not do its part and is left out: " + h.result.err))
	}
	if h.lost {
		return nil
	}
	return &h.result.ShardResult
}
