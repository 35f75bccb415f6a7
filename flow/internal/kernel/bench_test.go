package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// filler returns a source of slices of numbers in [-1, 1).
func filler() func(n int) []float32 {
	r := rand.New(rand.NewPCG(1, 2))
	return func(n int) []float32 {
		v := make([]float32, n)
		for i := range v {
			v[i] = r.Float32()*2 - 1
		}
		return v
	}
}

func BenchmarkPlanar(b *testing.B) {
	const n, m = 64, 20
	fill := filler()
	x, y, lx, ly := fill(n), fill(n), fill(n), fill(n)
	dx, dy, dl, h := fill(n), fill(n), fill(n), fill(n*m)
	row, grow := Row[float32](fill(RowLen(m))), Row[float32](fill(RowLen(m)))
	b.Run("field", func(b *testing.B) {
		for b.Loop() {
			Field(dx, dy, row, x, y, h)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(n*m), "ns/unit")
	})
	b.Run("trace", func(b *testing.B) {
		for b.Loop() {
			Trace(dl, row, h)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(n*m), "ns/unit")
	})
	b.Run("pullback", func(b *testing.B) {
		for b.Loop() {
			Pullback(dx, dy, grow, row, x, y, lx, ly, 0.5, h, n)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(n*m), "ns/unit")
	})
}

func BenchmarkLayer(b *testing.B) {
	const n = 500
	fill := filler()
	x, y, h, det, nx, ny := fill(n), fill(n), fill(n), fill(n), fill(n), fill(n)
	l := Layer[float32]{W: [2]float32{0.5, -0.7}, U: [2]float32{0.3, 0.4}, B: 0.1, C: -0.13, C1: 0.87}
	b.Run("forward", func(b *testing.B) {
		for b.Loop() {
			l.Forward(nx, ny, h, det, x, y)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/point")
	})
	b.Run("pullback", func(b *testing.B) {
		for b.Loop() {
			clear(nx)
			clear(ny)
			l.Pullback(nx, ny, x, y, h, 0.5)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/point")
	})
}

func BenchmarkJacobian(b *testing.B) {
	const n, m = 64, 20
	fill := filler()
	x, y, lx, ly, gx, gy, h := fill(n), fill(n), fill(n), fill(n), fill(n), fill(n), fill(n*m)
	j, Γ := NewMatrix[float32](n), Matrix[float32]{fill(n), fill(n), fill(n), fill(n)}
	row, grow := Row[float32](fill(RowLen(m))), Row[float32](fill(RowLen(m)))
	b.Run("field", func(b *testing.B) {
		for b.Loop() {
			Activate(h, row, x, y)
			Jacobian(gx, gy, j, row, x, y, h)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(n*m), "ns/unit")
	})
	b.Run("pullback", func(b *testing.B) {
		for b.Loop() {
			PullbackJacobian(gx, gy, grow, row, x, y, lx, ly, Γ, h)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(n*m), "ns/unit")
	})
}

// BenchmarkDense times one hidden layer of a gate network at the knots of one step
// of Tsit5, of RK4 × 8 and × 12 and of Tsit5 × 20.
func BenchmarkDense(b *testing.B) {
	const width = 40
	fill := filler()
	for _, knots := range []int{6, 17, 25, 101} {
		cols := Pad(knots)
		w, bias, gw, gb := fill(width*width), fill(width), fill(width*width), fill(width)
		src, dst, g, gsrc, scratch := fill(width*cols), fill(width*cols), fill(width*cols), fill(width*cols), fill(width*cols)
		b.Run(fmt.Sprintf("forward/%d", knots), func(b *testing.B) {
			for b.Loop() {
				Dense(dst, w, bias, src, first(width), first(width), cols)
			}
		})
		b.Run(fmt.Sprintf("transpose/%d", knots), func(b *testing.B) {
			for b.Loop() {
				transpose(scratch, src, cols)
			}
		})
		b.Run(fmt.Sprintf("pullback/%d", knots), func(b *testing.B) {
			for b.Loop() {
				DensePullback(gw, gb, gsrc, w, src, g, scratch, first(width), first(width), first(knots), cols)
			}
		})
	}
}

// BenchmarkAdam times a step of the parameters of 20 units, and of units that have
// been dead for long.
func BenchmarkAdam(b *testing.B) {
	const n = 68120
	fill := filler()
	for _, run := range []struct {
		name string
		grad []float32
	}{{"alive", fill(n)}, {"dead", make([]float32, n)}} {
		b.Run(run.name, func(b *testing.B) {
			p, m, v := fill(n), fill(n), make([]float32, n)
			for range 1000 {
				Adam(p, run.grad, m, v, nil, 1e-2, 1)
			}
			for b.Loop() {
				Adam(p, run.grad, m, v, nil, 1e-2, 1)
			}
		})
	}
}
