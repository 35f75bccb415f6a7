//go:build js && wasm

package web

import (
	"syscall/js"
	"time"
)

// A sharedSlot is a slot in a SharedArrayBuffer, which a page may use if its
// server isolates it from other sites'.
type sharedSlot struct {
	words js.Value // Int32Array
	room  buffer
}

var _ slot = (*sharedSlot)(nil)

// slotSize is more than a task of the widest flow takes in twenty steps. Memory
// that nobody has written takes no place.
const slotSize = 1 << 20

// isolated reports whether threads may share memory.
func isolated() bool { return js.Global().Get("crossOriginIsolated").Truthy() }

// newSharedMemory returns memory for a slot.
func newSharedMemory() js.Value { return js.Global().Get("SharedArrayBuffer").New(slotSize) }

func newSharedSlot(memory js.Value) *sharedSlot {
	const head = 64 // bytes for the words, a line of the cache
	array := uint8Array.New(memory, head)
	return &sharedSlot{js.Global().Get("Int32Array").New(memory, 0, words), buffer{memory, array, array.Length()}}
}

var atomics = js.Global().Get("Atomics")

func (s *sharedSlot) load(w word) int32 { return int32(atomics.Call("load", s.words, int(w)).Int()) }

func (s *sharedSlot) store(w word, v int32) { atomics.Call("store", s.words, int(w), v) }

func (s *sharedSlot) watch(w word, v int32, patience time.Duration) {
	js.Global().Get("flowPlayground").Call("watch", s.words, int(w), v, patience.Milliseconds())
}

func (s *sharedSlot) announce(w word, v int32) {
	s.store(w, v)
	atomics.Call("notify", s.words, int(w))
}

func (s *sharedSlot) put(data []byte) bool {
	if len(data) > s.room.size {
		return false
	}
	js.CopyBytesToJS(s.room.array, data)
	return true
}

func (s *sharedSlot) get(data []byte) []byte { return s.room.read(data) }

// lineOver returns the line over a port that a worker was given, with what came
// with it.
func lineOver(p *jsPort, given js.Value) Line {
	if given.Get("out").IsNull() {
		return portLine{p}
	}
	return &sharedLine{port: p, out: newSharedSlot(given.Get("out")), in: newSharedSlot(given.Get("in"))}
}
