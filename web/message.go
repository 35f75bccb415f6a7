package web

import (
	"fmt"

	"flowplayground/flow"
)

// A message is one of the structs below. Its fields method names its fields in
// the order in which they cross, for reading and writing alike.
type message interface {
	tag() byte
	fields(*codec)
}

// newMessage lists all messages by their tags, those for files from files.go too.
func newMessage(tag byte) (message, error) {
	for _, m := range []message{
		&configure{}, &run{}, &advance{}, &credit{}, &obeyed{}, &progress{}, &fault{},
		&draw{}, &picture{}, &evaluate{}, &sampling{}, &answer{},
		&resume{}, &capture{}, &captured{}, &unwritten{}, &written{},
		&enlist{}, &enlisted{}, &task{}, &result{},
		&film{}, &reel{}, &follow{}, &followed{}, &narrate{}, &narrated{}, &tell{}, &told{},
	} {
		if m.tag() == tag {
			return m, nil
		}
	}
	return nil, fmt.Errorf("web: no message has the tag %d", tag)
}

// From the page to a trainer.
type (
	// configure starts a job from step 0. What the trainer sends from now on
	// bears this generation.
	configure struct {
		generation, ticket int
		job                flow.Job
	}
	// resume goes on with a job from a state, and is otherwise like configure.
	resume struct {
		generation, ticket int
		state              flow.State
	}
	// capture asks for the trainer's state.
	capture struct{ ticket int }
	// run sets whether training runs by itself, at most how many steps a second,
	// where 0 is as many as can be, and up to which step, where 0 is for ever.
	run struct {
		ticket  int
		playing bool
		speed   float64
		until   int
	}
	// advance trains so many steps, then answers the ticket.
	advance struct{ ticket, steps int }
	// credit allows one more progress message.
	credit struct{}
)

// From a trainer to the page.
type (
	// obeyed answers a ticket when its order has been carried out.
	obeyed struct {
		ticket int
		err    string // what went wrong, or empty
	}
	// progress is a snapshot, with the training NLL of the steps since the one
	// before, and the held-out NLLs that have been computed meanwhile.
	progress struct {
		generation     int
		snapshot       flow.Snapshot
		stepsPerSecond float64
		workers        int // that train: the trainer and its helpers
		steps, losses  []float64
		scored, scores []float64 // steps, and their held-out NLLs
	}
	// captured answers capture. The progress up to the state has been sent before.
	captured struct {
		ticket, generation int
		state              flow.State
	}
	// fault tells the person what went wrong in training.
	fault struct {
		generation int
		text       string
	}
)

// Between the page and the viewer.
type (
	// draw asks for the density at time t on a size × size grid over the
	// window [-extent, extent]², and the paths of so many particles, perhaps 0.
	// If back, they begin as the data points (x, y). With the paths may come
	// those of a lattice.
	draw struct {
		generation, version int
		kind                flow.Kind
		flow                flow.Flow
		t, extent           float64
		size                int
		particles, seed     int
		back, lattice       bool
		x, y                []float32
	}
	// picture answers draw. Without particles it has no paths.
	picture struct {
		generation, version int
		kind                flow.Kind
		t                   float64
		size, seed          int
		logP                []float32
		stages              int
		x, y                []float32 // (stages+1) × particles
		latticeX, latticeY  []float32 // (stages+1) × points
		densityMs, pathsMs  float64   // that they took
	}
	// evaluate asks for log-densities at points.
	evaluate struct {
		ticket int
		flow   flow.Flow
		x, y   []float32
	}
	// sampling asks for n points of the flow.
	sampling struct {
		ticket, n, seed int
		flow            flow.Flow
	}
	// answer answers evaluate (x only) or sampling.
	answer struct {
		ticket int
		x, y   []float32
	}
)

// Between a trainer and a shard worker.
type (
	// enlist prepares for the tasks of a job. They bear its generation.
	enlist struct {
		generation int
		job        flow.Job
	}
	// enlisted answers enlist.
	enlisted struct {
		generation int
		err        string // what went wrong, or empty
	}
	// task asks for a part of a training step.
	task struct {
		generation, serial int
		flow.ShardTask
	}
	// result answers task.
	result struct {
		generation, serial int
		err                string // what went wrong, or empty
		flow.ShardResult
	}
)

func (*configure) tag() byte { return 1 }
func (*run) tag() byte       { return 2 }
func (*advance) tag() byte   { return 3 }
func (*credit) tag() byte    { return 4 }
func (*obeyed) tag() byte    { return 5 }
func (*progress) tag() byte  { return 6 }
func (*fault) tag() byte     { return 7 }
func (*draw) tag() byte      { return 8 }
func (*picture) tag() byte   { return 9 }
func (*evaluate) tag() byte  { return 10 }
func (*sampling) tag() byte  { return 11 }
func (*answer) tag() byte    { return 12 }
func (*resume) tag() byte    { return 13 }
func (*capture) tag() byte   { return 14 }
func (*captured) tag() byte  { return 15 }
func (*enlist) tag() byte    { return 18 }
func (*enlisted) tag() byte  { return 19 }
func (*task) tag() byte      { return 20 }
func (*result) tag() byte    { return 21 }

func (m *configure) fields(c *codec) {
	c.int(&m.generation)
	c.int(&m.ticket)
	c.job(&m.job)
}

func (m *resume) fields(c *codec) {
	c.int(&m.generation)
	c.int(&m.ticket)
	c.state(&m.state)
}

func (m *capture) fields(c *codec) { c.int(&m.ticket) }

func (m *captured) fields(c *codec) {
	c.int(&m.ticket)
	c.int(&m.generation)
	c.state(&m.state)
}

func (m *run) fields(c *codec) {
	c.int(&m.ticket)
	c.bool(&m.playing)
	c.float(&m.speed)
	c.int(&m.until)
}

func (m *advance) fields(c *codec) {
	c.int(&m.ticket)
	c.int(&m.steps)
}

func (*credit) fields(*codec) {}

func (m *obeyed) fields(c *codec) {
	c.int(&m.ticket)
	c.text(&m.err)
}

func (m *progress) fields(c *codec) {
	c.int(&m.generation)
	c.int(&m.snapshot.Step)
	c.float(&m.snapshot.Train)
	c.float(&m.snapshot.HeldOut)
	c.int(&m.snapshot.HeldOutStep)
	c.int(&m.snapshot.SolverSteps)
	c.int(&m.snapshot.SolverRejected)
	c.float(&m.snapshot.SolverError)
	c.flow(&m.snapshot.Flow)
	c.float(&m.stepsPerSecond)
	c.int(&m.workers)
	c.floats(&m.steps)
	c.floats(&m.losses)
	c.floats(&m.scored)
	c.floats(&m.scores)
	if len(m.steps) != len(m.losses) || len(m.scored) != len(m.scores) {
		c.err = errShort
	}
}

func (m *fault) fields(c *codec) {
	c.int(&m.generation)
	c.text(&m.text)
}

func (m *draw) fields(c *codec) {
	c.int(&m.generation)
	c.int(&m.version)
	c.kind(&m.kind)
	c.flow(&m.flow)
	c.float(&m.t)
	c.float(&m.extent)
	c.int(&m.size)
	c.int(&m.particles)
	c.int(&m.seed)
	c.bool(&m.back)
	c.bool(&m.lattice)
	c.singles(&m.x)
	c.singles(&m.y)
}

func (m *picture) fields(c *codec) {
	c.int(&m.generation)
	c.int(&m.version)
	c.kind(&m.kind)
	c.float(&m.t)
	c.int(&m.size)
	c.int(&m.seed)
	c.reserve(len(m.logP) + len(m.x) + len(m.y) + len(m.latticeX) + len(m.latticeY) + 32) // and the other fields
	c.singles(&m.logP)
	c.int(&m.stages)
	c.singles(&m.x)
	c.singles(&m.y)
	c.singles(&m.latticeX)
	c.singles(&m.latticeY)
	c.float(&m.densityMs)
	c.float(&m.pathsMs)
}

func (m *evaluate) fields(c *codec) {
	c.int(&m.ticket)
	c.flow(&m.flow)
	c.singles(&m.x)
	c.singles(&m.y)
}

func (m *sampling) fields(c *codec) {
	c.int(&m.ticket)
	c.int(&m.n)
	c.int(&m.seed)
	c.flow(&m.flow)
}

func (m *answer) fields(c *codec) {
	c.int(&m.ticket)
	c.singles(&m.x)
	c.singles(&m.y)
}

func (m *enlist) fields(c *codec) {
	c.int(&m.generation)
	c.job(&m.job)
}

func (m *enlisted) fields(c *codec) {
	c.int(&m.generation)
	c.text(&m.err)
}

func (m *task) fields(c *codec) {
	phase := int(m.Phase)
	c.int(&m.generation)
	c.int(&m.serial)
	c.int(&phase)
	c.int(&m.Steps)
	c.int(&m.From)
	c.int(&m.To)
	c.int(&m.Total)
	c.bool(&m.Sum)
	c.singles(&m.Values)
	c.singles(&m.X)
	c.singles(&m.Y)
	c.singles(&m.NoiseX)
	c.singles(&m.NoiseY)
	m.Phase = flow.Phase(phase)
}

func (m *result) fields(c *codec) {
	c.int(&m.generation)
	c.int(&m.serial)
	c.text(&m.err)
	c.singles(&m.Values)
	c.floats(&m.NLLs)
	c.floats(&m.Kinetic)
	c.floats(&m.Frobenius)
}
