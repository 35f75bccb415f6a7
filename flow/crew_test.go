package flow

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// A localCrew is shard workers on goroutines. After so many tasks in all the
// next one that is asked for is never answered.
type localCrew struct {
	helpers []*localHelper
	left    int
	lost    bool
	prompt  bool
}

type localHelper struct {
	tasks   chan *ShardTask
	results chan *ShardResult
	busy    bool
}

// newLocalCrew hires n helpers for the job. They end with the test.
func newLocalCrew(tb testing.TB, job Job, n int) *localCrew {
	c := &localCrew{left: math.MaxInt}
	for range n {
		w, err := NewShardWorker(job)
		if err != nil {
			tb.Fatal(err)
		}
		h := &localHelper{tasks: make(chan *ShardTask, 1), results: make(chan *ShardResult, 1)}
		go func() {
			var r ShardResult
			for task := range h.tasks {
				if err := w.Do(task, &r); err != nil {
					tb.Error(err)
				}
				h.results <- &r
			}
		}()
		c.helpers = append(c.helpers, h)
		tb.Cleanup(func() { close(h.tasks) })
	}
	return c
}

func (c *localCrew) Ready() (helpers int, prompt bool) {
	if c.lost {
		return 0, c.prompt
	}
	return len(c.helpers), c.prompt
}

func (c *localCrew) Ask(i int, t *ShardTask) {
	own := *t // as if it had crossed to another thread
	own.Values = slices.Clone(t.Values)
	h := c.helpers[i]
	if h.busy {
		<-h.results
	}
	h.busy = true
	h.tasks <- &own
}

func (c *localCrew) Answer(i int) *ShardResult {
	if c.left == 0 {
		c.lost = true
		return nil
	}
	c.left--
	c.helpers[i].busy = false
	return <-c.helpers[i].results
}

// divided lists jobs that a crew helps with, by what is peculiar to them.
func divided() map[string]Job {
	job := func(m Method) Job {
		j := cnfJob
		j.Width, j.Method = 7, m
		return j
	}
	short := notebook(job(Method{Steps: 3}))
	wide := job(Method{Steps: 60})
	wide.Width = 12
	narrow := job(Method{})
	narrow.Width = 1
	return map[string]Job{
		"tuned":              job(Method{}),
		"gates too":          wide,
		"notebook":           short,
		"hypernetwork":       job(Method{Field: "hyper"}),
		"paper":              job(Method{Field: "paper"}),
		"estimated trace":    job(Method{Trace: GaussianTrace}),
		"penalties":          job(Method{Kinetic: 0.01, Frobenius: 0.02}),
		"large batch":        job(Method{Batch: 1500}),
		"less than a shard":  job(Method{Batch: 30}),
		"three points left":  job(Method{Batch: 247}),
		"one unit":           narrow,
		"average, one shard": job(Method{Batch: 64, Average: 0.9}),
	}
}

// TestCrewChangesNoBit trains with helpers and without, and past audits that
// refine the solver, which the helpers must follow.
func TestCrewChangesNoBit(t *testing.T) {
	for name, job := range divided() {
		t.Run(name, func(t *testing.T) {
			alone := trained(t, job, 0)
			var crews []*Trainer
			for _, c := range []struct {
				workers int
				prompt  bool
			}{{2, false}, {2, true}, {4, true}, {8, false}} {
				tr := trained(t, job, 0)
				crew := newLocalCrew(t, job, c.workers-1)
				crew.prompt = c.prompt
				tr.Enlist(crew)
				crews = append(crews, tr)
			}
			for step := range 4 {
				if step == 2 {
					for _, tr := range append(crews, alone) {
						tr.model.(*CNF[float32]).refine()
					}
				}
				if err := alone.Step(); err != nil {
					t.Fatal(err)
				}
				for i, tr := range crews {
					if err := tr.Step(); err != nil {
						t.Fatal(err)
					}
					if tr.Loss() != alone.Loss() || !slices.Equal(tr.model.Params(), alone.model.Params()) {
						t.Fatalf("step %d: crew %d comes to the loss %v or parameters that the trainer alone, with %v, does not",
							step+1, i, tr.Loss(), alone.Loss())
					}
					if got, want := tr.model.(*CNF[float32]).Penalties(), alone.model.(*CNF[float32]).Penalties(); got != want {
						t.Fatalf("step %d: penalties %v, alone %v", step+1, got, want)
					}
				}
			}
		})
	}
}

// TestCrewScores lets helpers score the held-out points while the trainer audits,
// which leaves nothing to be judged and changes no bit: also for averaged parameters,
// if the audit refines the solver, and if a helper is lost.
func TestCrewScores(t *testing.T) {
	narrow, averaged := cnfJob, cnfJob
	narrow.Width, averaged.Width = 3, 3
	averaged.Method.Average = 0.9
	for name, c := range map[string]struct {
		job     Job
		steeper float32
		lost    bool
		scored  bool
	}{
		"tuned":    {narrow, 1, false, true},
		"average":  {averaged, 1, false, true},
		"refined":  {cnfJob, 6, false, false},
		"lost one": {narrow, 1, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			before := func() *Trainer {
				tr := trained(t, c.job, auditEvery-1)
				steepen(tr, c.steeper, "w")
				return tr
			}
			alone := before()
			if err := alone.Step(); err != nil {
				t.Fatal(err)
			}
			for _, helpers := range []int{1, 2} {
				tr, crew := before(), newLocalCrew(t, c.job, helpers)
				tr.Enlist(crew)
				if c.lost {
					crew.left = 0
				}
				if err := tr.Step(); err != nil {
					t.Fatal(err)
				}
				if scored := tr.judged == HeldOut; scored != c.scored {
					t.Errorf("%d helpers: %d points are scored", helpers, tr.judged)
				}
				if got, want := tr.Judge(), alone.Judge(); got != want {
					t.Errorf("%d helpers: a score of %v, alone %v", helpers, got, want)
				}
				if got, want := tr.Snapshot(), alone.Snapshot(); got.HeldOut != want.HeldOut || got.HeldOutStep != want.HeldOutStep || got.SolverSteps != want.SolverSteps {
					t.Errorf("%d helpers: a snapshot of %+v, alone %+v", helpers, got, want)
				}
			}
		})
	}
}

// TestLostHelper loses one in every phase of a step: the step is computed alone.
func TestLostHelper(t *testing.T) {
	job := divided()["gates too"]
	alone := trained(t, job, 0)
	var want [3]float64
	for step := range want {
		if err := alone.Step(); err != nil {
			t.Fatal(err)
		}
		want[step] = alone.Loss()
	}
	for answers := range 8 {
		tr := trained(t, job, 0)
		crew := newLocalCrew(t, job, 2)
		crew.left = answers
		tr.Enlist(crew)
		for step, loss := range want {
			if err := tr.Step(); err != nil {
				t.Fatal(err)
			}
			if tr.Loss() != loss {
				t.Fatalf("lost after %d answers, step %d: loss %v, not %v", answers, step+1, tr.Loss(), loss)
			}
		}
		if !crew.lost {
			t.Errorf("nobody was asked after %d answers", answers)
		}
	}
}

func TestWhatACrewDivides(t *testing.T) {
	for name, job := range divided() {
		if !job.Divides() {
			t.Errorf("%s: a crew does not divide it", name)
		}
	}
	for name, m := range map[string]Method{
		"tolerance": {Tolerance: 1e-3}, "checkpoints": {Gradient: CheckpointedGradient},
		"adjoint": {Gradient: AdjointGradient}, "flow matching": {Objective: FlowMatchingIndependent},
	} {
		job := cnfJob
		job.Method = m
		if _, err := NewShardWorker(job); err == nil || job.Divides() {
			t.Errorf("%s: a crew divides it, %v", name, err)
		}
		tr := trained(t, job, 0)
		tr.Enlist(newLocalCrew(t, cnfJob, 1))
		if tr.team != nil {
			t.Errorf("%s: the trainer has a team", name)
		}
	}
}

func TestBadTasks(t *testing.T) {
	w, err := NewShardWorker(cnfJob)
	if err != nil {
		t.Fatal(err)
	}
	for name, task := range map[string]ShardTask{
		"no steps":          {Phase: SolvePhase},
		"too many steps":    {Phase: SolvePhase, Steps: MaxSteps + 1},
		"no table":          {Phase: SolvePhase, Steps: 8},
		"no such phase":     {Phase: ScorePhase + 1, Steps: 8},
		"no table to score": {Phase: ScorePhase, Steps: 8},
		"too many units":    {Phase: GatesPhase, Steps: 8, To: cnfJob.Width + 1},
		"units backwards":   {Phase: GatesPhase, Steps: 8, From: 2, To: 1},
		"before the first":  {Phase: PullbackPhase, Steps: 8, From: -1, To: 1},
		"no parameters":     {Phase: GatesPhase, Steps: 8, To: 1},
		"no cotangents":     {Phase: PullbackPhase, Steps: 8, To: 1},
		"too much":          {Phase: PullbackPhase, Steps: 8, Values: make([]float32, 1)},
		"x without y":       {Phase: SolvePhase, Steps: 8, Values: make([]float32, len(w.model.net.table.Rows)), X: make([]float32, 1), Total: 1},
		"part of less":      {Phase: SolvePhase, Steps: 8, Values: make([]float32, len(w.model.net.table.Rows)), X: make([]float32, 1), Y: make([]float32, 1)},
		"noise for nothing": {Phase: SolvePhase, Steps: 8, Values: make([]float32, len(w.model.net.table.Rows)), NoiseX: make([]float32, 1), NoiseY: make([]float32, 1)},
	} {
		if err := w.Do(&task, &ShardResult{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// BenchmarkShards is a training step by so many workers, on goroutines.
func BenchmarkShards(b *testing.B) {
	for _, job := range []Job{cnfJob, notebook(cnfJob)} {
		for _, workers := range []int{1, 2, 4, 8} {
			b.Run(fmt.Sprintf("%s/%d", job.Recipe, workers), func(b *testing.B) {
				tr, err := NewTrainer(job)
				if err != nil {
					b.Fatal(err)
				}
				if workers > 1 {
					tr.Enlist(newLocalCrew(b, job, workers-1))
				}
				for b.Loop() {
					if err := tr.Step(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// TestDeal holds every part to follow the one before, to the end.
func TestDeal(t *testing.T) {
	for n := range 70 {
		for workers := 1; workers <= 8; workers++ {
			for _, first := range []int{0, 1, 5, 100} {
				end, least, most := 0, n, 0
				for i := range workers {
					from, to := deal(n, workers, i, first)
					if from != end || to < from {
						t.Fatalf("%d by %d workers, %d first: worker %d has %d to %d after %d", n, workers, first, i, from, to, end)
					}
					end = to
					if i > 0 {
						least, most = min(least, to-from), max(most, to-from)
					}
				}
				if _, own := deal(n, workers, 0, first); end != n || workers > 1 && (most > least+1 || own < min(first, n)) {
					t.Fatalf("%d by %d workers, %d first: %d dealt, %d to the trainer, %d to %d to the others", n, workers, first, end, own, least, most)
				}
			}
		}
	}
}

func TestDealPoints(t *testing.T) {
	for _, n := range []int{1, 64, 99, 100, 500, 512, 4096} {
		for workers := 1; workers <= 8; workers++ {
			for k, evaluations := range []int{64, 640, 2400, 64, 640} {
				var parts [8][2]int
				for i := range workers {
					parts[i][0], parts[i][1] = leadOf(k > 2).points(n, workers, i, evaluations)
				}
				if workers > 1 {
					parts[0], parts[1] = parts[1], parts[0]
				}
				end, count := 0, 0
				for _, p := range parts[:workers] {
					count += countShards(p[1] - p[0])
					if p[0] != end && p[0] != p[1] || p[0]%shardLen != 0 && p[0] != n {
						t.Fatalf("%d points by %d workers: %v", n, workers, parts[:workers])
					}
					end = max(end, p[1])
				}
				if end != n || count != countShards(n) {
					t.Fatalf("%d points in %d shards by %d workers: %d dealt in %d", n, countShards(n), workers, end, count)
				}
			}
		}
	}
}
