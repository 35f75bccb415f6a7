package web

import (
	"slices"

	"flowplayground/flow"
)

// saved carries a session's work.
func (c *codec) saved(v *Saved) {
	c.texts(&v.Settings)
	list(c, &v.Models, 8, func(m *SavedModel) {
		c.state(&m.State)
		for _, curve := range []*[]float64{&m.Curves.Steps, &m.Curves.Train, &m.Curves.HeldSteps, &m.Curves.HeldOut} {
			c.floats(curve)
		}
	})
}

// texts carries texts by their names, in any order.
func (c *codec) texts(v *map[string]string) {
	n := c.length(len(*v), 16)
	if !c.reading {
		for name, value := range *v {
			c.text(&name)
			c.text(&value)
		}
		return
	}
	*v = make(map[string]string, n)
	for range n {
		var name, value string
		c.text(&name)
		c.text(&value)
		(*v)[name] = value
	}
}

// job carries what a trainer is to do.
func (c *codec) job(j *flow.Job) {
	c.kind(&j.Kind)
	c.int(&j.Width)
	c.text(&j.Data)
	c.int(&j.Seed)
	c.text(&j.Recipe)
	c.method(&j.Method)
	c.float(&j.Noise)
	c.text(&j.Given)
}

// state carries all of a trainer's state. Whether its parts belong together is
// for [flow.Restore] to say.
func (c *codec) state(s *flow.State) {
	c.job(&s.Job)
	c.int(&s.Step)
	c.float(&s.Train)
	c.float(&s.HeldOut)
	c.int(&s.HeldOutStep)
	list(c, &s.Groups, 24, c.group)
	c.singles(&s.Params)
	c.int(&s.Adam.Step)
	c.singles(&s.Adam.M)
	c.singles(&s.Adam.V)
	c.int(&s.Solver.Steps)
	c.float(&s.Solver.Error)
	c.float(&s.Solver.Tolerance)
	list(c, &s.Streams, 16, c.stream)
	list(c, &s.Pool.Order, 8, c.int)
	c.int(&s.Pool.Taken)
	c.int(&s.Average.Updates)
	c.singles(&s.Average.Values)
	c.patience(&s.Patience)
}

func (c *codec) group(g *flow.Group) {
	c.text(&g.Name)
	list(c, &g.Shape, 8, c.int)
	c.int(&g.Offset)
}

func (c *codec) stream(s *flow.StreamState) {
	c.text(&s.Name)
	c.bytes(&s.State)
}

func (c *codec) patience(p *flow.PatienceState) {
	c.int(&p.Looks)
	c.int(&p.Least)
	c.float(&p.Loss)
	c.singles(&p.Best)
	c.bool(&p.Stopped)
}

func (c *codec) bytes(v *[]byte) {
	n := c.length(len(*v), 1)
	if !c.reading {
		c.data = append(c.data, *v...)
		return
	}
	*v = slices.Clone(c.take(n))
}

// list carries a slice: its length, then every entry, which takes at least size
// bytes.
func list[E any](c *codec, v *[]E, size int, entry func(*E)) {
	n := c.length(len(*v), size)
	if c.reading {
		*v = make([]E, n)
	}
	for i := range *v {
		entry(&(*v)[i])
	}
}
