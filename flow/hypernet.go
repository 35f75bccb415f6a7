package flow

// hyperWidth is the width of the hypernetwork's two hidden layers.
const hyperWidth = 32

// hyperLayers describes the hypernetwork 1 → 32 → 32 → 7M of m units.
func hyperLayers(m int) []layer {
	return []layer{
		{"F1", "c1", 1, hyperWidth},
		{"F2", "c2", hyperWidth, hyperWidth},
		{"F3", "c3", hyperWidth, 7 * m},
	}
}

// HyperInit is how PyTorch starts the layers of a hypernetwork, and so the
// published one.
var HyperInit = CNFInit{Gate: 1}

// hyperNet has units that one network of time makes as a whole. Its outputs
// are W and U and G, unit by unit both coordinates, and B, and
//
//	wᵢ = Wᵢ,   bᵢ = Bᵢ,   cᵢ = Uᵢ ⊙ logistic(Gᵢ) / M,   ρ = 0
//
// (examples/cnf.py of rtqichen/torchdiffeq).
type hyperNet[T Float] struct {
	units int
	net   *networks[T]
	gate  []T // logistic(G): 2 units × padded knots
	gout  []T // cotangents of the network's outputs
}

func newHyperNet[T Float](spec CNFSpec, knots []float64) *hyperNet[T] {
	n := &hyperNet[T]{units: spec.Units, net: newNetworks[T](1, hyperLayers(spec.Units), Tanh, knots)}
	n.at(knots)
	return n
}

func addHyperGroups[T Float](p *parameters[T], m int) {
	for _, l := range hyperLayers(m) {
		p.add(l.weight, l.out, l.in)
		p.add(l.bias, l.out)
	}
}

func (n *hyperNet[T]) at(knots []float64) {
	n.net.at(knots)
	n.gate, n.gout = resized(n.gate, 2*n.units*n.net.cols), resized(n.gout, len(n.net.out))
}

// outputs returns where W, U, G and B of unit i stand among a vector of outputs
// (features × padded knots), coordinate by coordinate.
func (n *hyperNet[T]) outputs(v []T, i int) (w, u, g [2][]T, b []T) {
	for d := range 2 {
		w[d] = n.net.output(v, 0, 2*i+d)
		u[d] = n.net.output(v, 0, 2*(n.units+i)+d)
		g[d] = n.net.output(v, 0, 2*(2*n.units+i)+d)
	}
	return w, u, g, n.net.output(v, 0, 6*n.units+i)
}

// gates returns logistic(G) of unit i in coordinate d.
func (n *hyperNet[T]) gates(i, d int) []T { return n.gate[(2*i+d)*n.net.cols:][:n.net.cols] }

func (n *hyperNet[T]) forward(table *Table[T], groups []Group, params []T) {
	n.net.forward(groups, params, 0, 1)
	share := T(1 / float64(n.units))
	for i := range n.units {
		w, u, g, b := n.outputs(n.net.out, i)
		for k := range table.Knots {
			c := table.row(k).Unit(i)
			for d := range 2 {
				σ := T(logistic(float64(g[d][k])))
				n.gates(i, d)[k] = σ
				c[d], c[3+d] = w[d][k], T(T(u[d][k]*σ)*share)
			}
			c[2] = b[k]
		}
	}
}

func (n *hyperNet[T]) backward(gtable *Table[T], groups []Group, params, grad []T) {
	share := T(1 / float64(n.units))
	for i := range n.units {
		_, u, _, _ := n.outputs(n.net.out, i)
		gw, gu, gg, gb := n.outputs(n.gout, i)
		for k := range gtable.Knots {
			c := gtable.row(k).Unit(i)
			for d := range 2 {
				σ, gc := n.gates(i, d)[k], T(c[3+d]*share)
				gw[d][k], gu[d][k] = c[d], T(gc*σ)
				gg[d][k] = T(T(gc*u[d][k]) * T(σ*(1-σ)))
			}
			gb[k] = c[2]
		}
	}
	n.net.backward(groups, params, grad, n.gout, 0, 1)
}
