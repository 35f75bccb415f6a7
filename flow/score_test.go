package flow

import (
	"math"
	"testing"

	"flowplayground/ode"

	"gonum.org/v1/gonum/stat"
)

// TestScoreOfNoise scores the identity on points of noise, where all is known.
func TestScoreOfNoise(t *testing.T) {
	f := &DiscreteFlow{Layers: make([]Planar, 2), Flip: true}
	const n = 5000
	x, y := make([]float32, n), make([]float32, n)
	SampleBase(x, y, stream(1, 1))
	nll := make([]float64, n)
	for k := range x {
		nll[k] = math.Log(2*math.Pi) + (float64(x[k])*float64(x[k])+float64(y[k])*float64(y[k]))/2
	}
	mean, sd := stat.MeanStdDev(nll, nil)
	entropy := math.Log(2*math.Pi) + 1
	s := Score(f, x, y, entropy, stream(1, 2))
	for _, c := range []struct {
		name           string
		got, want, tol float64
	}{
		{"NLL", s.NLL, mean, 1e-6},
		{"StdErr", s.StdErr, stat.StdErr(sd, n), 1e-7},
		{"Gap", s.Gap, mean - entropy, 1e-6},
		{"Gap within noise", s.Gap, 0, 4 * s.StdErr},
		{"Mass", s.Mass, math.Pow(math.Erf(4/math.Sqrt2), 2), 1e-6},
		{"RMS", s.RMS, 0, 0},
		{"Max", s.Max, 0, 0},
		{"SolverError", s.SolverError, 0, 0},
	} {
		if math.Abs(c.got-c.want) > c.tol {
			t.Errorf("%s %v, want %v", c.name, c.got, c.want)
		}
	}
	if s.Points != n || s.Evaluations != 2 || s.Grid != (Grid{4, 0.04}) {
		t.Errorf("%+v", s)
	}
	if s := Score(f, x, y, math.NaN(), stream(1, 2)); !math.IsNaN(s.Gap) || math.IsNaN(s.NLL) {
		t.Errorf("without an entropy: %+v", s)
	}
}

// TestScoreOfCNF trains a little and scores the field, whatever the solver.
func TestScoreOfCNF(t *testing.T) {
	tr := trained(t, ofWidth(cnfJob, 6), 120)
	x, y := tr.heldX, tr.heldY
	c := tr.model.(*CNF[float32])
	s := ScoreModel(c, x, y, TwoMoons.Entropy, stream(1, 9))
	spec := c.spec
	spec.Tableau, spec.Steps = ode.Tsit5, 100
	reference := newLikelihood[float32](spec)
	if want := reference.nll(c.groups, c.values, x, y); math.Abs(s.NLL-want) > 2e-5 {
		t.Errorf("NLL %v, by Tsit5 × 100 %v", s.NLL, want)
	}
	if want := c.SolverError(x, y); math.Abs(s.SolverError-want) > 2e-5 {
		t.Errorf("error of the solver %v, by the audit %v", s.SolverError, want)
	}
	if math.Abs(s.Mass-1) > 1e-3 || s.Grid != (Grid{4, 0.04}) {
		t.Errorf("mass %v on %+v", s.Mass, s.Grid)
	}
	if !(s.Max <= 1e-4) || !(s.RMS > 0 && s.RMS < s.Max) {
		t.Errorf("forward after backward: RMS %v, at most %v", s.RMS, s.Max)
	}
	if s.Evaluations != 8*4 || !(s.Gap > 0 && s.Gap < 0.5) {
		t.Errorf("%+v", s)
	}
	drawn := Score(c.Flow(), x, y, TwoMoons.Entropy, stream(1, 9))
	if drawn.Evaluations != 16*4 || math.Abs(drawn.NLL-s.NLL) > 1e-4 || drawn.Max < s.Max {
		t.Errorf("as drawn %+v, the field %+v", drawn, s)
	}
	c.setSteps(3)
	coarse := ScoreModel(c, x, y, TwoMoons.Entropy, stream(1, 9))
	if coarse.Evaluations != 12 || coarse.NLL != s.NLL || !(math.Abs(coarse.SolverError) > 5*math.Abs(s.SolverError)) {
		t.Errorf("by three steps %+v, by eight %+v", coarse, s)
	}
}

func TestScoreOfNF(t *testing.T) {
	tr := trained(t, nfJob, 1000)
	x, y := tr.heldX, tr.heldY
	s := ScoreModel(tr.model, x, y, TwoMoons.Entropy, stream(1, 9))
	if want := tr.model.NLL(x, y); math.Abs(s.NLL-want) > 1e-5 {
		t.Errorf("NLL %v, the model's %v", s.NLL, want)
	}
	if math.Abs(s.Mass-1) > 2e-3 || s.Grid.Half <= 4 {
		t.Errorf("mass %v on %+v", s.Mass, s.Grid)
	}
	if !(s.Max <= 1e-5) || s.Evaluations != 20 || s.SolverError != 0 {
		t.Errorf("%+v", s)
	}
}

func TestGridFor(t *testing.T) {
	for _, c := range []struct {
		reach float64
		want  Grid
	}{
		{2, Grid{4, 0.04}},
		{3.2, Grid{4, 0.04}},
		{7, Grid{9, 0.04}},
		{40, Grid{50, 100. / 512}},
		{math.Inf(1), Grid{4, 0.04}},
		{math.NaN(), Grid{4, 0.04}},
	} {
		if got := gridFor(c.reach); got != c.want {
			t.Errorf("grid for %v: %+v, want %+v", c.reach, got, c.want)
		}
	}
	if m := (Grid{1, 0.04}).Mass(&DiscreteFlow{Layers: make([]Planar, 1)}); math.Abs(m-math.Pow(math.Erf(1/math.Sqrt2), 2)) > 1e-4 {
		t.Errorf("mass of the normal within ±1: %v", m)
	}
}

func TestScoreMisuse(t *testing.T) {
	f := &DiscreteFlow{Layers: make([]Planar, 1)}
	for _, n := range [][2]int{{3, 2}, {1, 1}, {0, 0}} {
		if !panics(func() { Score(f, make([]float32, n[0]), make([]float32, n[1]), 0, stream(1, 1)) }) {
			t.Errorf("%d and %d coordinates were taken", n[0], n[1])
		}
	}
}
