package kernel

// ReLU replaces every negative entry of v by 0. NaN stays NaN.
func ReLU[T Float](v []T) {
	done := 0
	if s, ok := any(v).([]float32); ok {
		done = reluVectors(s)
	}
	reluPlain(v[done:])
}

func reluPlain[T Float](v []T) {
	for k, x := range v {
		if x < 0 {
			v[k] = 0
		}
	}
}

// ReLUPullback and TanhPullback multiply the cotangents g of an activation's
// values h by its slope there: 0 or 1, and 1 - h².
func ReLUPullback[T Float](g, h []T) {
	done := 0
	if s, ok := any(g).([]float32); ok {
		done = reluPullbackVectors(s, any(h).([]float32))
	}
	reluPullbackPlain(g[done:], h[done:])
}

func reluPullbackPlain[T Float](g, h []T) {
	g = g[:len(h)]
	for k, t := range h {
		if t == 0 {
			g[k] = 0
		}
	}
}

// TanhPullback is described with ReLUPullback.
func TanhPullback[T Float](g, h []T) {
	done := 0
	if s, ok := any(g).([]float32); ok {
		done = tanhPullbackVectors(s, any(h).([]float32))
	}
	tanhPullbackPlain(g[done:], h[done:])
}

func tanhPullbackPlain[T Float](g, h []T) {
	g = g[:len(h)]
	for k, t := range h {
		g[k] = T(g[k] * (1 - T(t*t)))
	}
}
