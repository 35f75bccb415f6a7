package flow

import (
	"math"
	"slices"
	"testing"

	"flowplayground/ode"
)

func TestSpecsThatMakeNoSense(t *testing.T) {
	for name, spec := range map[string]CNFSpec{
		"no units":           {},
		"negative end":       {Units: 1, End: -1},
		"negative variance":  {Units: 1, BaseVariance: -1},
		"negative kinetic":   {Units: 1, Kinetic: -1},
		"negative Frobenius": {Units: 1, Frobenius: math.NaN()},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			NewCNF[float32](spec.withSolver())
		}()
	}
}

func TestNames(t *testing.T) {
	var got []string
	for _, k := range []FieldKind{Gated, Hyper} {
		got = append(got, k.String())
	}
	for _, k := range []Trace{ExactTrace, GaussianTrace, RademacherTrace} {
		got = append(got, k.String())
	}
	if want := []string{"gated", "hyper", "exact", "gaussian", "rademacher"}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

// TestHyperInit holds the hypernetwork of width 64 to the published number of
// parameters and to PyTorch's start.
func TestHyperInit(t *testing.T) {
	spec := CNFSpec{Units: 64, Field: Hyper}
	c := NewCNF[float64](spec.withSolver())
	if n := len(c.Params()); n != 15904 {
		t.Errorf("%d parameters, the published model has 15904", n)
	}
	c.Init(HyperInit, stream(1, 1))
	for name, fanIn := range map[string]float64{"F1": 1, "c1": 1, "F2": 32, "c2": 32, "F3": 32, "c3": 32} {
		v, bound := part(c.groups, name, c.values), 1/math.Sqrt(fanIn)
		least, most := slices.Min(v), slices.Max(v)
		if least < -bound || most > bound || least > -0.8*bound || most < 0.8*bound {
			t.Errorf("%s lies in [%v, %v], want ±%v", name, least, most, bound)
		}
	}
}

// TestNetAtOtherTimes moves a net to more, fewer and other times and back.
func TestNetAtOtherTimes(t *testing.T) {
	for _, spec := range []CNFSpec{{Activation: Tanh, Identity: true}, {Bounded: true}, {Field: Hyper}} {
		c := newTrainingCNF[float64](spec.withSolver())
		net := newCoefficientNet[float64](c.spec, []float64{0, 0.5, 1})
		all := [][]float64{{0.3}, {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6}, {0.9, 0.8, 0.7, 0.1, 0.2}, {0.5, 0.25}}
		for _, knots := range all {
			fresh := newCoefficientNet[float64](c.spec, knots)
			net.at(knots)
			want := fresh.forward(c.groups, c.values)
			got := net.forward(c.groups, c.values)
			if !slices.Equal(got.Rows, want.Rows) || !slices.Equal(got.Knots, knots) {
				t.Errorf("%v field at %v: not the rows of a net made for these times", spec.Field, knots)
			}
			for i := range net.gtable.Rows {
				net.gtable.Rows[i], fresh.gtable.Rows[i] = float64(i%7), float64(i%7)
			}
			g, gWant := make([]float64, len(c.values)), make([]float64, len(c.values))
			net.backward(c.groups, c.values, g)
			fresh.backward(c.groups, c.values, gWant)
			if !slices.Equal(g, gWant) {
				t.Errorf("%v field at %v: not the gradient of a net made for these times", spec.Field, knots)
			}
		}
		if n := testing.AllocsPerRun(3, func() { net.at(all[0]); net.at(all[1]) }); n != 0 {
			t.Errorf("%v field: %v allocations to move", spec.Field, n)
		}
	}
}

// TestFlowOfAnyBase compares the density of a Flow, which begins at N(0, I) at
// t = 0 and ends at 1, with the model's own.
func TestFlowOfAnyBase(t *testing.T) {
	x, y := points[float32](50, 1)
	for _, spec := range []CNFSpec{
		{Field: Hyper, End: 2, BaseVariance: 0.3},
		{Field: Hyper, BaseVariance: 2},
		{Activation: Tanh, Identity: true, End: 0.5},
	} {
		spec.Tableau, spec.Steps = ode.Tsit5, 60
		c := newTrainingCNF[float32](spec)
		logP := make([]float32, len(x))
		c.Flow().LogDensity(logP, x, y, 1)
		for k := range x {
			if want := -c.NLL(x[k:k+1], y[k:k+1]); math.Abs(float64(logP[k])-want) > 2e-4 {
				t.Errorf("%v over [0, %v] from variance %v: log p %v, the model says %v", spec.Field, spec.end(), spec.variance(), logP[k], want)
			}
		}
	}
}

// TestBaseVariance: a field that does nothing leaves the base as it is.
func TestBaseVariance(t *testing.T) {
	const v = 0.1
	spec := CNFSpec{Units: 2, Field: Hyper, End: 10, BaseVariance: v}
	c := NewCNF[float64](spec.withSolver()) // all parameters zero
	want := math.Log(2*math.Pi*v) + (0.3*0.3+0.4*0.4)/(2*v)
	if got := c.NLL([]float64{0.3}, []float64{-0.4}); math.Abs(got-want) > 1e-12 {
		t.Errorf("NLL %v under N(0, %v I), want %v", got, v, want)
	}
}
