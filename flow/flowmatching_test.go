package flow

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"

	"flowplayground/ode"
)

func TestFlowMatchingGradient(t *testing.T) {
	x1, x2 := points[float64](30, 1)
	z1, z2 := baseNoise[float64](30, 2)
	for i, spec := range objectiveSpecs() {
		for _, p := range []Pairing{Independent, Transport} {
			spec.Units = 2
			t.Run(fmt.Sprintf("spec%d_%d", i, p), func(t *testing.T) {
				c := NewCNF[float64](spec)
				c.Init(CNFInit{W: 1, U: 1, B: 1, Gate: 1}, stream(5, 5))
				s := NewFlowMatching(c, p)
				grad := make([]float64, len(c.Params()))
				loss := s.Gradient(grad, z1, z2, x1, x2, stream(6, 6))
				checkObjective(t, c, grad, loss, func() float64 { return s.Loss(z1, z2, x1, x2, stream(6, 6)) })
			})
		}
	}
}

func TestFlowMatchingInFloat32(t *testing.T) {
	spec := CNFSpec{Units: 3, Identity: true, Activation: Tanh, Tableau: ode.RK4, Steps: 1}
	c, d := NewCNF[float64](spec), NewCNF[float32](spec)
	d.Init(CNFInit{W: 1, U: 1, B: 1, Gate: 1}, stream(5, 5))
	for i, v := range d.Params() {
		c.Params()[i] = float64(v)
	}
	x1, x2 := points[float32](100, 1)
	z1, z2 := baseNoise[float32](100, 2)
	want, got := make([]float64, len(c.Params())), make([]float32, len(c.Params()))
	loss := NewFlowMatching(c, Transport).Gradient(want, widen(z1), widen(z2), widen(x1), widen(x2), stream(1, 1))
	if l := NewFlowMatching(d, Transport).Gradient(got, z1, z2, x1, x2, stream(1, 1)); math.Abs(l-loss) > 1e-5*loss {
		t.Errorf("loss %v in float32, %v in float64", l, loss)
	}
	closeGradients(t, got, want, 1e-4)
}

// TestFlowMatchingOfOtherBase scales noise and field: a field at rest leaves
// ‖x₁ - √v x₀‖², and half a field for twice the time is the same.
func TestFlowMatchingOfOtherBase(t *testing.T) {
	z1, z2 := baseNoise[float64](30, 2)
	x1, x2 := points[float64](30, 1)
	loss := func(spec CNFSpec, gate float64) float64 {
		spec.Units, spec.Tableau, spec.Steps = 1, ode.RK4, 1
		c := NewCNF[float64](spec)
		copy(part(c.groups, "u", c.values), []float64{1, -2})
		copy(part(c.groups, "w", c.values), []float64{0.5, 1})
		copy(part(c.groups, "b4", c.values), []float64{gate})
		return NewFlowMatching(c, Independent).Loss(z1, z2, x1, x2, stream(3, 3))
	}
	want := 0.0
	for k := range x1 {
		v1, v2 := x1[k]-0.5*z1[k], x2[k]-0.5*z2[k]
		want += (v1*v1 + v2*v2) / 30
	}
	if got := loss(CNFSpec{BaseVariance: 0.25}, 0); math.Abs(got-want) > 1e-13 {
		t.Errorf("field at rest: loss %v, want %v", got, want)
	}
	one, two := loss(CNFSpec{}, 1), loss(CNFSpec{End: 2}, 0.5)
	if math.Abs(one-two) > 1e-13 || one == loss(CNFSpec{}, 0.5) {
		t.Errorf("loss %v, for half the field and twice the time %v", one, two)
	}
}

// TestFlowMatchingTimes checks that a batch has one time in every part of [0,
// 1] and every block uniform times.
func TestFlowMatchingTimes(t *testing.T) {
	c := NewCNF[float32](CNFSpec{Units: 1, Tableau: ode.RK4, Steps: 1})
	s, r := NewFlowMatching(c, Independent), stream(4, 4)
	const draws, bins = 8000, 20
	counts, want := make([]float64, bins), make([]float64, bins)
	for range draws {
		s.draw(r)
		var parts [FlowMatchingTimes]int
		for _, time := range s.times {
			parts[int(time*FlowMatchingTimes)]++
		}
		for part, n := range parts {
			if n != 1 {
				t.Fatalf("%d times in part %d of [0, 1]", n, part)
			}
		}
		counts[int(s.times[2]*bins)]++
	}
	for b := range want {
		want[b] = draws / bins
	}
	// The 99.9 % point of χ² with 19 degrees of freedom is 43.8.
	if χ := stat.ChiSquare(counts, want); χ > 43.8 {
		t.Errorf("the times of a block are not uniform: χ² = %.1f", χ)
	}
}

func TestFlowMatchingChecks(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("3 points of noise went with 2 of data")
		}
	}()
	c := NewCNF[float64](CNFSpec{Units: 1, Tableau: ode.RK4, Steps: 1})
	three, two := make([]float64, 3), make([]float64, 2)
	NewFlowMatching(c, Independent).Loss(three, three, two, two, stream(1, 1))
}

// BenchmarkFlowMatching compares a step's gradient with maximum likelihood's.
func BenchmarkFlowMatching(b *testing.B) {
	spec := Tuned.cnf
	spec.Units = 20
	c := NewCNF[float32](spec)
	c.Init(Tuned.cnfInit, stream(1, initStream))
	grad := make([]float32, len(c.Params()))
	x1, x2 := points[float32](1024, 1)
	z1, z2 := baseNoise[float32](1024, 2)
	r := stream(1, 1)
	b.Run("likelihood", func(b *testing.B) {
		for b.Loop() {
			c.Gradient(grad, x1, x2)
		}
	})
	for name, p := range map[string]Pairing{"independent": Independent, "transport": Transport} {
		s := NewFlowMatching(c, p)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s.Gradient(grad, z1, z2, x1, x2, r)
			}
		})
	}
}
