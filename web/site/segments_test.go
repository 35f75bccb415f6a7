package site

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
)

// module returns a WebAssembly module with a custom section and a data section.
func module(segments []segment) []byte {
	custom := "\x00\x05\x03abcd"
	data := writeSegments(segments)
	out := append([]byte("\x00asm\x01\x00\x00\x00"+custom), dataSection)
	for n := len(data); ; n >>= 7 {
		if n < 0x80 {
			out = append(out, byte(n))
			break
		}
		out = append(out, byte(n)|0x80)
	}
	return append(append(out, data...), custom...)
}

// memory returns what a module's segments make of a memory of zeros.
func memory(t *testing.T, module []byte, size int) (memory []byte, segments int) {
	t.Helper()
	r := reader{rest: module[8:]}
	memory = make([]byte, size)
	for len(r.rest) > 0 {
		id := r.byte()
		content := r.bytes(r.uint())
		if id != dataSection {
			continue
		}
		list, err := readSegments(content)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range list {
			copy(memory[s.address:], s.data)
		}
		segments = len(list)
	}
	if r.err != nil {
		t.Fatal(r.err)
	}
	return memory, segments
}

func TestJoinedSegmentsMakeTheSameMemory(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		var list []segment
		address := random.IntN(100)
		for range random.IntN(40) {
			data := make([]byte, random.IntN(300))
			for i := range data {
				data[i] = byte(random.Uint32())
			}
			list = append(list, segment{int32(address), data})
			address += len(data) + random.IntN(3*maxGap)
		}
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		given := module(list)
		made, err := joinSegments(given)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := memory(t, given, address)
		got, after := memory(t, made, address)
		if !bytes.Equal(got, want) {
			t.Fatalf("%d segments became %d that make another memory", len(list), after)
		}
		again, err := joinSegments(made)
		if err != nil || !bytes.Equal(again, made) {
			t.Errorf("joining once more changes the module (%v)", err)
		}
	}
}

func TestSegmentsFarApartStayApart(t *testing.T) {
	near, far := segment{1 << 20, []byte{1}}, segment{1<<20 + 1 + maxGap, []byte{2}}
	beyond := segment{1<<20 + 3 + 2*maxGap, []byte{3}}
	made, err := joinSegments(module([]segment{near, far, beyond}))
	if err != nil {
		t.Fatal(err)
	}
	if _, n := memory(t, made, 2<<20); n != 2 {
		t.Errorf("%d segments, want 2: one that ends a gap of %d bytes before the other", n, maxGap+1)
	}
}

func TestInt32CrossesLEB128(t *testing.T) {
	for _, v := range []int32{0, 1, -1, 63, 64, -64, -65, 127, 128, 1 << 20, -1 << 20, 1<<31 - 1, -1 << 31} {
		r := reader{rest: appendInt32(nil, v)}
		if got := r.int32(); got != v || r.err != nil || len(r.rest) > 0 {
			t.Errorf("%d crosses as %d (%v, %d bytes left)", v, got, r.err, len(r.rest))
		}
	}
}

func TestJoinSegmentsRefuses(t *testing.T) {
	whole := module([]segment{{5, []byte("abc")}, {100, []byte("def")}})
	at := bytes.Index(whole, []byte{intoMemory, i32Const, 5})
	passive := slices.Clone(whole)
	passive[at] = 1
	for name, spoiled := range map[string][]byte{
		"no module":       []byte("<!doctype html>"),
		"an empty file":   nil,
		"a short section": whole[:len(whole)-1],
		"a short segment": append(slices.Clone(whole[:8]), dataSection, 4, 1, intoMemory, i32Const, 5),
		"passive data":    passive,
		"an overlap":      module([]segment{{5, []byte("abc")}, {7, []byte("def")}}),
	} {
		if _, err := joinSegments(spoiled); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
