package flow

import (
	"math"
	"slices"
	"testing"
)

// TestAverageIsJudged: training goes on as without the average, and score,
// picture and audit are the average's.
func TestAverageIsJudged(t *testing.T) {
	job := ofWidth(cnfJob, 3)
	plain := trained(t, job, 0)
	job.Method.Average = 0.9
	tr := trained(t, job, 0)
	mean := Average[float32]{Decay: 0.9}
	for range auditEvery {
		_, _ = plain.Step(), tr.Step()
		mean.Update(plain.model.Params())
	}
	if !slices.Equal(plain.model.Params(), tr.model.Params()) {
		t.Fatal("the average changes training")
	}
	mean.Swap(plain.model.Params())
	if got, want := tr.Judge(), plain.Judge(); got != want {
		t.Errorf("score %v, of the average %v", got, want)
	}
	x, y := tr.heldX[:auditPoints], tr.heldY[:auditPoints]
	if got, want := tr.Snapshot().SolverError, plain.model.(*CNF[float32]).SolverError(x, y); got != want {
		t.Errorf("solver error %v, of the average %v", got, want)
	}
	a, b := tr.Snapshot().Flow.(*ContinuousFlow), plain.Snapshot().Flow.(*ContinuousFlow)
	if !slices.Equal(a.Table.Rows, b.Table.Rows) {
		t.Error("another flow is shown than the average's")
	}
}

// impatient returns a job that gets worse for long.
func impatient(average float64) Job {
	job := ofWidth(nfJob, 8)
	job.Method = Method{Patience: 2, Rate: 1, Average: average}
	return job
}

func TestPatienceStops(t *testing.T) {
	for _, average := range []float64{0, 0.5} {
		tr, judged := trained(t, impatient(average), 0), trained(t, impatient(average), 0)
		best := math.Inf(1)
		for range 100 * lookEvery[Discrete] {
			if tr.Stopped() {
				break
			}
			_, _ = tr.Step(), judged.Step()
			judged.Judge() // which must not change anything
			if tr.Steps()%lookEvery[Discrete] == 0 {
				best = min(best, judged.Judge())
			}
		}
		looks, least := tr.patience.Looks()
		if !tr.Stopped() || !judged.Stopped() || looks != least+3 {
			t.Fatalf("stopped: %v and %v after %d looks, the best of which was %d", tr.Stopped(), judged.Stopped(), looks, least)
		}
		if tr.Judge() != best || tr.model.NLL(tr.heldX, tr.heldY)-best > 1e-9 {
			t.Errorf("score %v, the best was %v", tr.Judge(), best)
		}
		again := restored(t, tr)
		before := tr.State()
		if err := tr.Step(); err != nil || !sameBits(tr.State(), before) {
			t.Error("a stopped trainer makes steps")
		}
		if !again.Stopped() || again.Judge() != best {
			t.Error("a stopped trainer goes on when restored")
		}
	}
}

func TestFailedSolveIsLeftOut(t *testing.T) {
	job := ofWidth(cnfJob, 2)
	job.Method.Tolerance = 1e-3
	tr := trained(t, job, 2)
	tr.model.Params()[0] = float32(math.NaN())
	err := tr.Step()
	const want = "step 3: the solver gave up at time 1: the state is not finite; the step was left out"
	if err == nil || err.Error() != want {
		t.Errorf("error %v, want %q", err, want)
	}
	if nll := tr.Judge(); !math.IsNaN(nll) {
		t.Errorf("NLL %v of a model that is not a number", nll)
	}
	tr.model.Params()[0] = 0
	if s := tr.State(); s.HeldOutStep != -1 || s.Check() != nil {
		t.Errorf("a score that is not finite is kept: %v at %d, %v", s.HeldOut, s.HeldOutStep, s.Check())
	}
}

// steepen multiplies groups of parameters, so that a coarse solver cannot follow.
func steepen(tr *Trainer, factor float32, names ...string) {
	for _, name := range names {
		v := part(tr.model.Groups(), name, tr.model.Params())
		for i := range v {
			v[i] *= factor
		}
	}
}

func TestAuditTightensTheTolerance(t *testing.T) {
	job := cnfJob
	job.Method.Tolerance = 0.1
	tr := trained(t, job, auditEvery-1)
	steepen(tr, 6, "w")
	if err := tr.Step(); err != nil {
		t.Fatal(err)
	}
	c := tr.model.(*CNF[float32])
	if !(math.Abs(tr.Snapshot().SolverError) > tolerable) || c.spec.Tolerance != 0.1/3 {
		t.Errorf("solver error %v, tolerance %v", tr.Snapshot().SolverError, c.spec.Tolerance)
	}
	tr.Judge()
	again := restored(t, tr)
	if s := again.Snapshot(); s.SolverSteps != tr.Snapshot().SolverSteps || s.SolverSteps < 2 {
		t.Errorf("%d steps of the solver, restored %d", tr.Snapshot().SolverSteps, s.SolverSteps)
	}
	_, _ = tr.Step(), again.Step()
	if !sameBits(tr.State(), again.State()) {
		t.Error("runs differ after an audit")
	}
	for tolerance, steps := range map[float64]int{0.2: 3, 0: 3, 1e-8: 3, math.NaN(): 3, 0.01: -1} {
		s := tr.State()
		s.Solver.Tolerance, s.Solver.Steps = tolerance, steps
		if s.Check() == nil {
			t.Errorf("a state of %d steps by a tolerance of %v is taken", steps, tolerance)
		}
	}
	for range 20 {
		c.refine()
	}
	if c.spec.Tolerance != leastTolerance {
		t.Errorf("the tolerance comes to %v", c.spec.Tolerance)
	}
}

// TestMatchingIsAudited: the way to data has an error of its own.
func TestMatchingIsAudited(t *testing.T) {
	tr := trained(t, ofEnergy(Continuous, "u1", 20), auditEvery-1)
	steepen(tr, 6, "w", "W4")
	if err := tr.Step(); err != nil {
		t.Fatal(err)
	}
	c := tr.model.(*CNF[float32])
	c.setSteps(Tuned.cnf.Steps)
	e, forth := c.SolverError(tr.heldX[:auditPoints], tr.heldY[:auditPoints]), c.matchError(tr.noiseX, tr.noiseY, tr.energy)
	worse := e
	if math.Abs(forth) > math.Abs(e) {
		worse = forth
	}
	if got := tr.Snapshot().SolverError; got != worse || !(math.Abs(forth) > tolerable) {
		t.Errorf("audited %v; the errors are %v and %v", got, e, forth)
	}
}
