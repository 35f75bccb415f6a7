package flow

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
)

// ofEnergy returns a job of density matching.
func ofEnergy(kind Kind, data string, width int) Job {
	return Job{Kind: kind, Width: width, Data: data, Seed: 1, Recipe: "tuned", Method: Method{Objective: DensityMatching}}
}

// TestScaledEnergyIsTheData: with ln Z it is the dataset's own log-density.
func TestScaledEnergyIsTheData(t *testing.T) {
	r := stream(3, 3)
	for _, e := range Energies {
		job := ofEnergy(Continuous, e.Name, 2)
		d, err := job.Dataset()
		if err != nil {
			t.Fatal(err)
		}
		p, err := job.potential()
		if err != nil {
			t.Fatal(err)
		}
		for range 100 {
			z := []float64{4*r.Float64() - 2, 4*r.Float64() - 2}
			if got, want := -p.Value(z[0], z[1])-p.logZ(), d.LogDensity(z[0], z[1]); math.Abs(got-want) > 1e-11 {
				t.Errorf("%s at %v: %v, the data's log-density is %v", e.Name, z, got, want)
			}
			want := fd.Gradient(nil, func(z []float64) float64 { return p.Value(z[0], z[1]) }, z, &fd.Settings{Formula: fd.Central})
			g1, g2 := p.Gradient(z[0], z[1])
			if off := math.Hypot(g1-want[0], g2-want[1]); off > 1e-6*(1+math.Hypot(want[0], want[1])) {
				t.Errorf("%s at %v: gradient (%v, %v), want %v", e.Name, z, g1, g2, want)
			}
		}
	}
}

func TestFloor(t *testing.T) {
	for _, c := range []struct {
		job  Job
		want float64
		ok   bool
	}{
		{cnfJob, TwoMoons.Entropy, true},
		{ofEnergy(Discrete, "u1", 2), -(1.8775016261086028 - math.Log(1.8175537409692*1.1812187898138)), true},
		{Job{Kind: Continuous, Data: "moons", Method: Method{Objective: FlowMatchingTransport}}, 0, false},
		{Job{Kind: Continuous, Data: "moons", Noise: 0.3}, TwoMoonsWithNoise(0.3).Entropy, true},
	} {
		if got, ok := c.job.Floor(); ok != c.ok || math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%+v: floor %v, %v; want %v", c.job, got, ok, c.want)
		}
	}
	for _, job := range []Job{{Data: "sun"}, {Data: "moons", Method: Method{Objective: DensityMatching}}} {
		if _, ok := job.Floor(); ok {
			t.Errorf("%+v has a floor", job)
		}
	}
}

// otherJobs are those that methods does not make.
func otherJobs() []Job {
	generative, averaged := ofWidth(nfJob, 4), ofWidth(nfJob, 4)
	generative.Method.Generative = true
	averaged.Method = Method{Average: 0.99, Rate: 2e-2, Batch: 17, Patience: 1}
	kept := ofEnergy(Continuous, "u3", 2)
	kept.Method.Average, kept.Method.Patience = 0.9, 1
	tolerant := ofWidth(cnfJob, 2)
	tolerant.Method = Method{Tolerance: 1e-2, Average: 0.5, Trace: GaussianTrace}
	return []Job{
		generative, notebook(generative), averaged, notebook(averaged), kept, tolerant,
		ofEnergy(Discrete, "u4", 4), ofEnergy(Continuous, "u2", 2), notebook(ofEnergy(Discrete, "u1", 2)),
	}
}

// TestOtherJobsAreRestored goes on across an audit and, for some, a look.
func TestOtherJobsAreRestored(t *testing.T) {
	for _, job := range otherJobs() {
		whole, first := trained(t, job, 24), trained(t, job, 24)
		again := restored(t, first)
		for range 3 {
			if err := whole.Step(); err != nil {
				t.Fatal(err)
			}
			if err := again.Step(); err != nil {
				t.Fatal(err)
			}
		}
		if whole.Judge() != again.Judge() || !sameBits(whole.State(), again.State()) {
			t.Errorf("%+v: a restored run ends elsewhere", job)
		}
	}
}

func TestRateAndBatch(t *testing.T) {
	job := cnfJob
	job.Method.Rate, job.Method.Batch = 1e-2, 77
	c := job.course(Tuned)
	want := Tuned.CNF
	want.Batch, want.Schedule.From, want.Schedule.To = 77, 1e-2, 1e-2*(1e-4/5e-3)
	if c.Batch != want.Batch || c.Schedule != want.Schedule || c.Clip != want.Clip {
		t.Errorf("course %+v, want %+v", c, want)
	}
	for _, batch := range []int{1, 2, MaxBatch} {
		for _, job := range []Job{ofWidth(cnfJob, 1), ofWidth(nfJob, 1), ofEnergy(Continuous, "u1", 1)} {
			job.Method.Batch = batch
			trained(t, job, 2)
		}
		for _, o := range []Objective{FlowMatchingIndependent, FlowMatchingTransport} {
			job := ofWidth(cnfJob, 1)
			job.Method.Batch, job.Method.Objective = batch, o
			trained(t, job, 2)
		}
	}
}

func TestAnnealing(t *testing.T) {
	a := Annealing{From: 0.2, Steps: 10}
	for step, want := range map[int]float64{0: 0.2, 5: 0.6, 10: 1, 99: 1} {
		if got := a.at(step); math.Abs(got-want) > 1e-15 {
			t.Errorf("β is %v at step %d, want %v", got, step, want)
		}
	}
	if (Annealing{}).at(0) != 1 {
		t.Error("nothing is annealed by the zero value")
	}
	p := annealed{round{}, 0.5}
	if g1, g2 := p.Gradient(2, 3); g1 != 1 || g2 != 1.5 || p.Value(2, 3) != 6.5 {
		t.Errorf("gradient (%v, %v), value %v", g1, g2, p.Value(2, 3))
	}
}
