package flow

import "flowplayground/flow/internal/kernel"

// A Crew is helpers of a trainer, a [ShardWorker] each on a thread of its own.
// They compute the most of a CNF's training step, see [Job.Divides]: of the gate
// networks, forward and back, some units each, and of the batch some shards
// each; and they score held-out points. Who computes what changes no bit: networks
// share nothing, and shards are added in their order.
type Crew interface {
	// Ready returns the number of helpers that can be asked until it is called
	// again, and whether all of them answer at once, as through shared memory.
	Ready() (helpers int, prompt bool)
	// Ask gives helper i, counted from 0, a task, and does not wait. The task is
	// the caller's again when it returns. Of a task before, nobody wants to know
	// any more.
	Ask(i int, t *ShardTask)
	// Answer waits for what helper i makes of the task it was last asked. It
	// returns nil if the helper is gone. The result is valid until i is asked again.
	Answer(i int) *ShardResult
}

// A Phase is one of the three parts of a training step that a crew divides, of
// which each needs all of the one before, or what it does besides.
type Phase int

const (
	// GatesPhase evaluates gate networks: from their parameters to their outputs
	// at the padded knots, unit by unit.
	GatesPhase Phase = iota
	// SolvePhase solves shards and back: from the table's rows to their
	// cotangents, shard by shard, and NLLs and penalties.
	SolvePhase
	// PullbackPhase takes cotangents of the gate networks' outputs to those of
	// their parameters. The same worker has done the units' GatesPhase.
	PullbackPhase
	// ScorePhase scores shards: from the table's rows to NLLs.
	ScorePhase
)

// A ShardTask is a helper's share of a phase.
type ShardTask struct {
	Phase  Phase
	Steps  int       // of the solver
	Values []float32 // what the phase goes from
	// From and To bound the units From ≤ i < To of the gate networks' phases.
	From, To int
	// X and Y are the shards' points of a batch of Total, NoiseX and NoiseY their ε
	// if the trace is estimated.
	X, Y, NoiseX, NoiseY []float32
	Total                int
	// Sum asks for one sum of the shards' cotangents: they are the first of the
	// batch, to which the others are added.
	Sum bool
}

// A ShardResult is what a helper makes of a task: what the phase goes to and, of
// solved shards, the sums of their points' NLLs and penalties.
type ShardResult struct {
	Values                   []float32
	NLLs, Kinetic, Frobenius []float64
}

func (r *ShardResult) reset() {
	r.Values, r.NLLs, r.Kinetic, r.Frobenius = r.Values[:0], r.NLLs[:0], r.Kinetic[:0], r.Frobenius[:0]
}

// solve appends what the shards of the points come to under c's table, the
// cotangents one by one or as their sum.
func (r *ShardResult) solve(c *CNF[float32], x, y []float32, ε noise[float32], total int, sum bool) {
	if sum {
		r.Values = resized(r.Values, len(c.net.table.Rows))
	}
	for k, end := range c.train.parts(len(x)) {
		for _, s := range c.solve(x[k:end], y[k:end], ε.part(k, end), total) {
			r.NLLs = append(r.NLLs, s.nll)
			r.Kinetic, r.Frobenius = append(r.Kinetic, s.penalties.Kinetic), append(r.Frobenius, s.penalties.Frobenius)
			if sum {
				kernel.Add(r.Values, s.grad.Rows)
			} else {
				r.Values = append(r.Values, s.grad.Rows...)
			}
		}
	}
}

// score appends the NLLs of the points' shards under c's table.
func (r *ShardResult) score(c *CNF[float32], x, y []float32) {
	for k, end := range c.path.parts(len(x)) {
		for _, s := range c.path.of(end-k).nll(x[k:end], y[k:end]) {
			r.NLLs = append(r.NLLs, s.nll)
		}
	}
}

// solved reports whether the result is one of n shards of so many numbers each,
// or of the sum of them.
func (r *ShardResult) solved(n, numbers int, sum bool) bool {
	tables := n
	if sum {
		tables = 1
	}
	return len(r.NLLs) == n && len(r.Kinetic) == n && len(r.Frobenius) == n && len(r.Values) == tables*numbers
}

// Divides reports whether a [Crew] can help with the job: only with a CNF's
// likelihood, in equal steps and with all stages kept. An NF's step is too short
// to share, and a solver that chooses its steps looks at the whole batch.
func (j Job) Divides() bool {
	m := j.Method
	return j.Kind == Continuous && m.Objective == Likelihood && m.Tolerance == 0 && m.Gradient == StoredGradient
}

// deal returns worker i's part, from ≤ k < to, of n things dealt to so many
// workers: the first go to the trainer, worker 0, and the others to all of them
// evenly.
func deal(n, workers, i, first int) (from, to int) {
	first = min(first, n)
	from, to = first+(n-first)*i/workers, first+(n-first)*(i+1)/workers
	if i == 0 {
		from = 0
	}
	return from, to
}

// A lead is what the trainer takes beyond its share because it begins earlier and
// ends later than its helpers by the time that messages take: as many units as
// make so many columns, which are evaluated and pulled back meanwhile, and as many
// shards as make so many evaluations of a unit.
type lead struct{ columns, evaluations int }

// leadOf returns the lead over helpers. In Chromium, messages through queues take
// 0.2 to 0.5 ms there and back: the gates of RK4 × 8 are then all the trainer's, to
// share them would take longer. Through shared memory they take a tenth of it.
func leadOf(prompt bool) lead {
	if prompt {
		return lead{columns: 40, evaluations: 128}
	}
	return lead{columns: 400, evaluations: 1280}
}

// units deals units whose networks have so many columns.
func (l lead) units(n, workers, i, cols int) (from, to int) {
	return deal(n, workers, i, l.columns/cols)
}

// points deals a batch of n points in whole runs of shardLen, each of which takes
// so many evaluations. The first ones go to worker 1, who can send their sum, and
// the next to the trainer.
func (l lead) points(n, workers, i, evaluations int) (from, to int) {
	number, first := (n+shardLen-1)/shardLen, l.evaluations/evaluations
	from, to = deal(number, workers, i, first)
	if i < 2 && workers > 1 {
		_, own := deal(number, workers, 0, first)
		_, both := deal(number, workers, 1, first)
		from, to = 0, both-own
		if i == 0 {
			from, to = both-own, both
		}
	}
	return min(from*shardLen, n), min(to*shardLen, n)
}

// gateParams calls f with where the parameters of the gate networks of units
// from ≤ i < to, of m, lie in the flat vector: one run per group.
func gateParams(groups []Group, m, from, to int, f func(begin, end int)) {
	for _, l := range gateLayers {
		for _, name := range []string{l.weight, l.bias} {
			g := group(groups, name)
			n := g.Len() / m
			f(g.Offset+from*n, g.Offset+to*n)
		}
	}
}

// packGates appends these parameters' values to dst.
func packGates(dst []float32, groups []Group, v []float32, m, from, to int) []float32 {
	gateParams(groups, m, from, to, func(begin, end int) { dst = append(dst, v[begin:end]...) })
	return dst
}

// unpackGates copies what packGates made into v, and reports whether src was as
// long.
func unpackGates(v []float32, groups []Group, src []float32, m, from, to int) bool {
	fits := true
	gateParams(groups, m, from, to, func(begin, end int) {
		fits = fits && len(src) >= end-begin
		if fits {
			src = src[copy(v[begin:end], src):]
		}
	})
	return fits && len(src) == 0
}
