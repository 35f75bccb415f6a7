package flow

import (
	"math"
	"math/rand/v2"
	"slices"

	"flowplayground/flow/internal/kernel"
)

// An Activation is the nonlinearity of the gate networks' hidden layers.
type Activation int

const (
	// ReLU is the notebook's. It leaves kinks in time, where a Runge-Kutta
	// method loses its order.
	ReLU Activation = iota
	// Tanh gates are smooth in time.
	Tanh
)

// A layer is one affine map of a network, out × in, and its parameter groups.
type layer struct {
	weight, bias string
	in, out      int
}

// networks are m multilayer perceptrons of time of the same shape, with an
// affine last layer, evaluated at all knots at once: every matrix here is
// features × knots, the knots padded to the kernel's block. In a parameter
// group the network is the first index.
type networks[T Float] struct {
	layers     []layer
	m          int
	activation Activation
	knots      int
	cols       int // knots, padded
	time       []T
	hidden     [][][]T   // per network, per hidden layer: activations
	live       [][][]int // and the units that aren't zero throughout
	out        []T       // networks × last layer's out × cols
	g, gNext   []T       // cotangents of a layer's output and input
	scratch    []T       // for a layer's input, transposed
	count      []int     // 0, 1, …

	params, grads []layerParams[T] // as last found
}

func newNetworks[T Float](m int, layers []layer, a Activation, knots []float64) *networks[T] {
	s := &networks[T]{layers: layers, m: m, activation: a, hidden: make([][][]T, m), live: make([][][]int, m)}
	for i := range s.hidden {
		s.hidden[i], s.live[i] = make([][]T, len(layers)-1), make([][]int, len(layers)-1)
	}
	s.at(knots)
	return s
}

// at sets the knots. It allocates only if there never were as many.
func (s *networks[T]) at(knots []float64) {
	s.knots, s.cols = len(knots), kernel.Pad(len(knots))
	s.time = resized(s.time, s.cols)
	for k, t := range knots {
		s.time[k] = T(t)
	}
	widest, last := 0, s.layers[len(s.layers)-1]
	for l, layer := range s.layers[:len(s.layers)-1] {
		widest = max(widest, layer.out)
		for i := range s.hidden {
			s.hidden[i][l] = resized(s.hidden[i][l], layer.out*s.cols)
		}
	}
	s.out = resized(s.out, s.m*last.out*s.cols)
	s.g, s.gNext = resized(s.g, widest*s.cols), resized(s.gNext, widest*s.cols)
	s.scratch = resized(s.scratch, widest*s.cols)
	for n := max(widest, last.out, s.knots); len(s.count) < n; {
		s.count = append(s.count, len(s.count))
	}
}

// resized returns n zeros, in v's memory if that is enough.
func resized[T any](v []T, n int) []T {
	v = slices.Grow(v[:0], n)[:n]
	clear(v)
	return v
}

// output returns the n-th output of network i at the knots and the padding.
func (s *networks[T]) output(v []T, i, n int) []T {
	return v[(i*s.layers[len(s.layers)-1].out+n)*s.cols:][:s.cols]
}

// layerParams are a layer's parameters, or their cotangents, of all networks.
type layerParams[T Float] struct{ weight, bias []T }

// find looks the layers' parts of the flat vector v up.
func (s *networks[T]) find(dst []layerParams[T], groups []Group, v []T) []layerParams[T] {
	dst = dst[:0]
	for _, l := range s.layers {
		dst = append(dst, layerParams[T]{part(groups, l.weight, v), part(groups, l.bias, v)})
	}
	return dst
}

// of returns the part of network i of m.
func (p layerParams[T]) of(i, m int) (weight, bias []T) {
	n, k := len(p.weight)/m, len(p.bias)/m
	return p.weight[i*n:][:n], p.bias[i*k:][:k]
}

// forward evaluates networks from ≤ i < to at all knots.
func (s *networks[T]) forward(groups []Group, params []T, from, to int) {
	s.params = s.find(s.params, groups, params)
	n := len(s.out) / s.m
	for i := from; i < to; i++ {
		src, live := s.time, s.count[:1]
		for l, layer := range s.params {
			dst := s.out[i*n:][:n]
			if l < len(s.hidden[i]) {
				dst = s.hidden[i][l]
			}
			w, b := layer.of(i, s.m)
			kernel.Dense(dst, w, b, src, live, s.count[:len(b)], s.cols)
			if l < len(s.hidden[i]) {
				s.activate(i, l)
				live = s.live[i][l]
			}
			src = dst
		}
	}
}

// backward adds to grad, laid out as the parameters, the cotangents of the
// parameters of networks from ≤ i < to for those of their outputs in gout (laid
// out as out, zero in the padding).
func (s *networks[T]) backward(groups []Group, params, grad, gout []T, from, to int) {
	s.params, s.grads = s.find(s.params, groups, params), s.find(s.grads, groups, grad)
	n := len(s.out) / s.m
	for i := from; i < to; i++ {
		g, liveOut := gout[i*n:][:n], s.count[:n/s.cols]
		for l := len(s.layers) - 1; l >= 0; l-- {
			src, gsrc, live := s.time, []T(nil), s.count[:1]
			if l > 0 {
				src, gsrc, live = s.hidden[i][l-1], s.gNext[:s.layers[l].in*s.cols], s.live[i][l-1]
			}
			w, _ := s.params[l].of(i, s.m)
			gw, gb := s.grads[l].of(i, s.m)
			kernel.DensePullback(gw, gb, gsrc, w, src, g, s.scratch, live, liveOut, s.count[:s.knots], s.cols)
			if l > 0 {
				s.deactivate(gsrc, src)
				s.g, s.gNext = s.gNext, s.g
				g, liveOut = gsrc, live
			}
		}
	}
}

// activate finds the activations of a hidden layer, and which of its units live.
// Of ReLUs those that are zero at all times are two in five when training begins
// and may be four in five later. A weight from such a unit that is no number shows
// only once the unit lives.
func (s *networks[T]) activate(i, l int) {
	h := s.hidden[i][l]
	if s.activation == Tanh {
		kernel.Tanh(h)
		s.live[i][l] = s.count[:s.layers[l].out]
		return
	}
	out := s.layers[l].out
	if cap(s.live[i][l]) < out {
		s.live[i][l] = make([]int, out)
	}
	s.live[i][l] = kernel.ReLU(s.live[i][l][:out], h, s.cols)
}

// deactivate multiplies g by the activation's slope where its value is h.
func (s *networks[T]) deactivate(g, h []T) {
	if s.activation == Tanh {
		kernel.TanhPullback(g, h)
		return
	}
	kernel.ReLUPullback(g, h)
}

// initLayers draws weights and biases from U(±1/√in), the last layer's scaled.
func initLayers[T Float](layers []layer, groups []Group, params []T, last float64, r *rand.Rand) {
	for l, layer := range layers {
		bound := 1 / math.Sqrt(float64(layer.in))
		if l == len(layers)-1 {
			bound *= last
		}
		fillUniform(part(groups, layer.weight, params), bound, r)
		fillUniform(part(groups, layer.bias, params), bound, r)
	}
}
