package flow

import (
	"math"
	"strings"
	"testing"
)

func TestJobsThatMakeNoSense(t *testing.T) {
	energies := func(j Job) Job { j.Data, j.Method.Objective = "u2", DensityMatching; return j }
	with := func(j Job, m Method) Job { j.Method = m; return j }
	of := func(j Job, change func(*Method)) Job { change(&j.Method); return j }
	nan := math.NaN()
	for _, c := range []struct {
		job  Job
		want string
	}{
		{with(cnfJob, Method{Field: "free"}), `no field "free"; there are notebook, paper, hyper`},
		{with(cnfJob, Method{Solver: "rk5"}), `no solver "rk5"; there are euler, midpoint, heun, ral`},
		{with(cnfJob, Method{Steps: MaxSteps + 1}), "101 solver steps"},
		{with(cnfJob, Method{Steps: -1}), "-1 solver steps"},
		{with(cnfJob, Method{Trace: 9}), "no trace estimator"},
		{with(cnfJob, Method{Gradient: -1}), "no gradient method"},
		{with(cnfJob, Method{Objective: 7}), "no objective"},
		{with(cnfJob, Method{Tolerance: 1e-9}), "tolerance of 1e-09"},
		{with(cnfJob, Method{Tolerance: 0.2}), "tolerance of 0.2"},
		{with(cnfJob, Method{Tolerance: nan}), "tolerance of NaN"},
		{with(cnfJob, Method{Kinetic: 1.1}), "kinetic energy"},
		{with(cnfJob, Method{Frobenius: -0.1}), "Frobenius norm"},
		{with(cnfJob, Method{Rate: 2}), "learning rate of 2"},
		{with(cnfJob, Method{Rate: nan}), "learning rate of NaN"},
		{with(cnfJob, Method{Batch: MaxBatch + 1}), "batch of 4097"},
		{with(cnfJob, Method{Average: 1}), "decay of 1"},
		{with(cnfJob, Method{Patience: -1}), "patience of -1"},

		{with(cnfJob, Method{Gradient: AdjointGradient, Trace: GaussianTrace}), "not the gaussian estimate"},
		{with(cnfJob, Method{Gradient: AdjointGradient, Kinetic: 0.1}), "adjoint takes no penalties"},
		{with(cnfJob, Method{Tolerance: 1e-3, Steps: 8}), "chooses its steps itself"},
		{with(cnfJob, Method{Tolerance: 1e-3, Solver: "rk4"}), "RK4 does not estimate its error"},
		{with(cnfJob, Method{Tolerance: 1e-3, Solver: "euler"}), "midpoint, heun, ralston, bogacki-shampine, tsit5, dormand-prince do"},

		{with(cnfJob, Method{Objective: DensityMatching}), `"moons" is not an energy`},
		{with(nfJob, Method{Objective: DensityMatching}), `"moons" is not an energy`},
		{of(energies(cnfJob), func(m *Method) { m.Trace = RademacherTrace }), "energy would not use it"},
		{of(energies(cnfJob), func(m *Method) { m.Gradient = CheckpointedGradient }), "checkpointed gradient is the likelihood's"},
		{of(energies(cnfJob), func(m *Method) { m.Kinetic = 0.1 }), "penalties belong to the likelihood"},
		{of(energies(cnfJob), func(m *Method) { m.Tolerance = 0.1 }), "fixed steps"},
		{with(cnfJob, Method{Objective: FlowMatchingTransport, Trace: GaussianTrace}), "transport would not use it"},
		{with(cnfJob, Method{Objective: FlowMatchingTransport, Frobenius: 1}), "not to that of transport"},

		{with(cnfJob, Method{Generative: true}), "only an NF can be turned around"},
		{with(nfJob, Method{Objective: FlowMatchingIndependent}), "an NF has no velocities"},
		{with(nfJob, Method{Solver: "rk4"}), "an NF is a stack of layers"},
		{with(nfJob, Method{Tolerance: 1e-3}), "an NF is a stack of layers"},
		{with(nfJob, Method{Kinetic: 1}), "an NF is a stack of layers"},
		{with(notebook(cnfJob), Method{Batch: 1}), "which one point has not"},

		{Job{Kind: Continuous, Width: 65, Data: "moons", Recipe: "tuned"}, "width 65"},
		{Job{Kind: Continuous, Width: 2, Data: "circles", Recipe: "tuned", Noise: 0.1}, "only moons have a noise"},
		{Job{Kind: Continuous, Width: 2, Data: "moons", Recipe: "tuned", Noise: 0.6}, "noise of 0.6"},
		{Job{Kind: Continuous, Width: 2, Data: "moons", Recipe: "tuned", Noise: nan}, "noise of NaN"},
	} {
		err := c.job.Check()
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.job, err, c.want)
			continue
		}
		if _, again := NewTrainer(c.job); again == nil || again.Error() != err.Error() {
			t.Errorf("%+v: Check says %q, NewTrainer %q", c.job, err, again)
		}
	}
}

// TestMethodFor: what is left of any method can be computed by either kind.
func TestMethodFor(t *testing.T) {
	all := append(methods(), Method{Generative: true}, Method{Generative: true, Steps: 3, Rate: 0.1})
	for _, m := range all {
		for _, job := range []Job{cnfJob, nfJob} {
			job.Method = m.For(job.Kind)
			if err := job.Check(); err != nil {
				t.Errorf("%+v for a %v: %v", m, job.Kind, err)
			}
			if again := job.Method.For(job.Kind); again != job.Method {
				t.Errorf("%+v for a %v becomes %+v", job.Method, job.Kind, again)
			}
		}
	}
	m := Method{Rate: 0.1, Batch: 9, Average: 0.5, Patience: 3}
	if m.For(Discrete) != m || m.For(Continuous) != m {
		t.Error("what both kinds have is taken out")
	}
}

func TestNoisyMoons(t *testing.T) {
	job := cnfJob
	usual, err := job.Dataset()
	if err != nil || usual.Entropy != TwoMoons.Entropy {
		t.Errorf("usual moons: entropy %v, %v", usual.Entropy, err)
	}
	job.Noise = 0.4
	d, err := job.Dataset()
	if err != nil || d.Entropy != TwoMoonsWithNoise(0.4).Entropy {
		t.Errorf("moons of noise 0.4: entropy %v, %v", d.Entropy, err)
	}
	if a, b := trained(t, job, 1), trained(t, cnfJob, 1); a.Loss() == b.Loss() {
		t.Error("the noise changes nothing in training")
	}
}
