package flow

import (
	"fmt"
	"math"
	"testing"

	"flowplayground/ode"
)

// trainingSpecs pairs every field with every trace and with penalties.
func trainingSpecs() []CNFSpec {
	gated := CNFSpec{Constraint: Softplus, Identity: true, Activation: Tanh, Tableau: ode.RK4, Steps: 2}
	paper := CNFSpec{Bounded: true, Activation: Tanh, Tableau: ode.Tsit5, Steps: 1}
	hyper := CNFSpec{Field: Hyper, Tableau: ode.RK4, Steps: 2}
	long := CNFSpec{Field: Hyper, Tableau: ode.RK4, Steps: 3, End: 3, BaseVariance: 0.1}
	both := CNFSpec{Kinetic: 0.3, Frobenius: 0.2}
	var specs []CNFSpec
	for i, s := range []CNFSpec{gated, paper, hyper, long} {
		for _, trace := range []Trace{ExactTrace, GaussianTrace, RademacherTrace} {
			for _, p := range []CNFSpec{{}, {Kinetic: 0.5}, {Frobenius: 0.5}, both} {
				s.Trace, s.Kinetic, s.Frobenius = trace, p.Kinetic, p.Frobenius
				if i == 0 || p.Kinetic != 0.5 && p.Frobenius != 0.5 {
					specs = append(specs, s)
				}
			}
		}
	}
	return specs
}

func newTrainingCNF[T Float](spec CNFSpec) *CNF[T] {
	spec.Units = 2
	c := NewCNF[T](spec)
	c.Init(CNFInit{W: 1, U: 1, B: 1, Gate: 1}, stream(5, 5))
	if spec.Field == Hyper { // the published start is close to a standstill
		for i, v := range part(c.groups, "F3", c.values) {
			part(c.groups, "F3", c.values)[i] = 4 * v
		}
	}
	return c
}

// TestTrainingGradient holds the gradient of the whole loss to its differences,
// the noise being the same each time.
func TestTrainingGradient(t *testing.T) {
	for _, spec := range trainingSpecs() {
		name := fmt.Sprintf("%v_%v_%v_%v_%v", spec.Field, spec.Trace, spec.Kinetic, spec.Frobenius, spec.End)
		t.Run(name, func(t *testing.T) {
			c := newTrainingCNF[float64](spec)
			n := 7
			if spec.Trace == GaussianTrace && spec.Kinetic == 0.3 {
				n = shardLen + 3 // more than a shard
			}
			x, y := points[float64](n, 1)
			grad := make([]float64, len(c.values))
			loss := func() float64 {
				c.SetNoise(stream(1, 2))
				nll := c.Gradient(grad, x, y)
				return nll + spec.Kinetic*c.Penalties().Kinetic + spec.Frobenius*c.Penalties().Frobenius
			}
			loss()
			got := append([]float64{}, grad...)
			checkByDifferences(t, c, got, 25, loss)
		})
	}
}

// TestPenaltiesOfALinearField compares with the integrals along z(t) =
// z(T) e^{ρ(t - T)}, where f = ρ z and ‖J‖² = 2ρ².
func TestPenaltiesOfALinearField(t *testing.T) {
	const ρ, end = 0.7, 1.5
	spec := CNFSpec{Tableau: ode.Tsit5, Steps: 40, End: end, Kinetic: 1}
	table := newTable[float64](1, spec.plan().Knots())
	for k := range table.Knots {
		table.row(k)[0] = ρ
	}
	p := newPathSolverFor(spec, spec.plan(), table, 2, []*Table[float64]{newTable[float64](table.Units, table.Knots)})
	x, y := []float64{1, -2}, []float64{0.5, 0.25}
	got, squares := p.gradient(x, y, 2)[0].penalties, 0.0
	for k := range x {
		squares += x[k]*x[k] + y[k]*y[k]
	}
	want := Penalties{squares * ρ * (1 - math.Exp(-2*ρ*end)) / 2, 2 * 2 * ρ * ρ * end}
	if math.Abs(got.Kinetic-want.Kinetic) > 1e-8 || math.Abs(got.Frobenius-want.Frobenius) > 1e-8 {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// TestPenaltiesLeaveTheNLLAlone also holds the trace of the whole Jacobian to
// the planar kernel's.
func TestPenaltiesLeaveTheNLLAlone(t *testing.T) {
	x, y := points[float64](shardLen+9, 1)
	spec := CNFSpec{Field: Hyper, Tableau: ode.RK4, Steps: 4}
	plain := newTrainingCNF[float64](spec)
	spec.Kinetic, spec.Frobenius = 1, 1
	c := newTrainingCNF[float64](spec)
	grad := make([]float64, len(c.values))
	nll, want := c.Gradient(grad, x, y), plain.NLL(x, y)
	if got := c.NLL(x, y); got != want || math.Abs(nll-want) > 1e-12 {
		t.Errorf("NLL %v, by Gradient %v, without penalties %v", got, nll, want)
	}
	if c.Penalties().Kinetic <= 0 || c.Penalties().Frobenius <= 0 {
		t.Errorf("%+v", c.Penalties())
	}
	plain.Gradient(grad, x, y)
	if got := plain.Penalties(); got != (Penalties{}) {
		t.Errorf("%+v without weights", got)
	}
	if e := c.SolverError(x, y); e != plain.SolverError(x, y) {
		t.Errorf("error of the solver %v, without penalties %v", e, plain.SolverError(x, y))
	}
}

// TestPenaltiesWork trains with and without: heavier weights must make for
// calmer paths.
func TestPenaltiesWork(t *testing.T) {
	calm := func(weight float64) Penalties {
		spec := CNFSpec{Units: 4, Activation: Tanh, Tableau: ode.RK4, Steps: 4, Kinetic: weight, Frobenius: weight}
		c := NewCNF[float32](spec)
		c.Init(CNFInit{W: 2, U: 1, B: 1, Gate: 1}, stream(2, 2))
		x, y := points[float32](128, 1)
		grad := make([]float32, len(c.values))
		var adam Adam[float32]
		for range 60 {
			c.Gradient(grad, x, y)
			adam.Step(c.values, grad, 1e-2, nil)
		}
		return c.Penalties()
	}
	light, heavy := calm(1e-6), calm(0.5)
	if !(heavy.Kinetic < light.Kinetic/2 && heavy.Frobenius < light.Frobenius/2) {
		t.Errorf("penalties %+v with heavy weights, %+v with light", heavy, light)
	}
}

func TestTrainingAllocatesNothing(t *testing.T) {
	x, y := points[float32](shardLen+39, 4) // shards of three lengths
	for _, spec := range trainingSpecs() {
		c := newTrainingCNF[float32](spec)
		c.SetNoise(stream(1, 1))
		grad := make([]float32, len(c.values))
		c.Gradient(grad, x, y)
		if n := testing.AllocsPerRun(2, func() { c.Gradient(grad, x, y) }); n != 0 {
			t.Errorf("%v %v %v: %v allocations per gradient", spec.Field, spec.Trace, spec.Kinetic, n)
		}
	}
}

// TestTrainingBits holds the loss after a few steps of every kind of training to
// the bits it had when this was written: every machine, and WebAssembly too,
// must come to the same ones.
func TestTrainingBits(t *testing.T) {
	x, y := points[float32](100, 4)
	for _, c := range []struct {
		spec CNFSpec
		bits uint64
	}{
		{CNFSpec{Field: Hyper}, 0x4004d8bbfd179803},
		{CNFSpec{Field: Hyper, End: 3, BaseVariance: 0.1, Trace: RademacherTrace, Kinetic: 0.1}, 0x40022467c35b2801},
		{CNFSpec{Bounded: true, Trace: GaussianTrace}, 0x40063f472d4c6d89},
		{CNFSpec{Identity: true, Constraint: LogSoftplus, Activation: Tanh, Kinetic: 0.1, Frobenius: 0.1}, 0x4006ffe3f2a49b4f},
	} {
		c.spec.Tableau, c.spec.Steps = ode.Tsit5, 2
		m := newTrainingCNF[float32](c.spec)
		m.SetNoise(stream(1, 1))
		grad := make([]float32, len(m.values))
		var adam Adam[float32]
		for range 10 {
			m.Gradient(grad, x, y)
			adam.Step(m.values, grad, 1e-2, nil)
		}
		if got := math.Float64bits(m.NLL(x, y)); got != c.bits {
			t.Errorf("%+v: %#016x, want %#016x", c.spec, got, c.bits)
		}
	}
}
