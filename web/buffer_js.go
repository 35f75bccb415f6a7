//go:build js && wasm

package web

import (
	"cmp"
	"math/bits"
	"slices"
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

// keep keeps a buffer for later, instead of the smallest if there are many.
func (f *buffers) keep(b buffer) {
	f.free = append(f.free, b)
	slices.SortFunc(f.free, func(a, b buffer) int { return cmp.Compare(a.size, b.size) })
	if len(f.free) > mostBuffers {
		f.free = slices.Delete(f.free, 0, 1)
	}
}

// take returns a buffer for n bytes: the largest one, so that it is soon at the
// other end again, where a small one would not do.
func (f *buffers) take(n int) buffer {
	if last := len(f.free) - 1; last >= 0 && f.free[last].size >= n {
		b := f.free[last]
		f.free = f.free[:last]
		return b
	}
	array := uint8Array.New(1 << bits.Len(uint(n-1)))
	return buffer{array.Get("buffer"), array, array.Length()}
}
