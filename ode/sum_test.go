package ode

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// sizes are lengths of sums with and without remainders of strips and vectors.
var sizes = []int{1, 15, 32, 37, 63, 64, 128, 192}

// normals returns a source of slices of random numbers.
func normals() func(n int) []float32 {
	r := rand.New(rand.NewPCG(6, 6))
	return func(n int) []float32 {
		v := make([]float32, n)
		for i := range v {
			v[i] = float32(r.NormFloat64())
		}
		return v
	}
}

// TestSum holds sums, which run on vectors where there are any, and the plain
// ones to their definition, bit for bit: of up to seven terms, to a place of
// their own and to that of a term, longer terms than the sum among them.
func TestSum(t *testing.T) {
	random := normals()
	for _, n := range sizes {
		var terms []term[float32]
		for i, s := range []float32{1, 0.3, -1.7, 1, 0, 2, -0.01} {
			terms = append(terms, term[float32]{s, random(n + i)})
		}
		for m := range len(terms) + 1 {
			want := make([]float32, n)
			for i := range want {
				for j, t := range terms[:m] {
					if p := float32(t.s * t.x[i]); j == 0 {
						want[i] = p
					} else {
						want[i] += p
					}
				}
			}
			check := func(what string, got []float32) {
				t.Helper()
				if i := differ(got, want); i >= 0 {
					t.Fatalf("%d terms of %d numbers, %s: number %d is %v, want %v", m, n, what, i, got[i], want[i])
				}
			}
			got := random(n)
			sum(got, terms[:m])
			check("vectors", got)
			for place := range m {
				own := slices.Clone(terms[:m])
				own[place].x = slices.Clone(own[place].x)
				sum(own[place].x[:n], own)
				check("in place", own[place].x[:n])
			}
			if m > 0 {
				got = random(n)
				sumPlain(got, terms[:m], 0)
				check("plain", got)
			}
		}
	}
}

// differ returns the first place at which two slices have other bits, or -1.
func differ(got, want []float32) int {
	for i, v := range want {
		if math.Float32bits(got[i]) != math.Float32bits(v) {
			return i
		}
	}
	return -1
}

// BenchmarkSum times what RK4 sums up for 64 states of two components: a
// stage's state and the end of a step.
func BenchmarkSum(b *testing.B) {
	random := normals()
	dst := random(128)
	terms := []term[float32]{{1, random(128)}, {0.1, random(128)}, {0.2, random(128)}, {0.2, random(128)}, {0.1, random(128)}}
	for name, terms := range map[string][]term[float32]{"stage": terms[:2], "step": terms} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				sum(dst, terms)
			}
		})
	}
}
