package ode

import (
	"math/rand/v2"
	"testing"
)

// TestSum holds sums, which run on vectors where there are any, to their
// definition, bit for bit: of no, even and odd numbers of terms, at sizes with
// and without a remainder, from zero, from another batch and in place.
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
	all := func(n int) []term[float32] {
		return []term[float32]{{0.3, batch(n)}, {-1.7, batch(n)}, {1, batch(n)}}
	}
	for _, n := range []int{1, 15, 16, 37, 64} {
		for m, terms := 0, all(n); m <= len(terms); m++ {
			for start, z := range map[string]Batch[float32]{"zero": nil, "another": batch(n), "itself": batch(n)} {
				got, want := batch(n), NewBatch[float32](3, n)
				if z != nil {
					want.Copy(z)
				}
				for _, t := range terms[:m] {
					for c := range want {
						for i, v := range t.x[c] {
							want[c][i] += float32(t.s * v)
						}
					}
				}
				if start == "itself" {
					got.Copy(z)
					z = got
				}
				got.sum(z, terms[:m]...)
				for c := range want {
					for i, v := range want[c] {
						if got[c][i] != v {
							t.Fatalf("%d terms, %d states from %s: component %d of state %d is %v, want %v",
								m, n, start, c, i, got[c][i], v)
						}
					}
				}
			}
		}
	}
}
