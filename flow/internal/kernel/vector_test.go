package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestNaN looks for a NaN in any coefficient or point in what Field says of it
// with Trace, and with Pullback where the trace was left to that.
func TestNaN(t *testing.T) {
	const n, m = 4, 5
	ones := func(n int) []float32 { return slices.Repeat([]float32{1}, n) }
	for i := range RowLen(m) + 2 {
		row, z := Row[float32](ones(RowLen(m))), ones(2*n)
		if i < len(row) {
			row[i] = float32(math.NaN())
		} else {
			z[(i-len(row))*n] = float32(math.NaN())
		}
		out := ones(3 * n)
		h := ones(m * n)
		Field(out[:n], out[n:2*n], row, z[:n], z[n:], h)
		Trace(out[2*n:], row, h)
		g := ones(2*n + len(row))
		traced := Pullback(g[:n], g[n:2*n], Row[float32](g[2*n:]), row, z[:n], z[n:], ones(n), ones(n), 1, h, n)
		for what, trace := range map[string]float32{"a trace": out[2*n], "a pullback's traces": traced} {
			if out[0] == out[0] && out[n] == out[n] && trace == trace {
				t.Errorf("NaN at %d: a field of %v, %v and %s of %v", i, out[0], out[n], what, trace)
			}
		}
	}
}

// TestVectors holds the vector kernels to the plain ones, bit for bit, at sizes
// with and without remainders of tiles and vectors. Without vectors both sides
// are the same code.
func TestVectors(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	singles := func(n int) []float32 {
		v := make([]float32, n)
		for i := range v {
			v[i] = float32(3 * r.NormFloat64())
		}
		return v
	}
	equal := func(what string, plain, vectors []float32) {
		t.Helper()
		for i, p := range plain {
			if p != vectors[i] {
				t.Fatalf("%s: number %d is %v by vectors, %v without", what, i, vectors[i], p)
			}
		}
	}
	some := func(n int, share float64) []int { // about that share of the numbers below n, in order
		var v []int
		for i := range n {
			if r.Float64() < share {
				v = append(v, i)
			}
		}
		return v
	}
	both := func(v []float32) ([]float32, []float32) { return v, slices.Clone(v) }

	for _, n := range []int{0, 4, 12, 64, 68} {
		for _, m := range []int{1, 2, 5, 20, mostUnits, mostUnits + 1} {
			x, y, lx, ly, μ := singles(n), singles(n), singles(n), singles(n), singles(1)[0]
			row := Row[float32](singles(RowLen(m)))
			out, out2 := both(singles(3*n + n*m))
			fieldPlain(out[:n], out[n:2*n], row, x, y, out[3*n:])
			tracePlain(out[2*n:3*n], row, out[3*n:])
			Field(out2[:n], out2[n:2*n], row, x, y, out2[3*n:])
			Trace(out2[2*n:3*n], row, out2[3*n:])
			equal("field", out, out2)
			h := out[3*n:]
			grad, grad2 := both(singles(2*n + RowLen(m)))
			traced := pullbackPlain(grad[:n], grad[n:2*n], Row[float32](grad[2*n:]), row, x, y, lx, ly, μ, h, n)
			traced2 := Pullback(grad2[:n], grad2[n:2*n], Row[float32](grad2[2*n:]), row, x, y, lx, ly, μ, h, n)
			equal("pullback", append(grad, traced), append(grad2, traced2))
		}
	}
	for _, n := range []int{0, 3, 4, 7, 8, 12, 61, 500} {
		x, y, c := singles(n), singles(n), singles(7)
		l := Layer[float32]{W: [2]float32{c[0], c[1]}, U: [2]float32{c[2], c[3]}, B: c[4], C: -c[5] * c[5], C1: 1}
		out, out2 := both(make([]float32, 4*n))
		l.forwardPlain(out[:n], out[n:2*n], out[2*n:3*n], out[3*n:], x, y)
		l.Forward(out2[:n], out2[n:2*n], out2[2*n:3*n], out2[3*n:], x, y)
		equal("layer", out, out2)
		g, g2 := both(singles(2 * n))
		sums := l.pullbackPlain(&layerSums[float32]{}, g[:n], g[n:], x, y, out[2*n:], c[6])
		sums2 := l.Pullback(g2[:n], g2[n:], x, y, out[2*n:], c[6])
		equal("layer's pullback", append(g, sums.list()...), append(g2, sums2.list()...))
	}
	for _, size := range [][3]int{{1, 1, 4}, {3, 7, 12}, {40, 40, 20}, {5, 40, 44}, {7, 9, 28}, {1, 4, 20}, {40, 3, 104}, {3, 70, 20}, {2, 130, 44}, {40, 40, 8}, {6, 5, 16}, {9, 130, 12}} {
		rows, depth, cols := size[0], size[1], size[2]
		a, b := singles(rows*depth), singles(depth*cols)
		for _, e := range []entries[float32]{{a, depth, 1}, {a, 1, rows}} {
			for _, start := range [][]float32{nil, singles(rows)} {
				for _, share := range [][2]float64{{1, 1}, {1, 0.5}, {0.5, 1}, {0.5, 0.5}, {1, 0}, {0.5, 0}, {0, 1}} {
					these, terms := some(rows, share[0]), some(depth, share[1])
					dst, dst2 := both(singles(rows * cols))
					accumulatePlain(dst, start, e, b, these, terms, cols)
					accumulate(dst2, start, e, b, these, terms, cols)
					equal("product", dst, dst2)
				}
			}
		}
	}
	for _, n := range []int{0, 3, 4, 16, 28, 103} {
		v := singles(n + 1)
		sum, sum2 := both(singles(n))
		addPlain(sum, v)
		Add(sum2, v)
		equal("sum", sum, sum2)
		scaled, scaled2 := both(v)
		scalePlain(scaled, 0.3)
		Scale(scaled2, 0.3)
		equal("scale", scaled, scaled2)
	}
	for _, n := range []int{3, 4, 103} {
		g, scale := singles(n), singles(n)
		for _, scale := range [][]float32{nil, scale} {
			p, p2 := both(singles(n))
			moments := singles(n)
			g[0], moments[0] = 0, adamTiny
			g[1], moments[1] = 0, -1.2*adamTiny
			m, m2 := both(moments)
			seconds := make([]float32, n)
			seconds[0], seconds[1] = adamTinyV, 1.1*adamTinyV
			v, v2 := both(seconds)
			adamPlain(p, g, m, v, scale, 0.01, 3)
			Adam(p2, g, m2, v2, scale, 0.01, 3)
			equal("Adam's parameters", p, p2)
			equal("Adam's first moments", m, m2)
			equal("Adam's second moments", v, v2)
		}
	}
	for _, n := range []int{3, 4, 103} {
		h := singles(n)
		h[n/2] = 0
		v, v2 := both(h)
		tanh32(v)
		Tanh(v2)
		equal("tanh", v, v2)
		for what, f := range map[string][2]func(g, h []float32){
			"ReLU's pullback": {reluPullbackPlain[float32], ReLUPullback[float32]},
			"tanh's pullback": {tanhPullbackPlain[float32], TanhPullback[float32]},
		} {
			g, g2 := both(singles(n))
			f[0](g, h)
			f[1](g2, h)
			equal(what, g, g2)
		}
	}
	for _, size := range [][2]int{{1, 4}, {5, 20}, {8, 20}, {9, 28}, {7, 104}, {40, 20}} {
		rows, cols := size[0], size[1]
		a, b := singles(rows*cols), singles(cols)
		for c := range cols { // a row of negative numbers
			a[c] = -max(a[c], -a[c])
		}
		h, h2 := both(slices.Clone(a))
		live, live2 := reluPlain(first(rows), h, cols), ReLU(first(rows), h2, cols)
		equal("ReLU", h, h2)
		if !slices.Equal(live, live2) || slices.Contains(live, 0) {
			t.Fatalf("ReLU: rows %v live by vectors, %v without", live2, live)
		}
		across := make([]float32, len(a))
		transpose(across, a, cols)
		for i, v := range across {
			if r, c := i%rows, i/rows; v != a[r*cols+c] {
				t.Fatalf("entry (%d, %d) of a %d×%d matrix came out as %v", r, c, rows, cols, v)
			}
		}
		for _, of := range [][]int{nil, live, first(rows), some(rows, 0.5)} {
			v, v2 := both(singles(rows))
			sumRowsPlain(v, a, of, cols)
			sumRows(v2, a, of, cols)
			equal("sums of rows", v, v2)
			v, v2 = both(singles(rows))
			dotRowsPlain(v, a, b, of, cols)
			dotRows(v2, a, b, of, cols)
			equal("products of rows", v, v2)
		}
	}
}

// TestProductOfNoTerms: rows become what they start with, or stay.
func TestProductOfNoTerms(t *testing.T) {
	const rows, depth, cols = 7, 5, 28
	fill := filler()
	a, b, before := fill(rows*depth), fill(depth*cols), fill(rows*cols)
	for _, start := range [][]float32{nil, fill(rows)} {
		for _, these := range [][]int{first(rows), {1, 2, 5}} {
			got, want := slices.Clone(before), slices.Clone(before)
			for _, r := range these {
				for c := range want[:cols] {
					if start != nil {
						want[r*cols+c] = start[r]
					}
				}
			}
			accumulate(got, start, entries[float32]{a, depth, 1}, b, these, nil, cols)
			if !slices.Equal(got, want) {
				t.Errorf("rows %v from %v on: %v, want %v", these, start, got, want)
			}
		}
	}
}

// TestPullbackOfAPart pulls back points by themselves and among others that
// Field met with them.
func TestPullbackOfAPart(t *testing.T) {
	const n = 20
	fill := filler()
	for _, m := range []int{1, 2, 5} {
		row, x, y, lx, ly := Row[float32](fill(RowLen(m))), fill(n), fill(n), fill(n), fill(n)
		dx, dy, all, own := fill(n), fill(n), fill(n*m), fill(n*m)
		Field(dx, dy, row, x, y, all)
		for _, part := range [][2]int{{0, 12}, {12, 20}, {4, 7}} {
			i, j := part[0], part[1]
			Field(dx, dy, row, x[i:j], y[i:j], own)
			pull := func(h []float32, apart int) []float32 {
				g := make([]float32, 2*n+RowLen(m))
				traced := Pullback(g[:j-i], g[n:], Row[float32](g[2*n:]), row, x[i:j], y[i:j], lx[i:j], ly[i:j], 0.7, h, apart)
				return append(g, traced)
			}
			if got, want := pull(all[i:], n), pull(own, j-i); !slices.Equal(got, want) {
				t.Errorf("%d units, points %d to %d of %d: %v, by themselves %v", m, i, j, n, got, want)
			}
		}
	}
}
