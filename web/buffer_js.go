//go:build js && wasm

package web

import (
	"math/bits"
	"syscall/js"
)

// A buffer is an ArrayBuffer in which messages cross. It is used again for one
// in the other direction, since memory that is new costs far more than to copy
// into it: 0.7 ms for 136 KB.
type buffer struct {
	buffer, array js.Value // the same memory
	size          int
}

var uint8Array = js.Global().Get("Uint8Array")

// newBuffer returns an ArrayBuffer that has arrived.
func newBuffer(b js.Value) buffer {
	array := uint8Array.New(b)
	return buffer{b, array, array.Length()}
}

// read returns the message in the buffer, in memory of data if that is enough.
func (b buffer) read(data []byte) []byte {
	var head [headLen]byte
	js.CopyBytesToGo(head[:], b.array)
	n := min(sizeOf(head[:]), b.size)
	if cap(data) < n {
		data = make([]byte, n)
	}
	data = data[:n]
	js.CopyBytesToGo(data, b.array)
	return data
}

// buffers are the latest that have reached a port.
type buffers struct{ free []buffer }

// mostBuffers covers an order that comes before the last one was answered.
const mostBuffers = 4

// keep keeps a buffer for later.
func (f *buffers) keep(b buffer) {
	if len(f.free) < mostBuffers {
		f.free = append(f.free, b)
	}
}

// take returns a buffer for n bytes: the latest or, if that is too small, a new
// one in its place. So those that cross back and forth are soon large enough for
// every message.
func (f *buffers) take(n int) buffer {
	if last := len(f.free) - 1; last >= 0 {
		b := f.free[last]
		f.free = f.free[:last]
		if b.size >= n {
			return b
		}
	}
	array := uint8Array.New(1 << bits.Len(uint(n-1)))
	return buffer{array.Get("buffer"), array, array.Length()}
}
