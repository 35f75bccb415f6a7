package flow

import (
	"flowplayground/flow/internal/kernel"
)

// gateWidth is the width of the gate networks' three hidden layers.
const gateWidth = 40

// gateLayers describes the gate network 1 → 40 → 40 → 40 → 1.
var gateLayers = [...]struct {
	weight, bias string
	in, out      int
}{
	{"W1", "b1", 1, gateWidth},
	{"W2", "b2", gateWidth, gateWidth},
	{"W3", "b3", gateWidth, gateWidth},
	{"W4", "b4", gateWidth, 1},
}

// An Activation is the nonlinearity of the gate networks' hidden layers.
type Activation int

const (
	// ReLU is the notebook's. It leaves kinks in time, where a Runge-Kutta
	// method loses its order.
	ReLU Activation = iota
	// Tanh gates are smooth in time.
	Tanh
)

// gates is one multilayer perceptron of time per unit, gᵢ(t), evaluated at all
// knots at once: every matrix here is features × knots, the knots padded to
// the kernel's block.
type gates[T Float] struct {
	units      int
	activation Activation
	knots      int // as asked for
	cols       int // padded
	time       []T
	hidden     [][][]T // per unit, per hidden layer: activations
	out        []T     // units × cols: gᵢ at the knots
	g, gNext   []T     // cotangents of a layer's output and input
}

// addGateGroups appends the parameters of the gates of m units.
func addGateGroups[T Float](p *parameters[T], m int) {
	for _, l := range gateLayers {
		if l.in == 1 || l.out == 1 {
			p.add(l.weight, m, max(l.in, l.out))
		} else {
			p.add(l.weight, m, l.out, l.in)
		}
		if l.out == 1 {
			p.add(l.bias, m)
		} else {
			p.add(l.bias, m, l.out)
		}
	}
}

func newGates[T Float](m int, a Activation, knots []float64) *gates[T] {
	cols := kernel.Pad(len(knots))
	s := &gates[T]{
		units: m, activation: a, knots: len(knots), cols: cols,
		time: make([]T, cols), out: make([]T, m*cols),
		g: make([]T, gateWidth*cols), gNext: make([]T, gateWidth*cols),
	}
	for k, t := range knots {
		s.time[k] = T(t)
	}
	s.hidden = make([][][]T, m)
	for i := range s.hidden {
		for range len(gateLayers) - 1 {
			s.hidden[i] = append(s.hidden[i], make([]T, gateWidth*cols))
		}
	}
	return s
}

// unit returns unit i's part of a layer's parameters in the flat vector v.
func unit[T any](groups []Group, name string, v []T, i, m int) []T {
	all := part(groups, name, v)
	n := len(all) / m
	return all[i*n : (i+1)*n]
}

// forward evaluates all gates at all knots.
func (s *gates[T]) forward(groups []Group, params []T) {
	for i := range s.units {
		src := s.time
		for l, layer := range gateLayers {
			dst := s.out[i*s.cols:][:s.cols]
			if l < len(s.hidden[i]) {
				dst = s.hidden[i][l]
			}
			w := unit(groups, layer.weight, params, i, s.units)
			b := unit(groups, layer.bias, params, i, s.units)
			kernel.Dense(dst, w, b, src, s.cols)
			if l < len(s.hidden[i]) {
				s.activate(dst)
			}
			src = dst
		}
	}
}

// backward adds to grad, laid out as the parameters, the cotangents of the
// gates' parameters for those of their outputs in gout (units × cols, zero in
// the padding).
func (s *gates[T]) backward(groups []Group, params, grad, gout []T) {
	for i := range s.units {
		g := gout[i*s.cols:][:s.cols]
		for l := len(gateLayers) - 1; l >= 0; l-- {
			layer := gateLayers[l]
			src, gsrc := s.time, []T(nil)
			if l > 0 {
				src, gsrc = s.hidden[i][l-1], s.gNext[:layer.in*s.cols]
			}
			kernel.DensePullback(
				unit(groups, layer.weight, grad, i, s.units), unit(groups, layer.bias, grad, i, s.units), gsrc,
				unit(groups, layer.weight, params, i, s.units), src, g, s.cols)
			if l > 0 {
				s.deactivate(gsrc, src)
				s.g, s.gNext = s.gNext, s.g
				g = gsrc
			}
		}
	}
}

func (s *gates[T]) activate(v []T) {
	if s.activation == Tanh {
		kernel.Tanh(v)
		return
	}
	for k, x := range v {
		if x < 0 { // NaN stays NaN
			v[k] = 0
		}
	}
}

// deactivate multiplies g by the activation's slope where its value is h.
func (s *gates[T]) deactivate(g, h []T) {
	if s.activation == Tanh {
		for k, t := range h {
			g[k] = T(g[k] * (1 - T(t*t)))
		}
		return
	}
	for k, t := range h {
		if t == 0 {
			g[k] = 0
		}
	}
}
