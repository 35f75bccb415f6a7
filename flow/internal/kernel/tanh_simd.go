//go:build goexperiment.simd && (wasm || amd64)

package kernel

import "simd/archsimd"

// The constants of the approximation, four times each: a load costs less than a
// register.
var (
	tanhQuads = struct{ p0, p1, p2, q0, q1, q2, one quad }{
		p0: four(tanhP0), p1: four(tanhP1), p2: four(tanhP2),
		q0: four(tanhQ0), q1: four(tanhQ1), q2: four(tanhQ2), one: four(1),
	}
	tanhHigh = [Lanes]int32{tanhMost, tanhMost, tanhMost, tanhMost}
	tanhLow  = [Lanes]uint32{tanhLeast, tanhLeast, tanhLeast, tanhLeast}
)

func four(x float32) quad { return quad{x, x, x, x} }

// rational(clamped(a)) is tanh32 of a vector, but ±1 for NaN. As one function Go
// would not put it in line, and a field would take half as long again.
func clamped(a vector) vector {
	b := a.ToBits().BitsToInt32().Min(archsimd.LoadInt32x4Array(&tanhHigh)).ToBits()
	return b.Min(archsimd.LoadUint32x4Array(&tanhLow)).BitsToFloat32()
}

func rational(a vector) vector {
	c, s := &tanhQuads, a.Mul(a)
	p := load(&c.p2).Mul(s).Add(load(&c.p1))
	q := s.Add(load(&c.q2))
	p, q = p.Mul(s).Add(load(&c.p0)), q.Mul(s).Add(load(&c.q1))
	n, d := a.Mul(p), q.Mul(s).Add(load(&c.q0))
	t := n.Mul(d).Div(d.Mul(d).Add(n.Mul(n)))
	return t.Add(t)
}

// tanhVectors is tanh32 by vectors, and itself for what is left.
func tanhVectors(v []float32) {
	if !haveVectors {
		tanh32(v)
		return
	}
	q := quads(v)
	for k := range q {
		a := load(&q[k])
		rational(clamped(a)).IfElse(a.Equal(a), a).StoreArray(&q[k])
	}
	tanh32(v[len(q)*Lanes:])
}
