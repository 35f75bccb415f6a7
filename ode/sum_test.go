package ode

import (
	"math/rand/v2"
	"testing"
)

// TestSum holds sums, which run on vectors where there are any, to the plain
// ones, bit for bit: at sizes with and without a remainder, from zero, from
// another batch and in place.
func TestSum(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	batch := func(n int) Batch[float32] {
		b := NewBatch[float32](3, n)
		for c := range b {
			for i := range b[c] {
				b[c][i] = float32(r.NormFloat64())
			}
		}
		return b
	}
	for _, n := range []int{1, 15, 16, 37, 64} {
		terms := []term[float32]{{0.3, batch(n)}, {-1.7, batch(n)}, {1, batch(n)}}
		for start, z := range map[string]Batch[float32]{"zero": nil, "another": batch(n), "itself": batch(n)} {
			got, want := NewBatch[float32](3, n), NewBatch[float32](3, n)
			from := z
			if z == nil {
				from = NewBatch[float32](3, n)
			}
			for c := range want {
				sumPlain(want, from, terms, c, 0)
			}
			if start == "itself" {
				got.Copy(z)
				z = got
			}
			got.sum(z, terms...)
			for c := range want {
				for i, v := range want[c] {
					if got[c][i] != v {
						t.Fatalf("%d states from %s: component %d of state %d is %v, want %v", n, start, c, i, got[c][i], v)
					}
				}
			}
		}
	}
}
