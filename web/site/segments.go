package site

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
)

// maxGap is the most zeros, in bytes, that joinSegments puts between two segments.
const maxGap = 256

// joinSegments returns a WebAssembly module in which data segments that follow on each other, with
// at most maxGap bytes of untouched memory between them, are one.
//
// Go's linker leaves out every run of eight zeros, and so writes 40,000 to 100,000 segments. Zeros
// cost next to nothing once compressed; the segments' addresses are 5 % of a program over the wire,
// and take a browser a tenth of a second to read.
//
// Zeros may stand there because memory starts as zeros and no other segment writes to it: segments
// that overlap are an error, as is what Go's linker does not write. See the WebAssembly
// specification, section 5.5.14.
func joinSegments(module []byte) ([]byte, error) {
	r := reader{rest: module}
	if !bytes.Equal(r.bytes(8), []byte("\x00asm\x01\x00\x00\x00")) {
		return nil, errors.New("not a WebAssembly module")
	}
	out := slices.Clone(module[:8])
	for len(r.rest) > 0 && r.err == nil {
		id := r.byte()
		content := r.bytes(r.uint())
		if id == dataSection {
			segments, err := readSegments(content)
			if err != nil {
				return nil, err
			}
			content = writeSegments(joined(segments))
		}
		out = binary.AppendUvarint(append(out, id), uint64(len(content)))
		out = append(out, content...)
	}
	return out, r.err
}

const (
	dataSection = 11
	intoMemory  = 0x00 // a segment that is copied to memory when the module starts
	i32Const    = 0x41
	end         = 0x0b
)

// A segment is data that memory holds from an address on.
type segment struct {
	address int32
	data    []byte
}

func (s segment) end() int64 { return int64(s.address) + int64(len(s.data)) }

// readSegments reads a data section.
func readSegments(section []byte) ([]segment, error) {
	r := reader{rest: section}
	var list []segment
	for range r.uint() {
		kind, op := r.byte(), r.byte()
		address := r.int32()
		if kind != intoMemory || op != i32Const || r.byte() != end {
			return nil, cmp.Or(r.err, errors.New("a data segment of a kind that Go does not write"))
		}
		list = append(list, segment{address, r.bytes(r.uint())})
	}
	if r.err == nil && len(r.rest) > 0 {
		r.err = errMalformed
	}
	slices.SortFunc(list, func(a, b segment) int { return cmp.Compare(a.address, b.address) })
	for i := range list[min(1, len(list)):] {
		if list[i].end() > int64(list[i+1].address) {
			return nil, errors.New("data segments overlap")
		}
	}
	return list, r.err
}

// joined returns the segments, which ascend, with the small gaps between them filled.
func joined(list []segment) (joined []segment) {
	for _, s := range list {
		if n := len(joined) - 1; n >= 0 {
			if gap := int64(s.address) - joined[n].end(); gap <= maxGap {
				joined[n].data = append(append(joined[n].data, make([]byte, gap)...), s.data...)
				continue
			}
		}
		joined = append(joined, segment{s.address, slices.Clone(s.data)})
	}
	return joined
}

func writeSegments(list []segment) []byte {
	out := binary.AppendUvarint(nil, uint64(len(list)))
	for _, s := range list {
		out = append(out, intoMemory, i32Const)
		out = append(appendInt32(out, s.address), end)
		out = binary.AppendUvarint(out, uint64(len(s.data)))
		out = append(out, s.data...)
	}
	return out
}

// appendInt32 appends v as a signed LEB128.
func appendInt32(out []byte, v int32) []byte {
	for v < -64 || v > 63 {
		out = append(out, byte(v)|0x80)
		v >>= 7
	}
	return append(out, byte(v)&0x7f)
}

var errMalformed = errors.New("a malformed WebAssembly module")

// A reader reads the parts of a module. After the first error it gives zeros.
type reader struct {
	rest []byte
	err  error
}

func (r *reader) bytes(n int) []byte {
	if r.err != nil || n < 0 || n > len(r.rest) {
		r.err, r.rest = errMalformed, nil
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) byte() byte {
	if b := r.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) uint() int {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 || v > uint64(len(r.rest)) { // all that is counted takes at least a byte
		r.bytes(-1)
		return 0
	}
	r.bytes(n)
	return int(v)
}

// int32 reads a signed LEB128.
func (r *reader) int32() int32 {
	v := uint32(0)
	for shift := 0; shift < 35; shift += 7 {
		b := r.byte()
		v |= uint32(b&0x7f) << shift
		if b&0x80 == 0 {
			if b&0x40 != 0 && shift+7 < 32 {
				v |= ^uint32(0) << (shift + 7)
			}
			return int32(v)
		}
	}
	r.bytes(-1)
	return 0
}
