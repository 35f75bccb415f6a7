package web

import "sync"

// A Port carries encoded messages between the page and a worker. What is sent
// arrives whole and in order.
type Port interface {
	// Send passes data on without blocking; data belongs to the port
	// afterwards.
	Send(data []byte)
	// Receive returns the channel of arrived messages. It is closed when the
	// other side is gone.
	Receive() <-chan []byte
	// Yield lets messages that wait outside the program arrive. A worker calls
	// it between slices of work.
	Yield()
	// Err says why Receive was closed, if there is a reason.
	Err() error
	// Close ends the connection, and the worker at its other end.
	Close()
	// Join gives the workers at the other ends of this port and another one a line
	// to each other, and returns what closes that.
	Join(other Port) (end func())
	// Peers returns the channel of the lines that a worker is so given.
	Peers() <-chan Line
}

// NewPipe returns two ports joined in memory, for page and worker in one
// program. Close either to end both.
func NewPipe() (a, b *Pipe) {
	ab, ba := newMailbox[[]byte](), newMailbox[[]byte]()
	pa, pb := newMailbox[Line](), newMailbox[Line]()
	return &Pipe{ba, ab, pa, pb}, &Pipe{ab, ba, pb, pa}
}

// A Pipe is one end of an in-memory connection.
type Pipe struct {
	in, out       *mailbox[[]byte]
	peers, theirs *mailbox[Line]
}

var _ Port = (*Pipe)(nil)

// Send implements [Port].
func (p *Pipe) Send(data []byte) { p.out.put(data) }

// Receive implements [Port].
func (p *Pipe) Receive() <-chan []byte { return p.in.out }

// Yield implements [Port]. Nothing waits outside the program.
func (p *Pipe) Yield() {}

// Err implements [Port].
func (p *Pipe) Err() error { return nil }

// Close ends the connection for both sides.
func (p *Pipe) Close() {
	p.in.close()
	p.out.close()
	p.peers.close()
	p.theirs.close()
}

// Join implements [Port]. The other port must be a pipe too.
func (p *Pipe) Join(other Port) (end func()) {
	a, b := NewPipe()
	p.theirs.put(portLine{a})
	other.(*Pipe).theirs.put(portLine{b})
	return a.Close
}

// Peers implements [Port].
func (p *Pipe) Peers() <-chan Line { return p.peers.out }

// A mailbox is an unbounded queue in front of a channel.
type mailbox[T any] struct {
	out    chan T
	mu     sync.Mutex
	news   *sync.Cond
	queue  []T
	closed bool
}

func newMailbox[T any]() *mailbox[T] {
	m := &mailbox[T]{out: make(chan T, 64)}
	m.news = sync.NewCond(&m.mu)
	go m.pump()
	return m
}

func (m *mailbox[T]) put(data T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.queue = append(m.queue, data)
	m.news.Signal()
}

func (m *mailbox[T]) close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	m.news.Signal()
}

func (m *mailbox[T]) pump() {
	defer close(m.out)
	for {
		batch, open := m.take()
		for _, data := range batch {
			m.out <- data
		}
		if !open {
			return
		}
	}
}

func (m *mailbox[T]) take() (batch []T, open bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for len(m.queue) == 0 && !m.closed {
		m.news.Wait()
	}
	batch, m.queue = m.queue, nil
	return batch, !m.closed
}
