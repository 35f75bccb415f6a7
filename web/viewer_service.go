package web

import (
	"math"
	"math/rand/v2"
	"time"

	"flowplayground/flow"
)

// serveViewer answers requests one after another; the page never has more than
// one draw under way.
func serveViewer(port Port) {
	for data := range port.Receive() {
		m, err := decode(data)
		if err != nil {
			send(port, &fault{text: err.Error()})
			continue
		}
		switch m := m.(type) {
		case *draw:
			send(port, m.picture(time.Now))
		case *evaluate:
			p := make([]float32, len(m.x))
			m.flow.LogDensity(p, m.x, m.y, 1)
			send(port, &answer{ticket: m.ticket, x: p})
		case *sampling:
			x, y := noise(m.n, m.seed)
			m.flow.Transport(x, y, func(int, []float32, []float32) {})
			send(port, &answer{m.ticket, x, y})
		}
	}
}

// picture computes the density on the grid's cell centres, row 0 at the
// bottom, and the paths of the particles.
func (m *draw) picture(clock func() time.Time) *picture {
	p := &picture{
		generation: m.generation, version: m.version, kind: m.kind, t: m.flow.Snap(m.t),
		size: m.size, seed: m.seed, logP: make([]float32, m.size*m.size), stages: m.flow.Stages(),
	}
	start := clock()
	x, y := gridPoints(m.size, m.extent)
	m.flow.Sketch(p.logP, x, y, m.t)
	p.densityMs = float64(clock().Sub(start)) / float64(time.Millisecond)

	x, y = noise(m.particles, m.seed)
	m.flow.Transport(x, y, func(_ int, x, y []float32) {
		p.x, p.y = append(p.x, x...), append(p.y, y...)
	})
	return p
}

// gridPoints returns the cell centres of a size × size grid over [-extent,
// extent]².
func gridPoints(size int, extent float64) (x, y []float32) {
	x, y = make([]float32, size*size), make([]float32, size*size)
	for k := range x {
		x[k] = float32(extent * (float64(2*(k%size)+1)/float64(size) - 1))
		y[k] = float32(extent * (float64(2*(k/size)+1)/float64(size) - 1))
	}
	return x, y
}

// noise returns n points of the base distribution, the same for equal seeds.
func noise(n, seed int) (x, y []float32) {
	r := rand.New(rand.NewPCG(uint64(seed), math.MaxUint64))
	x, y = make([]float32, n), make([]float32, n)
	flow.SampleBase(x, y, r)
	return x, y
}
