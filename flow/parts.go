package flow

import (
	"math"
	"slices"

	"flowplayground/flow/internal/kernel"
)

// Parts implements [Flow]: w, b and c of the units at time t. The identity term
// of all units together is no unit's part.
func (f *ContinuousFlow) Parts(t float64) []Planar {
	row := kernel.Row[float32](make([]float32, kernel.RowLen(f.Width())))
	f.Table.between(row, min(max(t, 0), 1))
	parts := make([]Planar, f.Width())
	for i := range parts {
		u := row.Unit(i)
		parts[i] = Planar{
			W: [2]float64{float64(u[0]), float64(u[1])}, B: float64(u[2]),
			U: [2]float64{float64(u[3]), float64(u[4])},
		}
	}
	return parts
}

// Parts implements [Flow]: the layers as they are met on the way from noise to
// data. Those that compute the other way move a point by U tanh(W·z + B) too, but
// z is then where it arrives. With [DiscreteFlow.Flip] coordinates are swapped as
// the picture's are.
func (f *DiscreteFlow) Parts(float64) []Planar {
	n := len(f.Layers)
	parts := make([]Planar, n)
	for i := range parts {
		p, after := f.Layers[n-1-i], n-1-i
		if f.Generative {
			p, after = f.Layers[i], n-i
		} else {
			p.U = [2]float64{-p.U[0], -p.U[1]}
		}
		p.W, p.U = f.shown(p.W, after), f.shown(p.U, after)
		parts[i] = p
	}
	return parts
}

// Gates returns how hard each unit pushes at the times t = k/(n-1), k < n: the
// length of c(t), its gate times the length of u, negative where c points against
// where it is longest.
func (f *ContinuousFlow) Gates(n int) [][]float64 {
	at := make([][]Planar, n)
	for k := range at {
		at[k] = f.Parts(float64(k) / float64(n-1))
	}
	gates := make([][]float64, f.Width())
	for i := range gates {
		longest := at[0][i].U
		for k := range at {
			if c := at[k][i].U; dot(c, c) > dot(longest, longest) {
				longest = c
			}
		}
		gates[i] = make([]float64, n)
		for k := range at {
			c := at[k][i].U
			gates[i][k] = math.Copysign(math.Hypot(c[0], c[1]), dot(c, longest))
		}
	}
	return gates
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

// Without implements [Flow]; layers are counted as in Parts.
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
