package flow

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/stat"

	"flowplayground/ode"
)

// wave is the density N(z₁; 0, 1) N(z₂; sin(πz₁/2), 0.4²), whose Z is 1.
type wave struct{}

func (wave) Value(z1, z2 float64) float64 {
	d := (z2 - math.Sin(math.Pi*z1/2)) / 0.4
	return 0.5*(z1*z1+d*d) + math.Log(2*math.Pi*0.4)
}

func (wave) Gradient(z1, z2 float64) (g1, g2 float64) {
	sin, cos := math.Sincos(math.Pi * z1 / 2)
	d := (z2 - sin) / 0.16
	return z1 - d*math.Pi/2*cos, d
}

// tilted is an unnormalised Gaussian of covariance LLᵀ about (1, -0.5) with
// L = (2, 0; 0.6, 0.5), so that ln Z = ln(2π · 1).
type tilted struct{}

func (tilted) whiten(z1, z2 float64) (a, b float64) {
	a = (z1 - 1) / 2
	return a, (z2 + 0.5 - 0.6*a) / 0.5
}

func (g tilted) Value(z1, z2 float64) float64 {
	a, b := g.whiten(z1, z2)
	return 0.5 * (a*a + b*b)
}

func (g tilted) Gradient(z1, z2 float64) (g1, g2 float64) {
	a, b := g.whiten(z1, z2)
	return (a - 0.6/0.5*b) / 2, b / 0.5
}

// checkMatchGradient compares with central differences as checkGradient does.
func checkMatchGradient(t *testing.T, model Model[float64], p Potential) {
	t.Helper()
	m := NewMatcher(model)
	z1, z2 := baseNoise[float64](shardLen+5, 1) // more than a shard
	grad := make([]float64, len(model.Params()))
	loss := m.MatchGradient(grad, z1, z2, p)
	checkObjective(t, model, grad, loss, func() float64 { return m.MatchLoss(z1, z2, p) })
}

// fivePoint is the central difference of order 4, for losses that bend much.
var fivePoint = fd.Formula{
	Stencil:    []fd.Point{{Loc: -2, Coeff: 1. / 12}, {Loc: -1, Coeff: -2. / 3}, {Loc: 1, Coeff: 2. / 3}, {Loc: 2, Coeff: -1. / 12}},
	Derivative: 1, Step: 2e-5,
}

// checkObjective compares every group's gradient with central differences of
// the loss.
func checkObjective(t *testing.T, m Model[float64], grad []float64, loss float64, f func() float64) {
	t.Helper()
	if again := f(); math.Abs(again-loss) > 1e-14*(1+math.Abs(loss)) {
		t.Errorf("the loss with its gradient is %v, without %v", loss, again)
	}
	for _, g := range m.Groups() {
		largest := 0.0
		for _, v := range grad[g.Offset : g.Offset+g.Len()] {
			largest = max(largest, math.Abs(v))
		}
		if largest == 0 {
			t.Errorf("the gradient of %s is zero", g.Name)
		}
		for i := 0; i < g.Len(); i += 1 + g.Len()/50 {
			p := &m.Params()[g.Offset+i]
			at := *p
			want := fd.Derivative(func(v float64) float64 { *p = v; return f() }, at, &fd.Settings{Formula: fivePoint})
			*p = at
			if got := grad[g.Offset+i]; math.Abs(got-want) > 1e-6*largest+1e-10 {
				t.Errorf("gradient of %s[%d]: %v, central differences say %v", g.Name, i, got, want)
			}
		}
	}
}

func TestNFMatchGradient(t *testing.T) {
	for _, spec := range nfSpecs() {
		for _, generative := range []bool{true, false} {
			t.Run(fmt.Sprintf("%+v/%v", spec, generative), func(t *testing.T) {
				checkMatchGradient(t, newNF[float64](spec, generative, 3), wave{})
			})
		}
	}
}

// objectiveSpecs adds a field of another kind, time and base.
func objectiveSpecs() []CNFSpec {
	return append(gradientSpecs(), CNFSpec{Field: Hyper, End: 2, BaseVariance: 0.3, Tableau: ode.RK4, Steps: 2})
}

func TestCNFMatchGradient(t *testing.T) {
	for i, spec := range objectiveSpecs() {
		spec.Units = 2
		t.Run(fmt.Sprintf("spec%d_%s", i, spec.Tableau.Name), func(t *testing.T) {
			c := NewCNF[float64](spec)
			c.Init(CNFInit{W: 1, U: 1, B: 1, Gate: 1}, stream(5, 5))
			checkMatchGradient(t, c, tilted{})
		})
	}
}

// TestMatchNothing matches the base density itself by flows that do not move:
// log q + U is -ln Z for every single point.
func TestMatchNothing(t *testing.T) {
	still := NewCNF[float64](CNFSpec{Units: 2, Tableau: ode.RK4, Steps: 3})
	z1, z2 := baseNoise[float64](3, 4)
	for k := range z1 {
		loss := NewMatcher[float64](still).MatchLoss(z1[k:k+1], z2[k:k+1], round{})
		if want := -math.Log(2 * math.Pi); math.Abs(loss-want) > 1e-14 {
			t.Errorf("loss %v at (%v, %v), want -ln Z = %v", loss, z1[k], z2[k], want)
		}
	}
}

// round is ½‖z‖², ln Z = ln 2π.
type round struct{}

func (round) Value(z1, z2 float64) float64             { return 0.5 * (z1*z1 + z2*z2) }
func (round) Gradient(z1, z2 float64) (g1, g2 float64) { return z1, z2 }

// TestMatchLossIsKL compares the estimate from samples with the integral of
// q (log q + U) over a grid, for flows whose density is scored elsewhere.
func TestMatchLossIsKL(t *testing.T) {
	c := NewCNF[float32](CNFSpec{Units: 3, Activation: Tanh, Tableau: ode.RK4, Steps: 8})
	c.Init(CNFInit{W: 1, U: 1, B: 1, Gate: 1}, stream(2, 2))
	h := NewCNF[float32](CNFSpec{Units: 3, Field: Hyper, End: 2, BaseVariance: 0.3, Tableau: ode.RK4, Steps: 8})
	h.Init(CNFInit{Gate: 3}, stream(2, 2))
	spec := NFSpec{Layers: 3, Constraint: Softplus, Flip: true}
	for name, m := range map[string]Model[float32]{
		"CNF": c, "hyper CNF": h, "NF": newNF[float32](spec, false, 2), "generative NF": newNF[float32](spec, true, 2),
	} {
		const cell = 0.04
		x, y := grid(8, cell)
		logQ := make([]float32, len(x))
		m.Flow().LogDensity(logQ, x, y, 1)
		want := 0.0
		for k, l := range logQ {
			want += math.Exp(float64(l)) * (float64(l) + tilted{}.Value(float64(x[k]), float64(y[k]))) * cell * cell
		}
		var losses []float64 // of parts, for the standard error
		for part := range 40 {
			z1, z2 := baseNoise[float32](500, part)
			losses = append(losses, NewMatcher(m).MatchLoss(z1, z2, tilted{}))
		}
		got, sd := stat.MeanStdDev(losses, nil)
		if se := sd / math.Sqrt(40); math.Abs(got-want) > 4*se+5e-3 {
			t.Errorf("%s: loss %.4f ± %.4f from samples, %.4f from the density", name, got, se, want)
		}
	}
}

// TestMatcherFollowsSolver refines a model's solver between two steps.
func TestMatcherFollowsSolver(t *testing.T) {
	c := NewCNF[float64](CNFSpec{Units: 3, Activation: Tanh, Tableau: ode.RK4, Steps: 1})
	c.Init(CNFInit{W: 2, U: 2, B: 1, Gate: 1}, stream(5, 5))
	m := NewMatcher[float64](c)
	z1, z2 := baseNoise[float64](10, 1)
	coarse := m.MatchLoss(z1, z2, wave{})
	c.setSteps(20)
	fine := m.MatchLoss(z1, z2, wave{})
	if want := NewMatcher[float64](c).MatchLoss(z1, z2, wave{}); fine != want || fine == coarse {
		t.Errorf("loss %v by 1 step, %v by 20, want %v", coarse, fine, want)
	}
}

type stranger struct{ Model[float64] }

func TestNoMatcher(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a strange model got a matcher")
		}
	}()
	NewMatcher[float64](stranger{})
}

func TestObjectivesDoNotAllocate(t *testing.T) {
	x, y := points[float32](203, 4)
	z1, z2 := baseNoise[float32](203, 5)
	spec := Tuned.cnf
	spec.Units = 3
	c := NewCNF[float32](spec)
	c.Init(Tuned.cnfInit, stream(1, 1))
	nf := NFSpec{Layers: 3, Constraint: Softplus}
	f, g := newNF[float32](nf, false, 1), newNF[float32](nf, true, 1)
	grad, gradNF := make([]float32, len(c.Params())), make([]float32, len(f.Params()))
	matcher := NewMatcher[float32](c)
	lines, transport := NewFlowMatching(c, Independent), NewFlowMatching(c, Transport)
	r := stream(1, 1)
	for name, step := range map[string]func(){
		"generative NF":               func() { g.Gradient(gradNF, x, y) },
		"NF, matching":                func() { f.MatchGradient(gradNF, z1, z2, wave{}) },
		"generative NF, matching":     func() { g.MatchGradient(gradNF, z1, z2, wave{}) },
		"CNF, matching":               func() { matcher.MatchGradient(grad, z1, z2, wave{}) },
		"CNF, flow matching":          func() { lines.Gradient(grad, z1, z2, x, y, r) },
		"CNF, flow matching in pairs": func() { transport.Gradient(grad, z1, z2, x, y, r) },
	} {
		step()
		if n := testing.AllocsPerRun(5, step); n != 0 {
			t.Errorf("%s: %v allocations per step", name, n)
		}
	}
}
