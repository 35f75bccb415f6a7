package flow

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestSketch compares sketches, at a time of each kind, with the densities that
// they stand for.
func TestSketch(t *testing.T) {
	x, y := grid(3, 0.25)
	p, sketch := make([]float32, len(x)), make([]float32, len(x))
	for _, job := range []Job{cnfJob, nfJob} {
		f := trained(t, job, 250).Snapshot().Flow
		for _, time := range []float64{0, 1.0 / 16, 0.5, 1} {
			f.LogDensity(p, x, y, time)
			f.Sketch(sketch, x, y, time)
			most := 0.0
			for k := range p {
				most = max(most, math.Abs(math.Exp(float64(p[k]))-math.Exp(float64(sketch[k]))))
			}
			coarser := job.Kind == Continuous && time >= 0.5
			if !(most <= 5e-3) || job.Kind == Continuous && coarser != (most > 0) {
				t.Errorf("%v at %v: densities differ by %v", job, time, most)
			}
		}
	}
}

// sketched are flows of strong layers, in both directions, with and without
// swaps, and odd and even in number.
func sketched() (flows []*DiscreteFlow) {
	r := rand.New(rand.NewPCG(7, 7))
	for _, generative := range []bool{false, true} {
		for _, flip := range []bool{false, true} {
			for _, n := range []int{1, 2, 9, 20} {
				f := &DiscreteFlow{Flip: flip, Generative: generative}
				for range n {
					f.Layers = append(f.Layers, randomPlanar(r, 1, Softplus))
				}
				flows = append(flows, f)
			}
		}
	}
	return flows
}

// TestSketchOfLayers holds float32 to float64: densities, and places of
// particles at every stop. Layer by layer rounding grows where the flow spreads.
func TestSketchOfLayers(t *testing.T) {
	x, y := grid(3, 0.2)
	p, sketch := make([]float32, len(x)), make([]float32, len(x))
	for _, f := range sketched() {
		n := len(f.Layers)
		for _, time := range []float64{0, f.Snap(0.5), 1} {
			f.LogDensity(p, x, y, time)
			f.Sketch(sketch, x, y, time)
			for k := range p {
				if d := math.Exp(float64(p[k])) - math.Exp(float64(sketch[k])); !(math.Abs(d) <= 1e-3) {
					t.Fatalf("%d layers, generative %v, flip %v, at t = %v: log-density %v at (%v, %v), want %v", n, f.Generative, f.Flip, time, sketch[k], x[k], y[k], p[k])
				}
			}
		}
		var want [][]float32
		keep := func(_ int, x, y []float32) { want = append(want, append([]float32{}, x...), append([]float32{}, y...)) }
		base1, base2 := make([]float32, 1000), make([]float32, 1000)
		SampleBase(base1, base2, rand.New(rand.NewPCG(1, 1)))
		zx, zy := append([]float32{}, base1...), append([]float32{}, base2...)
		f.Transport(zx, zy, keep)
		f.SketchPaths(base1, base2, func(stage int, x, y []float32) {
			most := 0.0
			for k := range x {
				most = max(most, math.Hypot(float64(x[k]-want[2*stage][k]), float64(y[k]-want[2*stage+1][k])))
			}
			if !(most <= 1e-4) {
				t.Errorf("%d layers, generative %v, flip %v: at stage %d particles are off by up to %v", n, f.Generative, f.Flip, stage, most)
			}
		})
	}
}

// TestSketchAtTheFold sends particles through the inverse of a map that folds:
// u·w = -1, where the density is infinite on a line.
func TestSketchAtTheFold(t *testing.T) {
	f := &DiscreteFlow{Layers: []Planar{{W: [2]float64{1, 0}, U: [2]float64{-1, 0.5}}}}
	for _, x0 := range []float32{0, 1e-7, -1e-7, 1e-3, -1e-2, 0.1, -1, 30} {
		want, wantY := []float32{x0}, []float32{0}
		x, y := []float32{x0}, []float32{0}
		f.Transport(want, wantY, func(int, []float32, []float32) {})
		f.SketchPaths(x, y, func(int, []float32, []float32) {})
		// |v³/3| is within the residual, 1e-6 (|s| + 1).
		if d := math.Abs(float64(x[0] - want[0])); !(d < 0.03) {
			t.Errorf("%v goes to %v, want %v", x0, x[0], want[0])
		}
	}
}

func TestSketchWithoutInverse(t *testing.T) {
	f := &DiscreteFlow{Layers: []Planar{{W: [2]float64{1, 0}, U: [2]float64{-2, 0}}}, Generative: true}
	var p [1]float32
	if f.Sketch(p[:], []float32{1}, []float32{1}, 1); !math.IsNaN(float64(p[0])) {
		t.Errorf("log-density %v", p[0])
	}
	f.Generative = false
	x, y := []float32{1}, []float32{2}
	if f.SketchPaths(x, y, func(int, []float32, []float32) {}); x[0] != 1 || y[0] != 2 {
		t.Errorf("the point went to (%v, %v)", x[0], y[0])
	}
}
