//go:build goexperiment.simd && (wasm || amd64)

package kernel

// The constants of the approximation, four times each: a load costs less than a
// register.
var tanhQuads = struct{ high, low, p0, p1, p2, p3, p4, q1, q2, q3, q4, one quad }{
	high: four(tanhClamp), low: four(-tanhClamp), one: four(1),
	p0: four(tanhP0), p1: four(tanhP1), p2: four(tanhP2), p3: four(tanhP3), p4: four(tanhP4),
	q1: four(tanhQ1), q2: four(tanhQ2), q3: four(tanhQ3), q4: four(tanhQ4),
}

func four(x float32) quad { return quad{x, x, x, x} }

// tanhVectors is tanh32 of vectors, and tanh32 of what is left.
func tanhVectors(v []float32) {
	if !haveVectors {
		tanh32(v)
		return
	}
	high, low := load(&tanhQuads.high), load(&tanhQuads.low)
	q := quads(v)
	for k := range q {
		a := load(&q[k])
		a = high.IfElse(a.Greater(high), low.IfElse(a.Less(low), a)) // NaN stays
		s := a.Mul(a)
		p := load(&tanhQuads.p4).Mul(s).Add(load(&tanhQuads.p3))
		r := load(&tanhQuads.q4).Mul(s).Add(load(&tanhQuads.q3))
		p = p.Mul(s).Add(load(&tanhQuads.p2))
		r = r.Mul(s).Add(load(&tanhQuads.q2))
		p = p.Mul(s).Add(load(&tanhQuads.p1))
		r = r.Mul(s).Add(load(&tanhQuads.q1))
		p = p.Mul(s).Add(load(&tanhQuads.p0))
		r = r.Mul(s).Add(load(&tanhQuads.p0))
		a.Mul(p).Div(r).StoreArray(&q[k])
	}
	tanh32(v[len(q)*Lanes:])
}
