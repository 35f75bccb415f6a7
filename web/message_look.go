package web

import "flowplayground/flow"

// Between the page and the viewer, of what is looked at closely.
type (
	// film asks for the densities at some times, each as draw has it.
	film struct {
		generation int
		kind       flow.Kind
		flow       flow.Flow
		times      []float64
		size       int
		extent     float64
	}
	// reel answers film: the densities one after the other.
	reel struct {
		generation int
		kind       flow.Kind
		times      []float64
		size       int
		logP       []float32
	}
	// follow asks for a point's way back to noise: exactly, and under a solver
	// if the flow needs one.
	follow struct {
		generation int
		kind       flow.Kind
		flow       flow.Flow
		x, y       float64
		solver     string // a flow.SolverName
		steps      int
		tolerance  float64
	}
	// followed answers follow.
	followed struct {
		generation int
		kind       flow.Kind
		own, exact flow.Probe // of a flow without solver both are the same
		err        string     // what went wrong under the solver, or empty
	}
)

func (*film) tag() byte     { return 30 }
func (*reel) tag() byte     { return 31 }
func (*follow) tag() byte   { return 32 }
func (*followed) tag() byte { return 33 }

func (m *film) fields(c *codec) {
	c.int(&m.generation)
	c.kind(&m.kind)
	c.flow(&m.flow)
	c.floats(&m.times)
	c.int(&m.size)
	c.float(&m.extent)
}

func (m *reel) fields(c *codec) {
	c.int(&m.generation)
	c.kind(&m.kind)
	c.floats(&m.times)
	c.int(&m.size)
	c.singles(&m.logP)
}

func (m *follow) fields(c *codec) {
	c.int(&m.generation)
	c.kind(&m.kind)
	c.flow(&m.flow)
	c.float(&m.x)
	c.float(&m.y)
	c.text(&m.solver)
	c.int(&m.steps)
	c.float(&m.tolerance)
}

func (m *followed) fields(c *codec) {
	c.int(&m.generation)
	c.kind(&m.kind)
	c.probe(&m.own)
	c.probe(&m.exact)
	c.text(&m.err)
}

// probe carries a way's stops.
func (c *codec) probe(p *flow.Probe) {
	for _, v := range []*[]float64{&p.T, &p.X, &p.Y, &p.Change} {
		c.floats(v)
	}
	if n := len(p.T); len(p.X) != n || len(p.Y) != n || len(p.Change) != n {
		c.err = errShort
	}
}
