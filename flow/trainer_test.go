package flow

import (
	"encoding/binary"
	"flag"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite testdata/traces.txt")

// TestTraceBits holds the losses of short runs of every kind, and what is drawn
// from all data, to the bits they had when testdata/traces.txt was made ("go
// test ./flow -run TraceBits -update"): every machine, and WebAssembly too, must
// come to the same ones.
func TestTraceBits(t *testing.T) {
	var b strings.Builder
	trace := func(name string, job Job, steps int) {
		tr := trained(t, job, steps)
		fmt.Fprintf(&b, "%s: %016x %016x\n", name, math.Float64bits(tr.Loss()), math.Float64bits(tr.Judge()))
	}
	for _, c := range []struct {
		job   Job
		steps int
	}{{cnfJob, 40}, {nfJob, 200}, {notebook(cnfJob), 3}, {notebook(nfJob), 100}} {
		for seed := 1; seed <= 2; seed++ {
			c.job.Seed = seed
			trace(fmt.Sprintf("%s %s %d", c.job.Kind, c.job.Recipe, seed), c.job, c.steps)
		}
	}
	for _, c := range []struct {
		name   string
		job    Job
		method Method
		steps  int
	}{
		{"generative", nfJob, Method{Generative: true}, 100},
		{"independent", cnfJob, Method{Objective: FlowMatchingIndependent}, 10},
		{"transport", cnfJob, Method{Objective: FlowMatchingTransport}, 10},
		{"kinetic", cnfJob, Method{Kinetic: 1}, 10},
		{"frobenius", cnfJob, Method{Frobenius: 1}, 10},
		{"gaussian", cnfJob, Method{Trace: GaussianTrace}, 10},
		{"tolerance", cnfJob, Method{Tolerance: 1e-2}, 5},
	} {
		job := ofWidth(c.job, 8)
		job.Method = c.method
		trace(fmt.Sprintf("%s %s", job.Kind, c.name), job, c.steps)
	}
	for _, e := range Energies {
		trace("cnf "+e.Name, ofEnergy(Continuous, e.Name, 8), 10)
		trace("nf "+e.Name, ofEnergy(Discrete, e.Name, 8), 100)
	}
	for _, d := range Datasets {
		x, y := make([]float32, 20000), make([]float32, 20000)
		d.Sample(x, y, stream(1, 1))
		h := fnv.New64a()
		_ = binary.Write(h, binary.LittleEndian, slices.Concat(x, y)) // which never fails
		fmt.Fprintf(&b, "draws of %s: %016x\n", d.Name, h.Sum64())
	}
	if *update {
		if err := os.WriteFile("testdata/traces.txt", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := testdata.ReadFile("testdata/traces.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != string(want) {
		t.Errorf("losses differ in their bits; got\n%swant\n%s", got, want)
	}
}

func TestEqualSeeds(t *testing.T) {
	for _, job := range []Job{cnfJob, nfJob, notebook(nfJob)} {
		job.Width = 4
		a, b := trained(t, job, 0), trained(t, job, 0)
		other := job
		other.Seed = 2
		c, same := trained(t, other, 0), true
		for step := range 20 {
			for _, tr := range []*Trainer{a, b, c} {
				if err := tr.Step(); err != nil {
					t.Fatal(err)
				}
			}
			if a.Loss() != b.Loss() {
				t.Fatalf("%v: step %d: %v and %v", job, step+1, a.Loss(), b.Loss())
			}
			same = same && a.Loss() == c.Loss()
			b.JudgePart() // scoring must not change training
		}
		if same {
			t.Errorf("%v: seeds 1 and 2 train alike", job)
		}
	}
}

func TestHeldOutPointsAreNotTrainedOn(t *testing.T) {
	for _, job := range []Job{cnfJob, notebook(nfJob)} {
		tr := trained(t, job, 0)
		if len(tr.heldX) < 4096 {
			t.Errorf("%d held-out points", len(tr.heldX))
		}
		held := map[[2]float32]bool{}
		for k := range tr.heldX {
			held[[2]float32{tr.heldX[k], tr.heldY[k]}] = true
		}
		b := newBatcher(tr.data.Sample, Course{Batch: tr.course.Batch, Pool: tr.course.Pool}, stream(job.Seed, batchStream))
		for range 50 {
			x, y := b.next()
			for k := range x {
				if held[[2]float32{x[k], y[k]}] {
					t.Fatalf("%v: a held-out point in a training batch", job)
				}
			}
		}
	}
}

func TestJudge(t *testing.T) {
	tr := trained(t, nfJob, 3)
	if s := tr.Snapshot(); !math.IsNaN(s.HeldOut) || s.HeldOutStep != -1 || tr.Unjudged() != 4 {
		t.Errorf("before the first score: %+v", s)
	}
	parts := 1
	for !tr.JudgePart() {
		parts++
	}
	if parts != HeldOut/judgeShare {
		t.Errorf("%d parts", parts)
	}
	s := tr.Snapshot()
	if want := tr.model.NLL(tr.heldX, tr.heldY); math.Abs(s.HeldOut-want) > 1e-9 || s.HeldOutStep != 3 {
		t.Errorf("score %v at step %d, want %v at 3", s.HeldOut, s.HeldOutStep, want)
	}
	// A step in the middle of scoring begins it anew.
	_ = tr.Step()
	tr.JudgePart()
	_ = tr.Step()
	if got, want := tr.Judge(), tr.model.NLL(tr.heldX, tr.heldY); math.Abs(got-want) > 1e-9 {
		t.Errorf("interrupted score %v, want %v", got, want)
	}
}

func TestBadStepIsLeftOut(t *testing.T) {
	for _, job := range []Job{cnfJob, nfJob} {
		tr := trained(t, job, 2)
		before := append([]float32{}, tr.model.Params()...)
		part(tr.model.Groups(), "b", tr.model.Params())[0] = float32(math.NaN())
		err := tr.Step()
		if err == nil || !strings.Contains(err.Error(), "step 3") {
			t.Errorf("%v: a NaN: %v", job, err)
		}
		for i, v := range tr.model.Params() {
			if v == v && v != before[i] {
				t.Fatalf("%v: the step changed parameter %d", job, i)
			}
		}
		if tr.Steps() != 3 {
			t.Errorf("%v: %d steps", job, tr.Steps())
		}
	}
}

func TestBadJobs(t *testing.T) {
	for name, change := range map[string]func(*Job){
		"no width":     func(j *Job) { j.Width = 0 },
		"too wide":     func(j *Job) { j.Width = MaxWidth + 1 },
		"odd data":     func(j *Job) { j.Data = "sun" },
		"odd recipe":   func(j *Job) { j.Recipe = "soup" },
		"negative":     func(j *Job) { j.Width = -3 },
		"empty recipe": func(j *Job) { j.Recipe = "" },
	} {
		job := cnfJob
		change(&job)
		if _, err := NewTrainer(job); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestEveryWidthTrains takes a few steps at both ends of the sliders, and a
// narrow model's on all data: what a width can break does not depend on the data.
func TestEveryWidthTrains(t *testing.T) {
	for _, kind := range []Kind{Continuous, Discrete} {
		for _, data := range Datasets {
			checkTrains(t, Job{Kind: kind, Width: 2, Data: data.Name, Seed: 1, Recipe: "tuned"})
		}
		for _, width := range []int{1, MaxWidth} {
			checkTrains(t, Job{Kind: kind, Width: width, Data: "moons", Seed: 1, Recipe: "tuned"})
		}
	}
}

// checkTrains takes eight steps and wants a finite loss and score, and every
// group of parameters moved.
func checkTrains(t *testing.T, job Job) {
	t.Helper()
	tr := trained(t, job, 0)
	before := append([]float32{}, tr.model.Params()...)
	for range 8 {
		if err := tr.Step(); err != nil {
			t.Fatalf("%v: %v", job, err)
		}
	}
	if nll := tr.model.NLL(tr.heldX[:500], tr.heldY[:500]); !finite(nll) || !finite(tr.Loss()) {
		t.Errorf("%v: loss %v, NLL %v", job, tr.Loss(), nll)
	}
	for _, g := range tr.model.Groups() {
		part := tr.model.Params()[g.Offset : g.Offset+g.Len()]
		if slices.Equal(part, before[g.Offset:g.Offset+g.Len()]) {
			t.Errorf("%v: training left %s as it was", job, g.Name)
		}
	}
}

func TestAuditRefinesTheSolver(t *testing.T) {
	tr := trained(t, cnfJob, auditEvery-1)
	steepen(tr, 6, "w") // RK4 × 8 cannot follow
	if err := tr.Step(); err != nil {
		t.Fatal(err)
	}
	s := tr.Snapshot()
	if !(math.Abs(s.SolverError) > tolerable) || s.SolverSteps <= Tuned.cnf.Steps {
		t.Errorf("solver error %v, %d steps", s.SolverError, s.SolverSteps)
	}
}

func TestOwnMoments(t *testing.T) {
	b := newBatcher(TwoMoons.Sample, Course{Batch: 100, OwnMoments: true}, stream(1, 1))
	x, y := b.next()
	for _, v := range [][]float32{x, y} {
		sum, squares := 0.0, 0.0
		for _, x := range v {
			sum += float64(x)
			squares += float64(x) * float64(x)
		}
		if math.Abs(sum/100) > 1e-6 || math.Abs(squares/100-1) > 1e-5 {
			t.Errorf("mean %v, mean square %v", sum/100, squares/100)
		}
	}
}

func TestPoolIsTakenInEpochs(t *testing.T) {
	b := newBatcher(TwoMoons.Sample, Course{Batch: 30, Pool: 90}, stream(1, 1))
	for epoch := range 3 {
		seen := map[float32]int{}
		for range 3 {
			x, _ := b.next()
			for _, v := range x {
				seen[v]++
			}
		}
		if len(seen) != 90 {
			t.Errorf("epoch %d shows %d of 90 points", epoch, len(seen))
		}
	}
}
