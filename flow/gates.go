package flow

import "math/rand/v2"

// gateWidth is the width of the gate networks' three hidden layers.
const gateWidth = 40

// gateLayers describes the gate network 1 → 40 → 40 → 40 → 1.
var gateLayers = []layer{
	{"W1", "b1", 1, gateWidth},
	{"W2", "b2", gateWidth, gateWidth},
	{"W3", "b3", gateWidth, gateWidth},
	{"W4", "b4", gateWidth, 1},
}

// gatedNet has constant units whose weights in the field are networks of time,
//
//	wᵢ, bᵢ constant,   cᵢ(t) = gᵢ(t) ûᵢ,   ρ(t) = Σᵢ gᵢ(t) or 0.
type gatedNet[T Float] struct {
	spec  CNFSpec
	nets  *networks[T]
	uhat  [][2]float64
	gate  []T // units × padded knots: gates after the logistic, if bounded
	ggate []T // their cotangents, then those of the networks' outputs
}

func newGatedNet[T Float](spec CNFSpec, knots []float64) *gatedNet[T] {
	n := &gatedNet[T]{
		spec: spec, nets: newNetworks[T](spec.Units, gateLayers, spec.Activation, knots),
		uhat: make([][2]float64, spec.Units),
	}
	n.at(knots)
	return n
}

func addGatedGroups[T Float](p *parameters[T], m int) {
	p.add("w", m, 2)
	p.add("u", m, 2)
	p.add("b", m)
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

func initGated[T Float](groups []Group, params []T, init CNFInit, r *rand.Rand) {
	fillGaussian(part(groups, "w", params), init.W, r)
	fillGaussian(part(groups, "u", params), init.U, r)
	fillGaussian(part(groups, "b", params), init.B, r)
	initLayers(gateLayers, groups, params, init.Gate, r)
}

func (n *gatedNet[T]) at(knots []float64) {
	n.nets.at(knots)
	n.gate, n.ggate = resized(n.gate, len(n.nets.out)), resized(n.ggate, len(n.nets.out))
}

// columns returns the part of units from ≤ i < to of gates, or of cotangents.
func (n *gatedNet[T]) columns(v []T, from, to int) []T { return v[from*n.nets.cols : to*n.nets.cols] }

// vec returns entry i of an array of 2-vectors.
func vec[T Float](v []T, i int) [2]float64 {
	return [2]float64{float64(v[2*i]), float64(v[2*i+1])}
}

func (n *gatedNet[T]) forward(table *Table[T], groups []Group, params []T) {
	n.nets.forward(groups, params, 0, n.spec.Units)
	n.tabulate(table, groups, params)
}

// tabulate writes the rows from the networks' outputs.
func (n *gatedNet[T]) tabulate(table *Table[T], groups []Group, params []T) {
	w, u, b := part(groups, "w", params), part(groups, "u", params), part(groups, "b", params)
	for i, g := range n.nets.out {
		if n.spec.Bounded {
			g = T(logistic(float64(g)))
		}
		n.gate[i] = g
	}
	for i := range n.uhat {
		n.uhat[i] = n.spec.Constraint.apply(vec(w, i), vec(u, i))
	}
	for k := range table.Knots {
		row := table.row(k)
		var ρ T
		for i, û := range n.uhat {
			g := n.gate[i*n.nets.cols+k]
			ρ += g
			*row.Unit(i) = [...]T{w[2*i], w[2*i+1], b[i], T(g * T(û[0])), T(g * T(û[1]))}
		}
		if n.spec.Identity {
			row[0] = ρ
		}
	}
}

func (n *gatedNet[T]) backward(gtable *Table[T], groups []Group, params, grad []T) {
	n.pull(gtable, groups, params, grad)
	n.nets.backward(groups, params, grad, n.ggate, 0, n.spec.Units)
}

// pull adds to grad the cotangents of w, u and b for those of the rows, and
// leaves those of the networks' outputs in ggate.
func (n *gatedNet[T]) pull(gtable *Table[T], groups []Group, params, grad []T) {
	w, u := part(groups, "w", params), part(groups, "u", params)
	gw, gu, gb := part(groups, "w", grad), part(groups, "u", grad), part(groups, "b", grad)
	for i, û := range n.uhat {
		gc := n.backwardUnit(gtable, i, gw[2*i:2*i+2], gb[i:i+1], [2]T{T(û[0]), T(û[1])})
		pw, pu := n.spec.Constraint.pullback(vec(w, i), vec(u, i), [2]float64{float64(gc[0]), float64(gc[1])})
		for d := range 2 {
			gw[2*i+d] += T(pw[d])
			gu[2*i+d] += T(pu[d])
		}
	}
}

// backwardUnit sums unit i's cotangents over the knots: those of w and b into
// gw and gb, that of its gates into ggate; it returns that of û.
func (n *gatedNet[T]) backwardUnit(gtable *Table[T], i int, gw, gb []T, û [2]T) (gu [2]T) {
	for k := range gtable.Knots {
		row, at := gtable.row(k), i*n.nets.cols+k
		r, g := row.Unit(i), n.gate[at]
		gw[0] += r[0]
		gw[1] += r[1]
		gb[0] += r[2]
		gu[0] += T(g * r[3])
		gu[1] += T(g * r[4])
		gg := T(û[0]*r[3]) + T(û[1]*r[4])
		if n.spec.Identity {
			gg += row[0]
		}
		if n.spec.Bounded {
			gg = T(gg * T(g*(1-g)))
		}
		n.ggate[at] = gg
	}
	return gu
}
