package web

import "time"

// A Line connects a trainer with a shard worker. What is sent arrives whole and
// in order.
type Line interface {
	// Send passes data on without blocking; data belongs to the line afterwards.
	Send(data []byte)
	// Poll returns the next message if it has arrived, and nil if not. It reports
	// whether the other side is still there.
	Poll() (data []byte, open bool)
	// Await waits for the next message, until the other side is gone.
	Await() (data []byte, open bool)
	// Prompt reports whether messages cross in some microseconds.
	Prompt() bool
}

// A portLine is a line over a port alone.
type portLine struct{ port Port }

// Send implements [Line].
func (l portLine) Send(data []byte) { l.port.Send(data) }

// Poll implements [Line].
func (l portLine) Poll() (data []byte, open bool) {
	select {
	case data, open = <-l.port.Receive():
		return data, open
	default:
		return nil, true
	}
}

// Await implements [Line].
func (l portLine) Await() (data []byte, open bool) {
	data, open = <-l.port.Receive()
	return data, open
}

// Prompt implements [Line].
func (portLine) Prompt() bool { return false }

// A slot is memory that two threads share: the words below, which are read and
// written atomically and in one order for both, and room for one message.
type slot interface {
	load(w word) int32
	store(w word, v int32)
	// watch returns when the word is v no longer, and after patience at the latest.
	// announce wakes who watches.
	watch(w word, v int32, patience time.Duration)
	announce(w word, v int32)
	// put writes a message and reports whether there is room for it. get reads it,
	// into memory of data if that is enough.
	put(data []byte) bool
	get(data []byte) []byte
}

// A word of a slot.
type word int

const (
	wordSent   word = iota // how many messages have been sent: the sender's
	wordKept               // the number of the one in the slot, counted from 1: the sender's
	wordTaken              // how many of them have been taken: the reader's
	wordAwake              // whether the reader watches wordSent, and needs no call: the reader's
	wordCalled             // whether a call is under way: the sender sets it, the reader clears it
	words      int  = iota
)

// watching is how long a reader watches for a message before it goes back to
// those that are posted: longer than a trainer's pause between two slices and
// most shares of a step.
const watching = 20 * time.Millisecond

// call returns the message that has only a head, for a reader that does not watch.
func call() []byte { return []byte{headLen, 0, 0, 0} }

// A sharedLine is a line whose messages cross in shared memory. Each side stops
// its thread until the other has answered, which takes some ten microseconds:
// through the browser's queues of messages it is some hundreds. The port carries
// what has no room, and calls a reader that does not watch.
//
// A message goes into the slot if the reader has taken all before it. So it
// either stands there or comes through the port, as kept says, and order is kept.
type sharedLine struct {
	port    Port
	out, in slot
	sent    int32  // of out
	taken   int32  // of in
	spare   []byte // what was sent, for what will arrive
}

// Send implements [Line].
func (l *sharedLine) Send(data []byte) {
	if l.out.load(wordTaken) != l.sent || !l.out.put(data) {
		l.sent++
		l.port.Send(data)
		l.out.announce(wordSent, l.sent)
		return
	}
	l.spare = data
	l.sent++
	l.out.store(wordKept, l.sent)
	l.out.announce(wordSent, l.sent)
	if l.out.load(wordAwake) == 0 && l.out.load(wordCalled) == 0 {
		l.out.store(wordCalled, 1)
		l.port.Send(call())
	}
}

// Poll implements [Line].
func (l *sharedLine) Poll() (data []byte, open bool) { return l.next(portLine.Poll) }

// Await implements [Line].
func (l *sharedLine) Await() (data []byte, open bool) {
	if l.in.load(wordSent) == l.taken {
		l.in.store(wordAwake, 1)
		l.in.watch(wordSent, l.taken, watching)
		l.in.store(wordAwake, 0)
	}
	return l.next(portLine.Await)
}

// Prompt implements [Line].
func (l *sharedLine) Prompt() bool { return true }

// next takes the next message, from the slot or as the port gives it.
func (l *sharedLine) next(posted func(portLine) ([]byte, bool)) (data []byte, open bool) {
	for len(data) <= headLen { // nothing yet, or a call
		if l.in.load(wordSent) != l.taken && l.in.load(wordKept) == l.taken+1 {
			data = l.in.get(l.spare)
			l.spare = nil
			break
		}
		data, open = posted(portLine{l.port})
		if data == nil {
			return nil, open
		}
		if len(data) <= headLen {
			l.in.store(wordCalled, 0) // before the slot is looked at once more
		}
	}
	l.taken++
	l.in.store(wordTaken, l.taken)
	return data, true
}
