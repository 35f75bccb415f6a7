//go:build js && wasm

package web

import (
	"fmt"
	"strings"
	"sync"
	"syscall/js"
)

// A jsPort is a Port over postMessage. Messages cross as ArrayBuffers whose
// ownership moves, so neither side copies more than once.
type jsPort struct {
	peer      js.Value  // what has postMessage: a Worker, a MessagePort, or inside a worker its global scope
	bell      js.Value  // end of a MessageChannel; a message to it comes back through rung
	callbacks []js.Func // of peer and bell
	rung      chan struct{}
	in        *mailbox[[]byte] // its queue has no bound, because a callback must never wait
	spare     []byte           // what was sent, for what will arrive

	buffers  buffers
	transfer js.Value // an array of one

	joined int            // on the page, how many lines the worker was given
	peers  *mailbox[Line] // inside a worker, those that it was given
	given  []*jsPort      // their ports

	mu  sync.Mutex
	err error // why nothing more will come
}

var _ Port = (*jsPort)(nil)

// Cores returns the number of the machine's cores, as the browser tells it.
func Cores() int {
	n := js.Global().Get("navigator").Get("hardwareConcurrency")
	if n.Type() != js.TypeNumber {
		return 1
	}
	return n.Int()
}

// StartWorker returns the port to a worker in a role. boot.js has started it, or
// starts it now; StartWorker returns an error if the browser refuses. A worker
// that fails to start or stops later closes the port with an error for the reader
// of the page.
func StartWorker(role string) (Port, error) {
	var worker js.Value
	if !try(func() { worker = js.Global().Get("flowPlayground").Call("take", role) }) {
		return nil, fmt.Errorf("the browser refused to start the %s worker", role)
	}
	p := newPort(worker)
	failed := func(message js.Value) {
		worker.Call("terminate")
		p.close(workerError(role, message))
	}
	p.on(worker, "onmessage", p.receive)
	p.on(worker, "onmessageerror", func(js.Value, []js.Value) any {
		p.close(fmt.Errorf("a message of the %s worker could not be read; %s", role, remedy(role)))
		return nil
	})
	p.on(worker, "onerror", func(_ js.Value, args []js.Value) any {
		failed(args[0].Get("message"))
		return nil
	})
	if early := worker.Get("failed"); !early.IsUndefined() {
		failed(early)
	}
	return p, nil
}

// on lets f handle an event of target until the port is closed.
func (p *jsPort) on(target js.Value, event string, f func(js.Value, []js.Value) any) {
	callback := js.FuncOf(f)
	target.Set(event, callback)
	p.callbacks = append(p.callbacks, callback)
}

// haveSIMD reports whether boot.js starts workers that compute with SIMD.
func haveSIMD() bool {
	return js.Global().Get("flowPlayground").Get("simd").Bool()
}

// workerError words an error event. It has no message if the worker's script did not arrive.
func workerError(role string, message js.Value) error {
	if message.Type() != js.TypeString || strings.TrimSpace(message.String()) == "" {
		return fmt.Errorf("the program of the %s worker did not arrive; check the connection and %s", role, remedy(role))
	}
	reason := strings.TrimPrefix(message.String(), "Uncaught Error: ") // as Chromium words it
	return fmt.Errorf("the %s worker stopped (%s); %s", role, reason, remedy(role))
}

// remedy says what to do about a worker that is gone. One for files is started
// anew each time, and a reload would lose the models.
func remedy(role string) string {
	if role == RoleFiles {
		return "try again"
	}
	return "reload the page"
}

// WorkerPort returns the port to the page. Call it once, in a worker; it also
// delivers what the page sent before.
func WorkerPort() Port {
	p := newPort(js.Global())
	p.on(js.Global(), "onmessage", p.receive)
	early := js.Global().Get("flowPlayground").Get("early")
	for i := range early.Length() {
		p.take(early.Index(i))
	}
	return p
}

func newPort(peer js.Value) *jsPort {
	p := &jsPort{peer: peer, rung: make(chan struct{}), in: newMailbox[[]byte](), peers: newMailbox[Line](), transfer: js.Global().Get("Array").New(1)}
	channel := js.Global().Get("MessageChannel").New()
	p.bell = channel.Get("port1")
	p.on(channel.Get("port2"), "onmessage", func(js.Value, []js.Value) any {
		p.rung <- struct{}{} // never blocks: Yield is waiting
		return nil
	})
	return p
}

// Send implements Port.
func (p *jsPort) Send(data []byte) {
	b := p.buffers.take(len(data))
	js.CopyBytesToJS(b.array, data)
	p.transfer.SetIndex(0, b.buffer)
	p.peer.Call("postMessage", b.buffer, p.transfer)
	p.spare = data
}

// Receive implements Port.
func (p *jsPort) Receive() <-chan []byte { return p.in.out }

// Yield implements Port. A message to oneself through a MessageChannel queues
// up behind those that wait; timers don't let them in, or waste milliseconds.
func (p *jsPort) Yield() {
	p.bell.Call("postMessage", js.Null())
	<-p.rung
}

// Err implements Port.
func (p *jsPort) Err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

func (p *jsPort) receive(_ js.Value, args []js.Value) any {
	p.take(args[0].Get("data"))
	return nil
}

// take takes in what was posted: an ArrayBuffer or, of a page's join, an object.
func (p *jsPort) take(data js.Value) {
	if peer := data.Get("peer"); !peer.IsUndefined() {
		q := newPort(peer)
		q.on(peer, "onmessage", q.receiveBytes)
		p.given = append(p.given, q)
		p.peers.put(lineOver(q, data))
		return
	}
	if end := data.Get("end"); !end.IsUndefined() {
		p.given[end.Int()].Close()
		return
	}
	p.takeBytes(data)
}

// receiveBytes is receive where nobody joins anything: two calls less into
// JavaScript, 10 µs each until the browser has optimised them.
func (p *jsPort) receiveBytes(_ js.Value, args []js.Value) any {
	p.takeBytes(args[0].Get("data"))
	return nil
}

func (p *jsPort) takeBytes(data js.Value) {
	b := newBuffer(data)
	p.spare = b.read(p.spare)
	p.in.put(p.spare)
	p.spare = nil
	p.buffers.keep(b)
}

// Join implements Port. The two must be ports to workers.
func (p *jsPort) Join(other Port) (end func()) {
	channel := js.Global().Get("MessageChannel").New()
	var there, back any // stay nil where memory can't be shared
	if isolated() {
		there, back = newSharedMemory(), newSharedMemory()
	}
	p.give(channel.Get("port1"), there, back)
	other.(*jsPort).give(channel.Get("port2"), back, there)
	n := p.joined - 1
	return func() { p.peer.Call("postMessage", map[string]any{"end": n}) }
}

// give sends a worker its end of a channel, and the memory for each way.
func (p *jsPort) give(peer js.Value, out, in any) {
	p.joined++
	p.peer.Call("postMessage", map[string]any{"peer": peer, "out": out, "in": in}, []any{peer})
}

// Peers implements Port.
func (p *jsPort) Peers() <-chan Line { return p.peers.out }

// Close implements Port: a worker ends, whatever it is doing.
func (p *jsPort) Close() {
	for _, end := range []string{"terminate", "close"} { // of a Worker, of a MessagePort
		if p.peer.Get(end).Type() == js.TypeFunction {
			p.peer.Call(end)
		}
	}
	p.bell.Call("close")
	for _, event := range []string{"onmessage", "onmessageerror", "onerror"} {
		p.peer.Set(event, js.Null()) // what is under way must not meet a released callback
	}
	for _, callback := range p.callbacks {
		callback.Release()
	}
	p.close(nil)
}

// close records why the worker is gone. Only the first reason counts.
func (p *jsPort) close(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		return
	}
	p.err = err
	p.in.close()
	p.peers.close()
}
