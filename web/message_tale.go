package web

import "flowplayground/flow"

// Of a training step that is told in slow motion.
type (
	// narrate asks a trainer for one step, and what it was.
	narrate struct{}
	// narrated answers narrate.
	narrated struct {
		generation int
		before     flow.Flow
		report     flow.Report
		err        string // why the step was left out, or empty
	}
	// tell asks the viewer for all that a tale shows of the batch's points.
	tell struct {
		generation    int
		kind          flow.Kind
		before, after flow.Flow
		x, y          []float32
	}
	// told answers tell.
	told struct {
		generation int
		kind       flow.Kind
		tale       Tale
	}
)

func (*narrate) tag() byte  { return 34 }
func (*narrated) tag() byte { return 35 }
func (*tell) tag() byte     { return 36 }
func (*told) tag() byte     { return 37 }

func (*narrate) fields(*codec) {}

func (m *narrated) fields(c *codec) {
	c.int(&m.generation)
	c.flow(&m.before)
	c.singles(&m.report.X)
	c.singles(&m.report.Y)
	c.int(&m.report.Batch)
	c.float(&m.report.Loss)
	c.float(&m.report.Norm)
	c.float(&m.report.Clip)
	c.float(&m.report.Rate)
	c.text(&m.err)
}

func (m *tell) fields(c *codec) {
	c.int(&m.generation)
	c.kind(&m.kind)
	c.flow(&m.before)
	c.flow(&m.after)
	c.singles(&m.x)
	c.singles(&m.y)
}

func (m *told) fields(c *codec) {
	t := &m.tale
	c.int(&m.generation)
	c.kind(&m.kind)
	c.int(&t.Way.stages)
	c.int(&t.Way.n)
	for _, v := range []*[]float32{&t.Way.x, &t.Way.y, &t.Base, &t.LogP, &t.SlopeX, &t.SlopeY, &t.After, &t.MovedX, &t.MovedY} {
		c.singles(v)
	}
	if n := t.Way.n; c.reading && !t.fits(n) {
		c.err = errShort
	}
}
