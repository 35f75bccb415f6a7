package flow

// unitTable returns the field's coefficients as if it began at N(0, I) and ran
// over [0, 1], at knots in there, whatever its own base variance v and end T:
// what is to be drawn or scored need not know of them. With t = T s and z =
// v^((1-s)/2) z′,
//
//	dz′/ds = (T ρ + ½ ln v) z′ + Σᵢ T v^(-(1-s)/2) cᵢ tanh(v^((1-s)/2) wᵢ·z′ + bᵢ).
//
// The data stays where it is, and so does its density.
func (c *CNF[T]) unitTable(knots []float64) *Table[float32] {
	end, logV := c.spec.end(), log(c.spec.variance())
	times := make([]float64, len(knots))
	for k, s := range knots {
		times[k] = float64(end * s)
	}
	if c.view == nil {
		c.view = newCoefficientNet[T](c.spec, times)
	}
	c.view.at(times)
	from := c.view.forward(c.groups, c.values)
	to := newTable[float32](from.Units, knots)
	for k, s := range knots {
		src, dst := from.row(k), to.row(k)
		zoom := 1.0
		if logV != 0 {
			zoom = exp(float64(float64(1-s)*logV) / 2)
		}
		dst[0] = float32(float64(end*float64(src[0])) + logV/2)
		for i := range from.Units {
			u, v := src.Unit(i), dst.Unit(i)
			v[2] = float32(u[2])
			for d := range 2 {
				v[d] = float32(zoom * float64(u[d]))
				v[3+d] = float32(end * float64(u[3+d]) / zoom)
			}
		}
	}
	return to
}
