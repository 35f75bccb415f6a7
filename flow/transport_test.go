package flow

import (
	"math"
	"math/rand/v2"
	"testing"
)

// bestOf tries all permutations.
func bestOf(cost []float64, n, row int, taken uint) float64 {
	if row == n {
		return 0
	}
	best := math.Inf(1)
	for j := range n {
		if taken>>j&1 == 0 {
			best = min(best, cost[row*n+j]+bestOf(cost, n, row+1, taken|1<<j))
		}
	}
	return best
}

// permutation reports whether every column is matched once.
func permutation(match []int) bool {
	seen := make([]bool, len(match))
	for _, j := range match {
		if j < 0 || j >= len(seen) || seen[j] {
			return false
		}
		seen[j] = true
	}
	return true
}

func TestAssignmentAgainstAllPermutations(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 0))
	var a assignment
	for n := range 8 {
		for round := range 30 {
			match, cost := make([]int, n), make([]float64, n*n)
			for i := range cost {
				cost[i] = r.NormFloat64()
				if round%3 == 0 {
					cost[i] = float64(r.IntN(3)) // many ties
				}
			}
			total := a.solve(match, cost)
			if !permutation(match) {
				t.Fatalf("n = %d: %v is no permutation", n, match)
			}
			if want := bestOf(cost, n, 0, 0); math.Abs(total-want) > 1e-12 {
				t.Errorf("n = %d: cost %v, the least is %v", n, total, want)
			}
		}
	}
}

// TestAssignmentIsOptimal proves it by duality: with prices u, v such that
// cost[i][j] ≥ u[i] + v[j] no assignment costs less than Σu + Σv, and this one
// costs just that.
func TestAssignmentIsOptimal(t *testing.T) {
	var a assignment
	for _, n := range []int{16, 64, 256, 40} {
		z1, z2 := baseNoise[float64](n, n)
		x1, x2 := points[float64](n, n)
		match, cost := make([]int, n), make([]float64, n*n)
		squaredDistances(cost, z1, z2, x1, x2)
		total := a.solve(match, cost)
		if !permutation(match) {
			t.Fatalf("n = %d: no permutation", n)
		}
		dual := 0.0
		for i := range n {
			dual += a.u[i] + a.v[i]
			for j := range n {
				if slack := cost[i*n+j] - a.u[i] - a.v[j]; slack < -1e-10 {
					t.Fatalf("n = %d: the prices of %d and %d exceed their cost by %v", n, i, j, -slack)
				}
			}
		}
		if math.Abs(dual-total) > 1e-9*total {
			t.Errorf("n = %d: cost %v, the bound is %v", n, total, dual)
		}
		r := rand.New(rand.NewPCG(2, 0))
		for range 1000 {
			other := 0.0
			for i, j := range r.Perm(n) {
				other += cost[i*n+j]
			}
			if other < total {
				t.Errorf("n = %d: a random permutation costs %v, this %v", n, other, total)
			}
		}
	}
}

func TestAssignmentChecks(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("5 costs for 2 rows were taken")
		}
	}()
	new(assignment).solve(make([]int, 2), make([]float64, 5))
}

// TestPair pairs more than a block, some of it not finite: each block is
// permuted within itself and its lines get shorter.
func TestPair(t *testing.T) {
	n := 2*TransportBlock + 7
	z1, z2 := baseNoise[float32](n, 1)
	x1, x2 := points[float32](n, 2)
	z1[3], x2[9] = float32(math.NaN()), float32(math.Inf(1))
	var c coupling
	match := make([]int, n)
	pair(&c, match, Independent, z1, z2, x1, x2)
	for k, m := range match {
		if m != k {
			t.Fatalf("independent pairing sends %d to %d", k, m)
		}
	}
	pair(&c, match, Transport, z1, z2, x1, x2)
	if !permutation(match) {
		t.Fatal("no permutation")
	}
	before, after := 0.0, 0.0
	for k, m := range match {
		if k/TransportBlock != m/TransportBlock {
			t.Errorf("%d is paired with %d of another block", k, m)
		}
		if k > 2*TransportBlock { // all finite there
			before += square(z1[k]-x1[k]) + square(z2[k]-x2[k])
			after += square(z1[k]-x1[m]) + square(z2[k]-x2[m])
		}
	}
	if !(after < before) {
		t.Errorf("squared lengths %v, by order %v", after, before)
	}
}

func square(x float32) float64 { return float64(x) * float64(x) }
