package flow

import (
	"math"
	"slices"

	"flowplayground/flow/internal/kernel"
)

// Part implements [Flow]: w, b and c of the unit at time t. The identity term of
// all units together is no unit's part.
func (f *ContinuousFlow) Part(i int, t float64) Planar {
	row := kernel.Row[float32](make([]float32, kernel.RowLen(f.Width())))
	f.Table.between(row, min(max(t, 0), 1))
	u := row.Unit(i)
	return Planar{
		W: [2]float64{float64(u[0]), float64(u[1])}, B: float64(u[2]),
		U: [2]float64{float64(u[3]), float64(u[4])},
	}
}

// Part implements [Flow]: layer i as it is met on the way from noise to data.
// With [DiscreteFlow.Flip] its coordinates are swapped as the picture's are.
func (f *DiscreteFlow) Part(i int, _ float64) Planar {
	n := len(f.Layers)
	p, after := f.Layers[n-1-i], n-1-i
	if f.Generative {
		p, after = f.Layers[i], n-i
	}
	p.W, p.U = f.shown(p.W, after), f.shown(p.U, after)
	return p
}

// Gate returns how hard unit i pushes at the times t = k/(n-1), k < n: the
// length of c(t), negative where it points against where it is longest.
func (f *ContinuousFlow) Gate(i, n int) []float64 {
	pushes, longest := make([][2]float64, n), 0
	for k := range pushes {
		pushes[k] = f.Part(i, float64(k)/float64(n-1)).U
		if dot(pushes[k], pushes[k]) > dot(pushes[longest], pushes[longest]) {
			longest = k
		}
	}
	gate := make([]float64, n)
	for k, c := range pushes {
		gate[k] = math.Copysign(math.Hypot(c[0], c[1]), dot(c, pushes[longest]))
	}
	return gate
}

// Without implements [Flow]. What the units add to the identity term stays.
func (f *ContinuousFlow) Without(units []int) Flow {
	t := *f.Table
	t.Rows = slices.Clone(t.Rows)
	for k := range t.Knots {
		for _, i := range units {
			if i < t.Units {
				u := t.row(k).Unit(i)
				u[3], u[4] = 0, 0
			}
		}
	}
	return &ContinuousFlow{&t}
}

// Without implements [Flow]; layers are counted as in Part.
func (f *DiscreteFlow) Without(layers []int) Flow {
	g := *f
	g.Layers = slices.Clone(f.Layers)
	n := len(g.Layers)
	for _, i := range layers {
		if i >= n {
			continue
		}
		if !f.Generative {
			i = n - 1 - i
		}
		g.Layers[i].U = [2]float64{}
	}
	return &g
}
