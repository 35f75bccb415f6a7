package flow

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// shownFlows are flows of the default widths, shortly after their start.
func shownFlows(b *testing.B) map[string]Flow {
	b.Helper()
	flows := map[string]Flow{}
	for _, j := range []Job{
		{Kind: Continuous, Width: 20, Data: "moons", Seed: 1, Recipe: "tuned"},
		{Kind: Discrete, Width: 20, Data: "moons", Seed: 1, Recipe: "tuned"},
	} {
		t, err := NewTrainer(j)
		if err != nil {
			b.Fatal(err)
		}
		for range 20 {
			if err := t.Step(); err != nil {
				b.Fatal(err)
			}
		}
		flows[j.Kind.Title()] = t.Snapshot().Flow
	}
	return flows
}

// BenchmarkDensity is a picture's density at t = 1, RK4 × 8 for the CNF.
func BenchmarkDensity(b *testing.B) {
	for name, f := range shownFlows(b) {
		for _, size := range []int{64, 128, 256} {
			b.Run(fmt.Sprintf("%s-%d", name, size), func(b *testing.B) {
				n := size * size
				x, y, p := make([]float32, n), make([]float32, n), make([]float32, n)
				for k := range x {
					x[k] = 3 * (float32(2*(k%size)+1)/float32(size) - 1)
					y[k] = 3 * (float32(2*(k/size)+1)/float32(size) - 1)
				}
				b.ReportAllocs()
				for b.Loop() {
					f.Sketch(p, x, y, 1)
				}
			})
		}
	}
}

// BenchmarkPaths carries a panel's particles from noise to data.
func BenchmarkPaths(b *testing.B) {
	const n = 5000
	x0, y0 := make([]float32, n), make([]float32, n)
	SampleBase(x0, y0, rand.New(rand.NewPCG(1, 2)))
	x, y := make([]float32, n), make([]float32, n)
	for name, f := range shownFlows(b) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				copy(x, x0)
				copy(y, y0)
				f.SketchPaths(x, y, func(int, []float32, []float32) {})
			}
		})
	}
}
