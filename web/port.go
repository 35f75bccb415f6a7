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
}

// NewPipe returns two ports joined in memory, for page and worker in one
// program. Close either to end both.
func NewPipe() (a, b *Pipe) {
	ab, ba := newMailbox(), newMailbox()
	return &Pipe{in: ba, out: ab}, &Pipe{in: ab, out: ba}
}

// A Pipe is one end of an in-memory connection.
type Pipe struct{ in, out *mailbox }

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
}

// A mailbox is an unbounded queue in front of a channel.
type mailbox struct {
	out    chan []byte
	mu     sync.Mutex
	news   *sync.Cond
	queue  [][]byte
	closed bool
}

func newMailbox() *mailbox {
	m := &mailbox{out: make(chan []byte, 64)}
	m.news = sync.NewCond(&m.mu)
	go m.pump()
	return m
}

func (m *mailbox) put(data []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.queue = append(m.queue, data)
	m.news.Signal()
}

func (m *mailbox) close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	m.news.Signal()
}

func (m *mailbox) pump() {
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

func (m *mailbox) take() (batch [][]byte, open bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for len(m.queue) == 0 && !m.closed {
		m.news.Wait()
	}
	batch, m.queue = m.queue, nil
	return batch, !m.closed
}
