package web

import (
	"math"
	"math/rand/v2"
	"time"

	"flowplayground/flow"
)

// A viewerService answers requests one after another. The page has at most one
// draw of each model under way, so that there is the next to do while it takes
// one in.
type viewerService struct {
	port  Port
	clock func() time.Time

	size   int // of the grid whose cell centres are there
	extent float64
	x, y   []float32 // cell centres
	logP   []float32 // of the latest picture, as are its paths
	px, py []float32
	lx, ly []float32 // and its lattice
}

func newViewerService(port Port, clock func() time.Time) *viewerService {
	return &viewerService{port: port, clock: clock}
}

func (s *viewerService) serve() {
	for data := range s.port.Receive() {
		m, err := decode(data)
		if err != nil {
			send(s.port, &fault{text: err.Error()})
			continue
		}
		switch m := m.(type) {
		case *draw:
			send(s.port, s.picture(m))
		case *film:
			send(s.port, s.film(m))
		case *tell:
			send(s.port, s.tell(m))
		case *follow:
			send(s.port, s.follow(m))
		case *evaluate:
			p := make([]float32, len(m.x))
			m.flow.LogDensity(p, m.x, m.y, 1)
			send(s.port, &answer{ticket: m.ticket, x: p})
		case *sampling:
			x, y := noise(m.n, m.seed)
			m.flow.Transport(x, y, func(int, []float32, []float32) {})
			send(s.port, &answer{m.ticket, x, y})
		}
	}
}

// picture computes the density on the grid's cell centres, row 0 at the bottom,
// and the paths of the particles. It is valid until the next one.
func (s *viewerService) picture(m *draw) *picture {
	p := &picture{
		generation: m.generation, version: m.version, kind: m.kind, t: m.flow.Snap(m.t),
		size: m.size, seed: m.seed, stages: m.flow.Stages(),
	}
	start := s.clock()
	s.grid(m.size, m.extent)
	m.flow.Sketch(s.logP, s.x, s.y, m.t)
	p.logP, p.densityMs = s.logP, s.since(start)
	if m.particles > 0 {
		start = s.clock()
		s.paths(m, p)
		p.pathsMs = s.since(start)
	}
	return p
}

// paths carries particles and the lattice.
func (s *viewerService) paths(m *draw, p *picture) {
	x, y := m.x, m.y
	if !m.back {
		x, y = noise(m.particles, m.seed)
	}
	s.px, s.py = carry(s.px, s.py, m.flow, x, y, m.back)
	p.x, p.y = s.px, s.py
	if m.lattice {
		x, y = lattice(m.extent)
		s.lx, s.ly = carry(s.lx, s.ly, m.flow, x, y, m.back)
		p.latticeX, p.latticeY = s.lx, s.ly
	}
}

// grid makes x and y the cell centres of a size × size grid over [-extent,
// extent]², and logP as long.
func (s *viewerService) grid(size int, extent float64) {
	if s.size == size && s.extent == extent {
		return
	}
	s.size, s.extent = size, extent
	s.x, s.y, s.logP = make([]float32, size*size), make([]float32, size*size), make([]float32, size*size)
	for k := range s.x {
		s.x[k] = float32(extent * (float64(2*(k%size)+1)/float64(size) - 1))
		s.y[k] = float32(extent * (float64(2*(k/size)+1)/float64(size) - 1))
	}
}

// since returns the milliseconds since start.
func (s *viewerService) since(start time.Time) float64 {
	return float64(s.clock().Sub(start)) / float64(time.Millisecond)
}

// noise returns n points of the base distribution, the same for equal seeds.
func noise(n, seed int) (x, y []float32) {
	r := rand.New(rand.NewPCG(uint64(seed), math.MaxUint64))
	x, y = make([]float32, n), make([]float32, n)
	flow.SampleBase(x, y, r)
	return x, y
}
