//go:build !js

package flow

// What takes long training, many draws or quadratures is tested natively alone:
// [TestTraceBits] holds WebAssembly to the same bits of the same objectives and data.

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat"

	"flowplayground/flow/internal/kernel"
	"flowplayground/ode"
)

// TestEnergiesTrain: the loss comes down toward its floor and not below it. (The
// NLL need not: who leaves a mode out pays for it there alone.)
func TestEnergiesTrain(t *testing.T) {
	for kind, steps := range map[Kind]int{Continuous: 150, Discrete: 1500} {
		for _, e := range Energies {
			job := ofEnergy(kind, e.Name, 8)
			t.Run(fmt.Sprint(kind, e.Name), func(t *testing.T) {
				tr := trained(t, job, 1)
				tr.course.Anneal.Steps = steps / 3
				floor, _ := job.Floor()
				first, last := tr.Loss()-floor, 0.0
				for i := range steps {
					if err := tr.Step(); err != nil {
						t.Fatal(err)
					}
					if i >= steps-20 {
						last += (tr.Loss() - floor) / 20
					}
				}
				if !(last > -0.02 && last < first/2) {
					t.Errorf("above the floor by %v at first, %v at last", first, last)
				}
				if f, ok := tr.model.(*NF[float32]); ok && !f.Generative() {
					t.Error("an NF is matched in the direction of data")
				}
			})
		}
	}
}

func TestGenerativeNFTrains(t *testing.T) {
	job := nfJob
	job.Method.Generative = true
	tr := trained(t, job, 0)
	before := tr.Judge()
	for range 1000 {
		if err := tr.Step(); err != nil {
			t.Fatal(err)
		}
	}
	if after := tr.Judge(); !(after < 2.5 && after < before) || !tr.Snapshot().Flow.(*DiscreteFlow).Generative {
		t.Errorf("NLL %v at first, %v after 1000 steps", before, after)
	}
}

// TestPenaltiesStraightenPaths: what is penalised becomes less.
func TestPenaltiesStraightenPaths(t *testing.T) {
	after := func(m Method) Penalties {
		job := ofWidth(cnfJob, 4)
		job.Method = m
		tr := trained(t, job, 80)
		// Measured alike, whatever was trained with.
		spec := tr.model.(*CNF[float32]).spec
		spec.Kinetic, spec.Frobenius = 1, 1
		c := NewCNF[float32](spec)
		copy(c.Params(), tr.model.Params())
		c.Gradient(make([]float32, len(c.Params())), tr.heldX[:500], tr.heldY[:500])
		return c.Penalties()
	}
	free := after(Method{})
	if p := after(Method{Kinetic: 1}); p.Kinetic > 0.8*free.Kinetic {
		t.Errorf("kinetic energy %v, penalised %v", free.Kinetic, p.Kinetic)
	}
	if p := after(Method{Frobenius: 1}); p.Frobenius > 0.8*free.Frobenius {
		t.Errorf("Frobenius norm %v, penalised %v", free.Frobenius, p.Frobenius)
	}
}

// matched trains a model on a potential and returns its loss on fresh noise.
func matched(m Model[float32], p Potential, steps int, s Schedule, scale map[string]float64) float64 {
	matcher := NewMatcher(m)
	grad := make([]float32, len(m.Params()))
	factors := scales(m.Groups(), scale, len(grad))
	z1, z2 := make([]float32, 250), make([]float32, 250)
	var adam Adam[float32]
	r := stream(1, batchStream)
	for k := range steps {
		SampleBase(z1, z2, r)
		matcher.MatchGradient(grad, z1, z2, p)
		clip(grad, 1)
		adam.Step(m.Params(), grad, s.Rate(k), factors)
	}
	z1, z2 = baseNoise[float32](4000, 9)
	return matcher.MatchLoss(z1, z2, p)
}

// TestMatchingLearns brings KL(q‖p) near 0, which nothing can undercut but by
// the noise of 4000 points.
func TestMatchingLearns(t *testing.T) {
	spec := Tuned.cnf
	spec.Units = 8
	c := NewCNF[float32](spec)
	c.Init(Tuned.cnfInit, stream(1, 1))
	nf := NFSpec{Layers: 8, Constraint: Softplus}
	fast := map[string]float64{"w": 5, "u": 5, "b": 5}
	for _, test := range []struct {
		name  string
		model Model[float32]
		p     Potential
		logZ  float64
		steps int
		from  float64
		scale map[string]float64
		most  float64
	}{
		{"CNF, tilted", c, tilted{}, math.Log(2 * math.Pi), 150, 5e-3, fast, 0.05},
		{"CNF, wave", c, wave{}, 0, 250, 5e-3, fast, 0.1},
		{"NF, wave", newNF[float32](nf, false, 1), wave{}, 0, 600, 1e-2, nil, 0.3},
		{"generative NF, wave", newNF[float32](nf, true, 1), wave{}, 0, 1000, 1e-2, nil, 0.15},
	} {
		loss := matched(test.model, test.p, test.steps, Schedule{From: test.from, To: 1e-4, Steps: test.steps}, test.scale)
		kl := loss + test.logZ
		t.Logf("%s: KL %.4f after %d steps", test.name, kl, test.steps)
		if !(kl > -0.02 && kl < test.most) {
			t.Errorf("%s: KL %.4f, want less than %v", test.name, kl, test.most)
		}
	}
}

// TestFlowMatchingLearns trains the default field without a solver and scores
// it by the exact likelihood. The best Gaussian has 2.686, the entropy is 1.483.
func TestFlowMatchingLearns(t *testing.T) {
	for _, test := range []struct {
		pairing Pairing
		batch   int
	}{{Independent, 2048}, {Transport, 1024}} {
		spec := Tuned.cnf
		spec.Units = 20
		c := NewCNF[float32](spec)
		c.Init(Tuned.cnfInit, stream(1, initStream))
		s := NewFlowMatching(c, test.pairing)
		grad := make([]float32, len(c.Params()))
		fast := scales(c.Groups(), map[string]float64{"w": 5, "u": 5, "b": 5}, len(grad))
		z1, z2 := make([]float32, test.batch), make([]float32, test.batch)
		x1, x2 := make([]float32, test.batch), make([]float32, test.batch)
		schedule := Schedule{From: 2e-2, To: 4e-4, Steps: 300}
		var adam Adam[float32]
		r := stream(1, batchStream)
		for k := range schedule.Steps {
			SampleBase(z1, z2, r)
			TwoMoons.Sample(x1, x2, r)
			s.Gradient(grad, z1, z2, x1, x2, r)
			clip(grad, 1)
			adam.Step(c.Params(), grad, schedule.Rate(k), fast)
		}
		x1, x2 = points[float32](2000, 99)
		nll, err := c.NLL(x1, x2), c.SolverError(x1, x2)
		t.Logf("pairing %d: NLL %.3f after %d steps, solver error %.1e", test.pairing, nll, schedule.Steps, err)
		if !(nll > TwoMoons.Entropy && nll < 1.8) || math.Abs(err) > 1e-3 {
			t.Errorf("pairing %d: NLL %v, want less than 1.8; solver error %v", test.pairing, nll, err)
		}
	}
}

// TestLearnedDensityIntegratesToOne trains, and adds up the density at several
// times on a wide grid.
func TestLearnedDensityIntegratesToOne(t *testing.T) {
	const cell = 0.04
	for _, c := range []struct {
		job       Job
		steps     int
		most      float64 // NLL
		half      float64 // of the grid
		tolerance float64
	}{
		{cnfJob, 250, 1.70, 4, 1e-3},
		{nfJob, 1500, 1.80, 10, 1e-3},
		{notebook(nfJob), 300, 6, 12, 5e-3},
	} {
		tr := trained(t, c.job, c.steps)
		if nll := tr.Judge(); !(nll < c.most) {
			t.Errorf("%v: held-out NLL %v after %d steps, want less than %v", c.job, nll, c.steps, c.most)
		}
		f := tr.Snapshot().Flow
		x, y := grid(c.half, cell)
		p := make([]float32, len(x))
		for _, time := range []float64{0, 1} {
			f.LogDensity(p, x, y, time)
			mass := 0.0
			for _, l := range p {
				mass += math.Exp(float64(l)) * cell * cell
			}
			if math.Abs(mass-1) > c.tolerance {
				t.Errorf("%v: mass %.5f at t = %v", c.job, mass, time)
			}
		}
	}
}

// TestFitOfTheNotebook raises the rate and the patience, as the notebook must
// have. Its output ends at epoch 479 of 1000 for want of patience, with 1.5512 in
// training and 1.6230 ± 0.034 in validation. Seeds differ much (1.5 to 2.4, with
// this one the luckiest of four); none is below the entropy by more than the
// noise of 500 points.
func TestFitOfTheNotebook(t *testing.T) {
	m, x, y := notebookNF(5000, 4)
	o := FlowjaxFit
	o.Epochs, o.Patience, o.Schedule = 1000, 50, ConstantRate(1e-2)
	f, err := NewFit(Model[float32](m), x, y, o, stream(4, 9))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Run(); err != nil {
		t.Fatal(err)
	}
	best, held := f.Best()
	train := f.Epochs()[best].Train
	if !(train > 1.45 && train < 1.65 && held > 1.40 && held < 1.65) || best < 300 || len(f.Epochs()) == 1000 {
		t.Errorf("best epoch %d of %d: %+v", best, len(f.Epochs()), f.Epochs()[best])
	}
}

// TestAdaptiveGradientConverges compares with central differences of the whole
// solve, step sizes and all, which agree as the tolerance falls.
func TestAdaptiveGradientConverges(t *testing.T) {
	c := adaptiveCNF[float64](func(s *CNFSpec) { s.Tolerance = 1e-10 })
	x, y := points[float64](50, 1)
	grad := make([]float64, len(c.Params()))
	c.Gradient(grad, x, y)
	for i := 0; i < len(grad); i += 97 {
		at := c.Params()[i]
		want := fd.Derivative(func(v float64) float64 { c.Params()[i] = v; return c.NLL(x, y) }, at,
			&fd.Settings{Formula: fd.Central, Step: 1e-4})
		c.Params()[i] = at
		if math.Abs(grad[i]-want) > 1e-6 {
			t.Errorf("gradient %d: %v, central differences say %v", i, grad[i], want)
		}
	}
}

// TestFlowMatchingIsUnbiased compares the mean over many draws of times with
// the integral over t, for a batch that does not divide evenly into blocks and
// whose points all differ.
func TestFlowMatchingIsUnbiased(t *testing.T) {
	const n = FlowMatchingTimes + 3
	c := NewCNF[float64](CNFSpec{Units: 2, Identity: true, Activation: Tanh, Tableau: ode.RK4, Steps: 1})
	c.Init(CNFInit{W: 1, U: 2, B: 1, Gate: 3}, stream(5, 5))
	z1, z2 := baseNoise[float64](n, 2)
	x1, x2 := points[float64](n, 1)
	nodes, weights := make([]float64, 40), make([]float64, 40)
	quad.Legendre{}.FixedLocations(nodes, weights, 0, 1)
	net := newCoefficientNet[float64](c.spec, nodes)
	table := net.forward(c.groups, c.values)
	want := 0.0
	for k := range n {
		for i, s := range nodes {
			v1, v2 := x1[k]-z1[k], x2[k]-z2[k]
			var f1, f2 [1]float64
			kernel.Field(f1[:], f2[:], table.row(i), []float64{z1[k] + s*v1}, []float64{z2[k] + s*v2}, make([]float64, 2))
			want += weights[i] * ((f1[0]-v1)*(f1[0]-v1) + (f2[0]-v2)*(f2[0]-v2)) / n
		}
	}
	s, r := NewFlowMatching(c, Independent), stream(3, 3)
	var losses []float64
	for range 20000 {
		losses = append(losses, s.Loss(z1, z2, x1, x2, r))
	}
	got, sd := stat.MeanStdDev(losses, nil)
	if se := sd / math.Sqrt(float64(len(losses))); math.Abs(got-want) > 4*se || se > 0.01*want {
		t.Errorf("loss %.5f ± %.5f over draws, %.5f by quadrature", got, se, want)
	}
}
