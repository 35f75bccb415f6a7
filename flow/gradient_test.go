package flow

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/diff/fd"

	"flowplayground/ode"
)

// points returns n points of two moons.
func points[T Float](n, seed int) (x, y []T) {
	a, b := make([]float32, n), make([]float32, n)
	TwoMoons.Sample(a, b, stream(seed, 77))
	for k := range a {
		x, y = append(x, T(a[k])), append(y, T(b[k]))
	}
	return x, y
}

func gradientSpecs() []CNFSpec {
	var specs []CNFSpec
	for _, c := range []Constraint{Free, Softplus, LogSoftplus} {
		specs = append(specs, CNFSpec{Constraint: c, Identity: true, Activation: Tanh, Tableau: ode.RK4, Steps: 2})
	}
	return append(specs,
		CNFSpec{Constraint: LogSoftplus, Identity: true, Activation: ReLU, Tableau: ode.Tsit5, Steps: 2},
		CNFSpec{Bounded: true, Activation: Tanh, Tableau: ode.Tsit5, Steps: 1},
		CNFSpec{Identity: true, Activation: Tanh, Tableau: ode.Heun, Steps: 3},
	)
}

func TestCNFGradient(t *testing.T) {
	for i, spec := range gradientSpecs() {
		spec.Units = 2
		t.Run(fmt.Sprintf("spec%d_%s", i, spec.Tableau.Name), func(t *testing.T) {
			c := NewCNF[float64](spec)
			c.Init(CNFInit{W: 1, U: 1, B: 1, Gate: 1}, stream(5, 5))
			x, y := points[float64](shardLen+5, 1) // more than a shard
			checkGradient(t, c, x, y, 1e-13)       // which finds the trace on the way back, in another order
		})
	}
}

func TestNFGradient(t *testing.T) {
	for _, spec := range []NFSpec{{6, Softplus, false}, {5, LogSoftplus, true}} {
		t.Run(fmt.Sprintf("%+v", spec), func(t *testing.T) {
			f := NewNF[float64](spec)
			f.Init(1, stream(3, 3))
			x, y := points[float64](20, 2)
			checkGradient(t, f, x, y, 0)
		})
	}
}

// checkGradient holds a model's gradient to differences of its NLL, and the NLL
// that comes with it to that alone.
func checkGradient(t *testing.T, m Model[float64], x, y []float64, within float64) {
	t.Helper()
	grad := make([]float64, len(m.Params()))
	nll := m.Gradient(grad, x, y)
	if again := m.NLL(x, y); !(math.Abs(again-nll) <= within) {
		t.Errorf("Gradient's NLL is %v, NLL's %v", nll, again)
	}
	checkByDifferences(t, m, grad, 100, func() float64 { return m.NLL(x, y) })
}

// checkByDifferences compares every group's gradient with central differences of
// the loss in the model's parameters: all entries of a small group, about most
// of a large one.
func checkByDifferences(t *testing.T, m Model[float64], grad []float64, most int, loss func() float64) {
	t.Helper()
	for _, g := range m.Groups() {
		largest := 0.0
		for _, v := range grad[g.Offset : g.Offset+g.Len()] {
			largest = max(largest, math.Abs(v))
		}
		if largest == 0 {
			t.Errorf("the gradient of %s is zero", g.Name)
		}
		for i := 0; i < g.Len(); i += 1 + g.Len()/most {
			p := &m.Params()[g.Offset+i]
			at := *p
			want := fd.Derivative(func(v float64) float64 { *p = v; return loss() }, at, &fd.Settings{Formula: fd.Central, Step: 1e-5})
			*p = at
			if got := grad[g.Offset+i]; math.Abs(got-want) > 1e-6*largest+1e-10 {
				t.Errorf("gradient of %s[%d]: %v, central differences say %v", g.Name, i, got, want)
			}
		}
	}
}

// TestCNFLogDet compares Δ log p along the flow with the Jacobian of the map
// from data to noise.
func TestCNFLogDet(t *testing.T) {
	c := NewCNF[float64](CNFSpec{Units: 4, Identity: true, Activation: Tanh, Tableau: ode.Tsit5, Steps: 40})
	c.Init(CNFInit{W: 1, U: 1, B: 1, Gate: 1}, stream(6, 6))
	c.net.forward(c.groups, c.values)
	path := c.path.of(1)
	for _, z := range [][2]float64{{0, 0}, {1, -0.5}, {-2, 1}} {
		toNoise := func(z []float64) []float64 {
			path.nll(z[:1], z[1:])
			return []float64{path.z[0][0], path.z[1][0]}
		}
		toNoise(z[:])
		got := path.z[2][0]
		if want := logAbsDet(toNoise, z); math.Abs(got-want) > 1e-6 {
			t.Errorf("at %v: Δ log p = %v, the Jacobian says %v", z, got, want)
		}
	}
}

// TestNFStart holds the notebook's NF to what flowjax's starts with: each layer
// contracts by 0.5266, so that NLL = 20·0.6413 + ln 2π = 14.66 and a little for
// the points left near 0. The layers' shifts û tanh(b), of about 0.3 each, can
// only add to that.
func TestNFStart(t *testing.T) {
	x, y := points[float64](2000, 3)
	for seed := range 20 {
		f := NewNF[float64](NFSpec{Layers: 20, Constraint: LogSoftplus, Flip: true})
		f.Init(0.01, stream(seed, initStream))
		if nll := f.NLL(x, y); !(nll > 14.67-0.1 && nll < 20) {
			t.Errorf("seed %d: the notebook's NF starts at NLL %v", seed, nll)
		}
		clear(part(f.groups, "b", f.values))
		if nll := f.NLL(x, y); math.Abs(nll-14.67) > 0.1 {
			t.Errorf("seed %d: without shifts the notebook's NF starts at NLL %v, want 14.67", seed, nll)
		}
	}
}

func TestNoAllocations(t *testing.T) {
	x, y := points[float32](3*shardLen+11, 4) // shards of three lengths
	spec := Tuned.cnf
	spec.Units = 3
	c := NewCNF[float32](spec)
	c.Init(Tuned.cnfInit, stream(1, 1))
	f := NewNF[float32](NFSpec{Layers: 3, Constraint: Softplus})
	f.Init(1, stream(1, 1))
	for name, m := range map[string]Model[float32]{"CNF": c, "NF": f} {
		grad := make([]float32, len(m.Params()))
		var adam Adam[float32]
		step := func() {
			m.Gradient(grad, x, y)
			adam.Step(m.Params(), grad, 1e-3, nil)
		}
		step()
		if n := testing.AllocsPerRun(5, step); n != 0 {
			t.Errorf("%s: %v allocations per training step", name, n)
		}
	}
}
