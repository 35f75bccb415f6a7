package web

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"unsafe"

	"flowplayground/flow"
)

// A codec writes or reads a message, in little-endian binary: its size in
// headLen bytes, as it may cross in a longer buffer, its tag in one, and its
// fields, numbers in 8 bytes, texts and arrays after their length, arrays of
// float32 as they lie in memory. One method per type does both, so that the two
// directions cannot differ. After the first error it does nothing more.
type codec struct {
	data    []byte
	reading bool
	err     error
}

const headLen = 4

// sizeOf returns the size of the message that begins with these headLen bytes.
func sizeOf(head []byte) int { return int(binary.LittleEndian.Uint32(head)) }

// tagOf returns the tag of an encoded message, 0 if there is none.
func tagOf(data []byte) byte {
	if len(data) <= headLen {
		return 0
	}
	return data[headLen]
}

var errShort = errors.New("web: a message is cut short or malformed")

// encode returns the message as bytes.
func encode(m message) []byte { return encodeTo(nil, m) }

// encodeTo is encode into a buffer, or a larger one.
func encodeTo(buffer []byte, m message) []byte {
	c := &codec{data: append(buffer[:0], 0, 0, 0, 0, m.tag())}
	m.fields(c)
	binary.LittleEndian.PutUint32(c.data, uint32(len(c.data)))
	return c.data
}

// decode returns the message in data, or an error if it isn't exactly one.
func decode(data []byte) (message, error) {
	if len(data) <= headLen {
		return nil, errShort
	}
	m, err := newMessage(tagOf(data))
	if err != nil {
		return nil, err
	}
	return m, decodeTo(m, data)
}

// decodeTo is decode for a message of a tag that is known. The arrays of float32
// that the message has are used again if they are long enough.
func decodeTo(m message, data []byte) error {
	if tagOf(data) != m.tag() || sizeOf(data) != len(data) {
		return errShort
	}
	c := &codec{data: data[headLen+1:], reading: true}
	m.fields(c)
	if c.err == nil && len(c.data) > 0 {
		c.err = errShort
	}
	return c.err
}

// take returns the next n bytes of a message being read, or nil.
func (c *codec) take(n int) []byte {
	if c.err != nil || n < 0 || n > len(c.data) {
		c.err = errShort
		return nil
	}
	b := c.data[:n]
	c.data = c.data[n:]
	return b
}

func (c *codec) word(w *uint64) {
	if !c.reading {
		c.data = binary.LittleEndian.AppendUint64(c.data, *w)
	} else if b := c.take(8); b != nil {
		*w = binary.LittleEndian.Uint64(b)
	}
}

func (c *codec) int(v *int) {
	w := uint64(*v)
	c.word(&w)
	*v = int(w)
}

func (c *codec) float(v *float64) {
	w := math.Float64bits(*v)
	c.word(&w)
	*v = math.Float64frombits(w)
}

func (c *codec) bool(v *bool) {
	n := 0
	if *v {
		n = 1
	}
	c.int(&n)
	*v = n != 0
}

// length carries the length of an array of so many bytes per entry.
func (c *codec) length(n, size int) int {
	c.int(&n)
	if c.reading && (n < 0 || n > len(c.data)/size) {
		c.err = errShort
		return 0
	}
	return n
}

func (c *codec) text(v *string) {
	n := c.length(len(*v), 1)
	if !c.reading {
		c.data = append(c.data, *v...)
		return
	}
	*v = string(c.take(n))
}

func (c *codec) floats(v *[]float64) {
	n := c.length(len(*v), 8)
	if c.reading {
		*v = make([]float64, n)
	}
	for i := range *v {
		c.float(&(*v)[i])
	}
}

func (c *codec) singles(v *[]float32) {
	n := c.length(len(*v), 4)
	if !c.reading {
		c.data = append(c.data, memory(*v)...)
		return
	}
	if *v == nil || cap(*v) < n {
		*v = make([]float32, n)
	}
	*v = (*v)[:n]
	copy(memory(*v), c.take(4*n))
}

// memory returns the bytes of v, which are in little-endian order wherever this
// program runs. A picture has a hundred thousand numbers: copied one by one they
// take milliseconds on wasm, which puts each together from four bytes.
func memory(v []float32) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), 4*len(v))
}

// reserve makes room for so many numbers that are about to be written.
func (c *codec) reserve(singles int) {
	if !c.reading {
		c.data = slices.Grow(c.data, 4*singles)
	}
}

// method carries what a job changes in its recipe. The trainer checks the
// numbers.
func (c *codec) method(m *flow.Method) {
	trace, gradient, objective := int(m.Trace), int(m.Gradient), int(m.Objective)
	c.text(&m.Field)
	c.text(&m.Solver)
	c.int(&m.Steps)
	c.int(&trace)
	c.int(&gradient)
	c.int(&objective)
	c.float(&m.Tolerance)
	c.bool(&m.Generative)
	c.float(&m.Kinetic)
	c.float(&m.Frobenius)
	c.float(&m.Rate)
	c.int(&m.Batch)
	c.float(&m.Average)
	c.int(&m.Patience)
	m.Trace, m.Gradient, m.Objective = flow.Trace(trace), flow.GradientMethod(gradient), flow.Objective(objective)
}

func (c *codec) kind(k *flow.Kind) {
	n := int(*k)
	c.int(&n)
	if n != int(flow.Continuous) && n != int(flow.Discrete) {
		c.err = errShort
		n = int(flow.Continuous)
	}
	*k = flow.Kind(n)
}

// flow carries a flow as its kind, its size and its coefficients.
func (c *codec) flow(f *flow.Flow) {
	var kind flow.Kind
	if !c.reading {
		kind = (*f).Kind()
	}
	c.kind(&kind)
	if kind == flow.Discrete {
		d, _ := (*f).(*flow.DiscreteFlow)
		*f = c.discrete(d)
		return
	}
	ct, _ := (*f).(*flow.ContinuousFlow)
	*f = c.continuous(ct)
}

func (c *codec) continuous(f *flow.ContinuousFlow) flow.Flow {
	var units int
	var rows []float32
	if f != nil {
		units, rows = f.Width(), f.Table.Rows
	}
	c.int(&units)
	c.singles(&rows)
	if !c.reading {
		return f
	}
	read := flow.NewContinuousFlow(units, rows)
	if read == nil {
		c.err = errShort
		return nil
	}
	return read
}

func (c *codec) discrete(f *flow.DiscreteFlow) flow.Flow {
	if f == nil {
		f = &flow.DiscreteFlow{}
	}
	c.bool(&f.Flip)
	c.bool(&f.Generative)
	n := c.length(len(f.Layers), 40)
	if c.reading {
		f.Layers = make([]flow.Planar, n)
	}
	for i := range f.Layers {
		l := &f.Layers[i]
		for _, v := range []*float64{&l.W[0], &l.W[1], &l.U[0], &l.U[1], &l.B} {
			c.float(v)
		}
	}
	return f
}
