package flow

// coefficientNet turns a CNF's parameters into its table at the knots of a
// solve, and a cotangent of the table into one of the parameters. It runs once
// per training step, whatever the batch.
type coefficientNet[T Float] struct {
	spec   CNFSpec
	gates  *gates[T]
	uhat   [][2]float64
	gate   []T // units × padded knots: gates after the logistic, if bounded
	ggate  []T // their cotangents, then those of the networks' outputs
	table  *Table[T]
	gtable *Table[T]
}

func newCoefficientNet[T Float](spec CNFSpec, knots []float64) *coefficientNet[T] {
	g := newGates[T](spec.Units, spec.Activation, knots)
	return &coefficientNet[T]{
		spec: spec, gates: g,
		uhat: make([][2]float64, spec.Units),
		gate: make([]T, len(g.out)), ggate: make([]T, len(g.out)),
		table: newTable[T](spec.Units, knots), gtable: newTable[T](spec.Units, knots),
	}
}

// vec returns entry i of an array of 2-vectors.
func vec[T Float](v []T, i int) [2]float64 {
	return [2]float64{float64(v[2*i]), float64(v[2*i+1])}
}

// forward returns the table of the parameters: cᵢ = gᵢ ûᵢ and ρ = Σ gᵢ or 0.
// It is valid until the next call.
func (n *coefficientNet[T]) forward(groups []Group, params []T) *Table[T] {
	w, u, b := part(groups, "w", params), part(groups, "u", params), part(groups, "b", params)
	n.gates.forward(groups, params)
	for i, g := range n.gates.out {
		if n.spec.Bounded {
			g = T(logistic(float64(g)))
		}
		n.gate[i] = g
	}
	for i := range n.uhat {
		n.uhat[i] = n.spec.Constraint.apply(vec(w, i), vec(u, i))
	}
	for k := range n.table.Knots {
		row := n.table.row(k)
		var ρ T
		for i, û := range n.uhat {
			g := n.gate[i*n.gates.cols+k]
			ρ += g
			*row.Unit(i) = [...]T{w[2*i], w[2*i+1], b[i], T(g * T(û[0])), T(g * T(û[1]))}
		}
		if n.spec.Identity {
			row[0] = ρ
		}
	}
	return n.table
}

// backward adds to grad the cotangents of the parameters for that of the table
// in gtable.
func (n *coefficientNet[T]) backward(groups []Group, params, grad []T) {
	w, u := part(groups, "w", params), part(groups, "u", params)
	gw, gu, gb := part(groups, "w", grad), part(groups, "u", grad), part(groups, "b", grad)
	for i, û := range n.uhat {
		gc := n.backwardUnit(i, gw[2*i:2*i+2], gb[i:i+1], [2]T{T(û[0]), T(û[1])})
		pw, pu := n.spec.Constraint.pullback(vec(w, i), vec(u, i), [2]float64{float64(gc[0]), float64(gc[1])})
		for d := range 2 {
			gw[2*i+d] += T(pw[d])
			gu[2*i+d] += T(pu[d])
		}
	}
	n.gates.backward(groups, params, grad, n.ggate)
}

// backwardUnit sums unit i's cotangents over the knots: those of w and b into
// gw and gb, that of its gates into ggate; it returns that of û.
func (n *coefficientNet[T]) backwardUnit(i int, gw, gb []T, û [2]T) (gu [2]T) {
	for k := range n.gtable.Knots {
		row, at := n.gtable.row(k), i*n.gates.cols+k
		r, g := row.Unit(i), n.gate[i*n.gates.cols+k]
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
