package kernel

import (
	"math"
	"unsafe"
)

// The decay rates of Adam's moments and what keeps its divisor from zero
// (Kingma & Ba 2015, algorithm 1).
const Adamβ1, Adamβ2, Adamε = 0.9, 0.999, 1e-8

// Moments below these become zero: those of a unit that is dead would decay to
// subnormal numbers and stay there, with which processors compute a hundred times as
// slowly. No parameter moves by so small a first moment, c1 m / ε being at most 1e-21
// of a rate, and so small a second one is lost beside ε.
const (
	adamTiny  = 0x1p-100 // first moments
	adamTinyV = 0x1p-120 // second
)

// Adam moves params against grad by
//
//	c1 m / (c2 √v + ε) · scale
//
// after taking grad into its moments m and v, which become zero instead of tiny; c1
// is the rate and c2 one, both
// corrected for the bias of the moments. A scale of nil is 1 throughout.
func Adam[T Float](params, grad, m, v, scale []T, c1, c2 T) {
	done := 0
	if haveVectors && unsafe.Sizeof(c1) == singleSize {
		done = len(params) / Lanes * Lanes
		v := (*[5][]float32)(unsafe.Pointer(&[...][]T{params[:done], grad, m, v, scale}))
		adamVectors(v[0], v[1], v[2], v[3], v[4], float32(c1), float32(c2))
	}
	if scale != nil {
		scale = scale[done:]
	}
	adamPlain(params[done:], grad[done:], m[done:], v[done:], scale, c1, c2)
}

func adamPlain[T Float](params, grad, m, v, scale []T, c1, c2 T) {
	for i, g := range grad {
		mi := T(Adamβ1*m[i]) + T((1-Adamβ1)*g)
		vi := T(Adamβ2*v[i]) + T((1-Adamβ2)*T(g*g))
		if !(mi >= adamTiny || mi <= -adamTiny) {
			mi = 0
		}
		if vi < adamTinyV {
			vi = 0
		}
		m[i], v[i] = mi, vi
		d := T(c1*mi) / (T(c2*T(math.Sqrt(float64(vi)))) + Adamε)
		if scale != nil {
			d = T(d * scale[i])
		}
		params[i] -= d
	}
}
