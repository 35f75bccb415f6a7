//go:build !js

// In a browser there is no file system, in which a fuzz target looks for its
// corpus.

package flow

import (
	"math"
	"testing"
)

// FuzzPlanarInverse inverts legal maps with parameters up to 1e3.
func FuzzPlanarInverse(f *testing.F) {
	f.Add(1.0, 0.0, 0.5, 0.5, 0.1, 1.0, 2.0, false)
	f.Add(1e3, -1e3, -1e3, 1e3, 1e3, 0.0, 0.0, false) // û·w rounds to -1
	f.Add(-1e3, 1e3, -1e3, 1e3, -2.5, 1e3, -1e3, true)
	f.Add(1e-300, 0.0, 1e3, 1e3, 0.0, 5.0, -5.0, false)
	f.Add(0.0, 0.0, 1e3, 0.0, 1e3, 1.0, 1.0, true)
	f.Add(3.0, 4.0, -4.0, 3.0, 1e-9, 1e-9, 0.0, false)
	f.Fuzz(func(t *testing.T, w1, w2, u1, u2, b, y1, y2 float64, slow bool) {
		for _, v := range []float64{w1, w2, u1, u2, b, y1, y2} {
			if !(math.Abs(v) <= 1e3) {
				return
			}
		}
		c := Softplus
		if slow {
			c = LogSoftplus
		}
		p := newPlanar(c, [2]float64{w1, w2}, [2]float64{u1, u2}, b)
		off, allowed, err := inverseError(p, [2]float64{y1, y2})
		if err != nil || !(off <= allowed) {
			t.Errorf("%+v at (%v, %v): T(T⁻¹(y)) is off by %.3g, more than %.3g (%v)", p, y1, y2, off, allowed, err)
		}
	})
}
