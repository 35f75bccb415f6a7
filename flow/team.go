package flow

import "flowplayground/flow/internal/kernel"

// A team computes a CNF's gradient together with the helpers of a crew. The
// trainer is worker 0 and takes its own share of every phase.
type team struct {
	model    *CNF[float32]
	crew     Crew // nil for none
	helpers  int  // in this step
	lead     lead // over them
	ahead    int  // the solver's steps for which gates were asked ahead, 0 if none were
	nlls     []float64
	scoredBy int // the solver's steps by which scores were asked for
	task     ShardTask
	own      ShardResult // of the trainer's shards
}

// gradient is the loss of a job that divides. If a helper is lost in the middle
// it computes the step alone.
func (t *team) gradient(grad, x, y []float32) float64 {
	c := t.model
	c.noise.draw(c.spec.Trace, len(x))
	if t.ahead == 0 {
		t.muster()
	}
	if t.helpers > 0 && t.forward() {
		if nll, ok := t.solve(x, y); ok && t.backward(grad) {
			return nll
		}
	}
	return c.differentiate(grad, x, y)
}

// muster sees who can help.
func (t *team) muster() {
	t.helpers = 0
	if t.crew != nil {
		var prompt bool
		t.helpers, prompt = t.crew.Ready()
		t.lead = leadOf(prompt)
	}
}

// prepare lets helpers begin with the next step, whose parameters are there,
// while the trainer does what else there is to do.
func (t *team) prepare() {
	t.muster()
	if g, ok := t.gated(); ok && t.helpers > 0 {
		t.askGates(g)
		t.ahead = t.model.spec.Steps
	}
}

// askScores lets the helpers alone score points by the present parameters, and
// reports whether there are helpers. Until scores they may be asked for nothing else.
func (t *team) askScores(x, y []float32) bool {
	t.muster()
	if t.helpers == 0 {
		return false
	}
	c := t.model
	c.net.forward(c.groups, c.values)
	for i := range t.helpers {
		from, to := t.scored(len(x), i)
		t.ask(i, ScorePhase, from, to, func(task *ShardTask) {
			task.X, task.Y, task.Total = x[from:to], y[from:to], len(x)
			task.Values = append(task.Values, c.net.table.Rows...)
		})
	}
	t.scoredBy = c.spec.Steps
	return true
}

// scored returns the points of n that helper i scores.
func (t *team) scored(n, i int) (from, to int) {
	from, to = deal((n+shardLen-1)/shardLen, t.helpers, i, 0)
	return min(from*shardLen, n), min(to*shardLen, n)
}

// scores returns what the helpers were asked for, the shards' NLLs of n points, or
// nil if the solver has changed since, or one of the helpers is lost.
func (t *team) scores(n int) (nlls []float64) {
	if t.model.spec.Steps != t.scoredBy {
		return nil
	}
	t.nlls = t.nlls[:0]
	for i := range t.helpers {
		if from, to := t.scored(n, i); from < to {
			r := t.crew.Answer(i)
			if r == nil || len(r.NLLs) != countShards(to-from) {
				return nil
			}
			t.nlls = append(t.nlls, r.NLLs...)
		}
	}
	return t.nlls
}

// gated returns the networks that are dealt out by units; a hypernetwork is one.
func (t *team) gated() (net *gatedNet[float32], ok bool) {
	net, ok = t.model.net.net.(*gatedNet[float32])
	return net, ok
}

// units returns the units of which a worker has the gate networks.
func (t *team) units(g *gatedNet[float32], worker int) (from, to int) {
	return t.lead.units(g.spec.Units, t.helpers+1, worker, g.nets.cols)
}

// points returns the points of a batch of n that a worker solves.
func (t *team) points(n, worker int) (from, to int) {
	spec := t.model.spec
	return t.lead.points(n, t.helpers+1, worker, spec.plan().Calls()*spec.Units)
}

// ask gives helper i the task that f fills in, unless its share is empty.
func (t *team) ask(i int, phase Phase, from, to int, f func(task *ShardTask)) {
	if from == to {
		return
	}
	t.task = ShardTask{Phase: phase, Steps: t.model.spec.Steps, From: from, To: to, Values: t.task.Values[:0]}
	f(&t.task)
	t.crew.Ask(i, &t.task)
}

// forward computes the table.
func (t *team) forward() bool {
	c := t.model
	g, ok := t.gated()
	if !ok {
		c.net.forward(c.groups, c.values)
		return true
	}
	if t.ahead != c.spec.Steps {
		t.askGates(g)
	}
	t.ahead = 0
	from, to := t.units(g, 0)
	g.nets.forward(c.groups, c.values, from, to)
	for i := range t.helpers {
		if from, to := t.units(g, i+1); from < to {
			out := g.columns(g.nets.out, from, to)
			r := t.crew.Answer(i)
			if r == nil || len(r.Values) != len(out) {
				return false
			}
			copy(out, r.Values)
		}
	}
	g.tabulate(c.net.table, c.groups, c.values)
	return true
}

func (t *team) askGates(g *gatedNet[float32]) {
	c := t.model
	for i := range t.helpers {
		from, to := t.units(g, i+1)
		t.ask(i, GatesPhase, from, to, func(task *ShardTask) {
			task.Values = packGates(task.Values, c.groups, c.values, c.spec.Units, from, to)
		})
	}
}

// solve leaves the cotangent of the table in gtable, and the penalties in the
// model.
func (t *team) solve(x, y []float32) (nll float64, ok bool) {
	c := t.model
	for i := range t.helpers {
		from, to := t.points(len(x), i+1)
		t.ask(i, SolvePhase, from, to, func(task *ShardTask) {
			ε := c.noise.part(from, to)
			task.X, task.Y, task.NoiseX, task.NoiseY, task.Total = x[from:to], y[from:to], ε.x, ε.y, len(x)
			task.Values = append(task.Values, c.net.table.Rows...)
			task.Sum = i == 0
		})
	}
	from, to := t.points(len(x), 0)
	t.own.reset()
	t.own.solve(c, x[from:to], y[from:to], c.noise.part(from, to), len(x), false)

	sum := tally{rows: c.net.gtable.Rows}
	clear(sum.rows)
	for i := range t.helpers {
		if from, to := t.points(len(x), i+1); from < to {
			r := t.crew.Answer(i)
			if r == nil || !r.solved(countShards(to-from), len(sum.rows), i == 0) {
				return 0, false
			}
			sum.add(r)
		}
		if i == 0 {
			sum.add(&t.own)
		}
	}
	c.penalties = sum.penalties.over(len(x))
	return sum.nll / float64(len(x)), true
}

// A tally sums over shards, in their order.
type tally struct {
	rows      []float32 // cotangents of the table
	nll       float64
	penalties Penalties
}

func (s *tally) add(r *ShardResult) {
	for k, nll := range r.NLLs {
		s.nll += nll
		s.penalties.add(Penalties{r.Kinetic[k], r.Frobenius[k]})
	}
	for v := r.Values; len(v) > 0; v = v[len(s.rows):] {
		kernel.Add(s.rows, v)
	}
}

// backward writes the gradient for the cotangent of the table.
func (t *team) backward(grad []float32) bool {
	c := t.model
	clear(grad)
	g, ok := t.gated()
	if !ok {
		c.net.backward(c.groups, c.values, grad)
		return true
	}
	g.pull(c.net.gtable, c.groups, c.values, grad)
	m := c.spec.Units
	for i := range t.helpers {
		from, to := t.units(g, i+1)
		t.ask(i, PullbackPhase, from, to, func(task *ShardTask) {
			task.Values = append(task.Values, g.columns(g.ggate, from, to)...)
		})
	}
	from, to := t.units(g, 0)
	g.nets.backward(c.groups, c.values, grad, g.ggate, from, to)
	for i := range t.helpers {
		if from, to := t.units(g, i+1); from < to {
			r := t.crew.Answer(i)
			if r == nil || !unpackGates(grad, c.groups, r.Values, m, from, to) {
				return false
			}
		}
	}
	return true
}
