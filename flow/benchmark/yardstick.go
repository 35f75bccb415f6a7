package benchmark

import (
	"flowplayground/flow"
	"flowplayground/ode"
)

const (
	yardstickUnits = 20
	yardstickBatch = 500
	gateWidth      = 40
	// yardstickRate hardly moves the state, so that all steps are alike.
	yardstickRate = 1e-6
)

// A Yardstick trains the notebook's CNF with an unconstrained u on one fixed
// batch: 20 gated units with gate networks 1 → 40 → 40 → 40 → 1 of ReLUs, 500
// points, the exact trace, the gradient through the solver's steps, Adam.
// Parameters and batch come from a linear congruential generator, so that any
// library can begin with the same numbers and must report the same loss.
type Yardstick struct {
	model *flow.CNF[float32]
	adam  flow.Adam[float32]
	grad  []float32
	x, y  []float32
}

// NewYardstick returns the model, to be solved by a method in equal steps.
func NewYardstick(tableau ode.Tableau, steps int) *Yardstick {
	m := flow.NewCNF[float32](flow.CNFSpec{
		Units: yardstickUnits, Identity: true, Activation: flow.ReLU, Tableau: tableau, Steps: steps,
	})
	s := &Yardstick{
		model: m, grad: make([]float32, len(m.Params())),
		x: make([]float32, yardstickBatch), y: make([]float32, yardstickBatch),
	}
	next := congruential(12345)
	for i := range yardstickUnits {
		s.initUnit(i, next)
	}
	for k := range s.x {
		s.x[k] = float32(2 * next())
		s.y[k] = float32(2 * next())
	}
	return s
}

// Step makes one training step and returns the loss before it, in nats.
func (s *Yardstick) Step() float64 {
	loss := s.model.Gradient(s.grad, s.x, s.y)
	s.adam.Step(s.model.Params(), s.grad, yardstickRate, nil)
	return loss
}

// initUnit draws the parameters of unit i and its gate. A layer's weights come
// input by input; ours stand output by output.
func (s *Yardstick) initUnit(i int, next func() float64) {
	for d := range 2 {
		s.group("u")[2*i+d] = float32(next())
		s.group("w")[2*i+d] = float32(2 * next())
	}
	s.group("b")[i] = float32(next())
	for _, l := range []struct {
		weight, bias string
		in, out      int
		scale        float64
	}{
		{"W1", "b1", 1, gateWidth, 1},
		{"W2", "b2", gateWidth, gateWidth, 0.158},
		{"W3", "b3", gateWidth, gateWidth, 0.158},
		{"W4", "b4", gateWidth, 1, 0.158},
	} {
		w, b := s.group(l.weight)[i*l.in*l.out:], s.group(l.bias)[i*l.out:]
		for c := range l.in {
			for o := range l.out {
				w[o*l.in+c] = float32(next() * l.scale)
			}
		}
		for o := range l.out {
			b[o] = float32(next() * l.scale)
		}
	}
	for range 3 { // the generator's pattern has 3404 numbers per gate, of which 3401 are used
		next()
	}
}

// group returns the parameters of one name.
func (s *Yardstick) group(name string) []float32 {
	for _, g := range s.model.Groups() {
		if g.Name == name {
			return s.model.Params()[g.Offset:][:g.Len()]
		}
	}
	panic("benchmark: the CNF has no parameters called " + name)
}

// congruential returns a generator of numbers in [-1, 1) (Knuth's multiplier of
// 32 bits, "Numerical Recipes", section 7.1).
func congruential(state uint32) func() float64 {
	return func() float64 {
		state = state*1664525 + 1013904223
		return float64(state>>8)/(1<<24)*2 - 1
	}
}
