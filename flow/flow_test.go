package flow

import (
	"math"
	"testing"
)

// trained returns a briefly trained model's trainer.
func trained(t *testing.T, job Job, steps int) *Trainer {
	t.Helper()
	tr, err := NewTrainer(job)
	if err != nil {
		t.Fatal(err)
	}
	for range steps {
		if err := tr.Step(); err != nil {
			t.Fatal(err)
		}
	}
	return tr
}

var (
	cnfJob = Job{Kind: Continuous, Width: 20, Data: "moons", Seed: 1, Recipe: "tuned"}
	nfJob  = Job{Kind: Discrete, Width: 20, Data: "moons", Seed: 1, Recipe: "tuned"}
)

func notebook(j Job) Job { j.Recipe = "notebook"; return j }

func grid(half, cell float64) (x, y []float32) {
	n := int(2 * half / cell)
	for j := range n {
		for i := range n {
			x = append(x, float32(-half+cell*(float64(i)+0.5)))
			y = append(y, float32(-half+cell*(float64(j)+0.5)))
		}
	}
	return x, y
}

// TestTransportAgreesWithDensity sends noise to the data: along the way the
// density at a particle must be the base's times what the flow spread it.
func TestTransportAgreesWithDensity(t *testing.T) {
	for _, job := range []Job{cnfJob, nfJob, notebook(nfJob), notebook(cnfJob)} {
		job.Width = 5
		f := trained(t, job, 40).Snapshot().Flow
		if f.Kind() != job.Kind || f.Width() != 5 {
			t.Errorf("%v: flow is %v of width %d", job, f.Kind(), f.Width())
		}
		const δ = 1e-2
		// A particle and two neighbours: their triangle's area shows the spread.
		x, y := []float32{0.3, 0.3 + δ, 0.3}, []float32{-0.2, -0.2, -0.2 + δ}
		base := make([]float32, 1)
		f.LogDensity(base, x[:1], y[:1], 0)
		area := func(x, y []float32) float64 {
			return math.Abs(float64(x[1]-x[0])*float64(y[2]-y[0]) - float64(x[2]-x[0])*float64(y[1]-y[0]))
		}
		start, stages := area(x, y), 0
		f.Transport(x, y, func(stage int, x, y []float32) {
			if stage != stages {
				t.Fatalf("%v: stage %d, want %d", job, stage, stages)
			}
			stages++
			time := float64(stage) / float64(f.Stages())
			if s := f.Snap(time); math.Abs(s-time) > 1e-12 {
				t.Errorf("%v: Snap(%v) = %v", job, time, s)
			}
			p := make([]float32, 1)
			f.LogDensity(p, x[:1], y[:1], time)
			want := float64(base[0]) - math.Log(area(x, y)/start)
			if math.Abs(float64(p[0])-want) > 0.05 {
				t.Errorf("%v at t = %v: log p = %v, want about %v", job, time, p[0], want)
			}
		})
		if stages != f.Stages()+1 {
			t.Errorf("%v: %d visits, want %d", job, stages, f.Stages()+1)
		}
	}
}

func TestFlowAgreesWithModel(t *testing.T) {
	for _, job := range []Job{cnfJob, nfJob, notebook(nfJob)} {
		tr := trained(t, job, 30)
		x, y := points[float32](500, 9)
		p := make([]float32, len(x))
		tr.Snapshot().Flow.LogDensity(p, x, y, 1)
		sum := 0.0
		for _, l := range p {
			sum -= float64(l) / float64(len(p))
		}
		if want := tr.model.NLL(x, y); math.Abs(sum-want) > 2e-4 {
			t.Errorf("%v: the flow's NLL is %v, the model's %v", job, sum, want)
		}
	}
}

func TestSnapshotStandsStill(t *testing.T) {
	for _, job := range []Job{cnfJob, nfJob} {
		tr := trained(t, job, 1)
		f := tr.Snapshot().Flow
		before, after := make([]float32, 1), make([]float32, 1)
		f.LogDensity(before, []float32{0.5}, []float32{0.5}, 1)
		for range 5 {
			if err := tr.Step(); err != nil {
				t.Fatal(err)
			}
		}
		f.LogDensity(after, []float32{0.5}, []float32{0.5}, 1)
		if before[0] != after[0] {
			t.Errorf("%v: training changed a snapshot", job)
		}
	}
}

func TestNewContinuousFlowChecks(t *testing.T) {
	for _, c := range []struct{ m, rows int }{{0, 33}, {-1, 5}, {2, 33*11 - 1}, {1 << 30, 33}, {math.MaxInt, 33}} {
		if NewContinuousFlow(c.m, make([]float32, c.rows)) != nil {
			t.Errorf("%d numbers made a flow of %d units", c.rows, c.m)
		}
	}
	if NewContinuousFlow(2, make([]float32, 33*11)) == nil {
		t.Error("the right number of coefficients was refused")
	}
}
