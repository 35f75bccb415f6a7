package flow

import (
	"fmt"

	"flowplayground/flow/internal/kernel"
)

// A ShardWorker does the tasks of one job's [Crew]. It is told all that a task
// depends on, and keeps nothing but what a PullbackPhase needs of the GatesPhase
// before. It owns its scratch and is not safe for concurrent use.
type ShardWorker struct {
	model *CNF[float32]
	grad  []float32
}

// NewShardWorker returns a worker for a job that [Job.Divides].
func NewShardWorker(job Job) (*ShardWorker, error) {
	if err := job.Check(); err != nil {
		return nil, err
	}
	if !job.Divides() {
		return nil, fmt.Errorf("flow: a crew cannot divide this job")
	}
	recipe, err := RecipeByName(job.Recipe)
	if err != nil {
		return nil, err
	}
	spec, _, err := job.spec(recipe)
	if err != nil {
		return nil, err
	}
	m := NewCNF[float32](spec)
	return &ShardWorker{m, make([]float32, len(m.values))}, nil
}

// Do writes what it makes of the task to the result, reusing its memory. A task
// that is none of the job's gives an error.
func (w *ShardWorker) Do(task *ShardTask, result *ShardResult) error {
	if most := max(mostSteps, MaxSteps); task.Steps < 1 || task.Steps > most {
		return fmt.Errorf("flow: a task for %d steps of the solver, not from 1 to %d", task.Steps, most)
	}
	if task.Steps != w.model.spec.Steps {
		w.model.setSteps(task.Steps)
	}
	result.reset()
	switch task.Phase {
	case SolvePhase:
		return w.solve(task, result)
	case ScorePhase:
		return w.score(task, result)
	}
	gated, ok := w.model.net.net.(*gatedNet[float32])
	if !ok || task.From < 0 || task.From > task.To || task.To > gated.spec.Units {
		return fmt.Errorf("flow: a task for units %d to %d of a field without them", task.From, task.To)
	}
	switch task.Phase {
	case GatesPhase:
		return w.forward(gated, task, result)
	case PullbackPhase:
		return w.backward(gated, task, result)
	}
	return fmt.Errorf("flow: a task of phase %d, which there is not", task.Phase)
}

func (w *ShardWorker) forward(gated *gatedNet[float32], task *ShardTask, result *ShardResult) error {
	c := w.model
	if !unpackGates(c.values, c.groups, task.Values, c.spec.Units, task.From, task.To) {
		return w.wrongLength(task)
	}
	gated.nets.forward(c.groups, c.values, task.From, task.To)
	result.Values = append(result.Values, gated.columns(gated.nets.out, task.From, task.To)...)
	return nil
}

func (w *ShardWorker) backward(gated *gatedNet[float32], task *ShardTask, result *ShardResult) error {
	c := w.model
	gout := gated.columns(gated.ggate, task.From, task.To)
	if len(task.Values) != len(gout) {
		return w.wrongLength(task)
	}
	copy(gout, task.Values)
	gateParams(c.groups, c.spec.Units, task.From, task.To, func(begin, end int) { clear(w.grad[begin:end]) })
	gated.nets.backward(c.groups, c.values, w.grad, gated.ggate, task.From, task.To)
	result.Values = packGates(result.Values, c.groups, w.grad, c.spec.Units, task.From, task.To)
	return nil
}

func (w *ShardWorker) solve(task *ShardTask, result *ShardResult) error {
	c, n := w.model, len(task.X)
	ε := noise[float32]{x: task.NoiseX, y: task.NoiseY}
	estimated := 0
	if c.spec.Trace != ExactTrace {
		estimated = n
	}
	if len(task.Values) != len(c.net.table.Rows) || len(task.Y) != n || len(ε.x) != estimated || len(ε.y) != estimated || task.Total < n {
		return w.wrongLength(task)
	}
	copy(c.net.table.Rows, task.Values)
	result.solve(c, task.X, task.Y, ε, task.Total, task.Sum)
	return nil
}

func (w *ShardWorker) score(task *ShardTask, result *ShardResult) error {
	c := w.model
	if len(task.Values) != len(c.net.table.Rows) || len(task.Y) != len(task.X) {
		return w.wrongLength(task)
	}
	copy(c.net.table.Rows, task.Values)
	result.score(c, task.X, task.Y)
	return nil
}

func (w *ShardWorker) wrongLength(task *ShardTask) error {
	return fmt.Errorf("flow: a task of phase %d has %d numbers for %d points and units %d to %d of %d, a table of %d rows of %d",
		task.Phase, len(task.Values), len(task.X), task.From, task.To, w.model.spec.Units,
		len(w.model.net.table.Knots), kernel.RowLen(w.model.spec.Units))
}
