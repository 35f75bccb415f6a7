//go:build every

package kernel

import (
	"math"
	"runtime"
	"sync"
	"testing"
)

// TestTanhOfEveryFloat holds the float32 tanh to its error bound at all 2³²
// numbers, by vectors where there are any: positive ones against float64, and
// negative ones to the same with the other sign.
func TestTanhOfEveryFloat(t *testing.T) {
	const bound, chunk = 2e-7, 1 << 16
	const infinity = 0x7f800000 // bits; above come NaNs
	var mu sync.Mutex
	worst, at := 0.0, float32(0)
	var wg sync.WaitGroup
	threads := runtime.GOMAXPROCS(0)
	for n := range threads {
		wg.Go(func() {
			plus, minus, x := make([]float32, chunk), make([]float32, chunk), make([]float32, chunk)
			for from := n * chunk; from <= infinity; from += threads * chunk {
				for i := range x {
					x[i] = math.Float32frombits(uint32(min(from+i, infinity)))
					plus[i], minus[i] = x[i], -x[i]
				}
				Tanh(plus)
				Tanh(minus)
				w, a := 0.0, float32(0)
				for i, v := range plus {
					if minus[i] != -v {
						t.Errorf("tanh(%v) = %v, of its negative %v", x[i], v, minus[i])
						return
					}
					if e := math.Abs(float64(v) - math.Tanh(float64(x[i]))); !(e <= w) {
						w, a = e, x[i]
					}
				}
				mu.Lock()
				if !(w <= worst) {
					worst, at = w, a
				}
				mu.Unlock()
			}
		})
	}
	for n := range threads {
		wg.Go(func() {
			v := make([]float32, chunk)
			for from := infinity + 1 + n*chunk; from <= math.MaxInt32; from += threads * chunk {
				for _, sign := range []uint32{0, 1 << 31} {
					for i := range v {
						v[i] = math.Float32frombits(uint32(min(from+i, math.MaxInt32)) | sign)
					}
					Tanh(v)
					for _, x := range v {
						if x == x {
							t.Errorf("tanh(NaN) = %v", x)
							return
						}
					}
				}
			}
		})
	}
	wg.Wait()
	t.Logf("largest error %.3g, at %v", worst, at)
	if !(worst <= bound) {
		t.Errorf("error %.3g at %v, want at most %.3g", worst, at, bound)
	}
}
