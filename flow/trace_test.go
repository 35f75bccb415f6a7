package flow

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat"

	"flowplayground/ode"
)

// TestNoiseMoments holds the two kinds of noise to mean 0, variance 1 and no
// correlation, at five standard errors of 20,000 points.
func TestNoiseMoments(t *testing.T) {
	const n = 20000
	for _, kind := range []Trace{GaussianTrace, RademacherTrace} {
		s := noise[float64]{r: stream(3, 4)}
		s.draw(kind, n)
		bound := 5 / math.Sqrt(n)
		for name, c := range map[string]struct{ got, want, bound float64 }{
			"mean of x":     {stat.Mean(s.x, nil), 0, bound},
			"mean of y":     {stat.Mean(s.y, nil), 0, bound},
			"variance of x": {stat.Variance(s.x, nil), 1, math.Sqrt2 * bound},
			"variance of y": {stat.Variance(s.y, nil), 1, math.Sqrt2 * bound},
			"covariance":    {stat.Covariance(s.x, s.y, nil), 0, bound},
		} {
			if math.Abs(c.got-c.want) > c.bound {
				t.Errorf("%v: %s is %v, want %v within %v", kind, name, c.got, c.want, c.bound)
			}
		}
		for _, v := range s.x {
			if kind == RademacherTrace && math.Abs(v) != 1 {
				t.Fatalf("%v is not a sign", v)
			}
		}
	}
}

// TestHutchinsonIsUnbiased compares mean and variance of the estimator at one
// point with tr J and what [GaussianTrace] and [RademacherTrace] say.
func TestHutchinsonIsUnbiased(t *testing.T) {
	const n = 40000
	spec := CNFSpec{Units: 3, Identity: true, Activation: Tanh}
	c := NewCNF[float64](spec.withSolver())
	c.Init(CNFInit{W: 1, U: 1, B: 1, Gate: 1}, stream(8, 8))
	knots := []float64{0.4}
	f := newJacobianField(newPlanarField(newCoefficientNet[float64](c.spec, knots).forward(c.groups, c.values), knots, n))
	z, dz := ode.NewBatch[float64](flowDim, n), ode.NewBatch[float64](flowDim, n)
	for k := range n {
		z[0][k], z[1][k] = 0.3, -0.6
	}
	f.Eval(dz, z, ode.Stage{})
	trace := dz[2][0]
	j11, off, j22 := f.j[0][0], (f.j[1][0]+f.j[2][0])/2, f.j[3][0]
	for kind, want := range map[Trace]float64{
		GaussianTrace:   2 * (j11*j11 + 2*off*off + j22*j22),
		RademacherTrace: 4 * off * off,
	} {
		s := noise[float64]{r: stream(3, 5)}
		s.draw(kind, n)
		f.estimate(s.x, s.y)
		f.Eval(dz, z, ode.Stage{})
		mean, variance := stat.MeanVariance(dz[2], nil)
		if math.Abs(mean-trace) > 4*math.Sqrt(want/n) {
			t.Errorf("%v: mean %v, the trace is %v", kind, mean, trace)
		}
		if math.Abs(variance-want) > 0.06*want {
			t.Errorf("%v: variance %v, want %v", kind, variance, want)
		}
	}
}

// withSolver fills in a solver for a test that needs none.
func (s CNFSpec) withSolver() CNFSpec {
	s.Tableau, s.Steps = ode.RK4, 1
	return s
}

// TestNoiseIsFreshAndOrdered: two steps differ, two equal seeds don't, and a
// point's noise does not depend on how many follow.
func TestNoiseIsFreshAndOrdered(t *testing.T) {
	for _, kind := range []Trace{GaussianTrace, RademacherTrace} {
		a, b := noise[float32]{r: stream(1, 1)}, noise[float32]{r: stream(1, 1)}
		a.draw(kind, 100)
		b.draw(kind, 40)
		if !slices.Equal(a.x[:40], b.x) || !slices.Equal(a.y[:40], b.y) {
			t.Errorf("%v: the noise of 40 points is not that of the first of 100", kind)
		}
		before := slices.Clone(b.x)
		b.draw(kind, 40)
		if slices.Equal(before, b.x) {
			t.Errorf("%v: the same noise twice", kind)
		}
	}
}

// TestEstimatedTraceTrains compares the mean of many estimated gradients with
// the exact one.
func TestEstimatedTraceTrains(t *testing.T) {
	spec := CNFSpec{Field: Hyper, Tableau: ode.RK4, Steps: 2}
	x, y := points[float64](32, 1)
	exact := newTrainingCNF[float64](spec)
	want := make([]float64, len(exact.values))
	exact.Gradient(want, x, y)
	spec.Trace = RademacherTrace
	c := newTrainingCNF[float64](spec)
	c.SetNoise(stream(9, 9))
	grad, mean := make([]float64, len(want)), make([]float64, len(want))
	const times = 2000
	for range times {
		c.Gradient(grad, x, y)
		for i, g := range grad {
			mean[i] += g / times
		}
	}
	off, norm := 0.0, 0.0
	for i := range want {
		off += (mean[i] - want[i]) * (mean[i] - want[i])
		norm += want[i] * want[i]
	}
	if math.Sqrt(off/norm) > 0.02 {
		t.Errorf("the mean of estimated gradients is off by %.3g of its length", math.Sqrt(off/norm))
	}
}

func TestNoNoise(t *testing.T) {
	spec := CNFSpec{Field: Hyper, Trace: GaussianTrace}
	c := newTrainingCNF[float64](spec.withSolver())
	x, y := points[float64](3, 1)
	c.NLL(x, y) // needs none
	defer func() {
		if recover() == nil {
			t.Error("an estimated trace without random numbers")
		}
	}()
	c.Gradient(make([]float64, len(c.values)), x, y)
}
