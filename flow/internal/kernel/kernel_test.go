package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
)

func TestTanh32(t *testing.T) {
	const bound = 2e-7 // as the doc comment says
	worst, at := 0.0, float32(0)
	v := make([]float32, 1)
	for bits := uint32(0); bits < math.Float32bits(30); bits += 1009 {
		x := math.Float32frombits(bits)
		for _, x := range []float32{x, -x} {
			v[0] = x
			Tanh(v)
			if e := math.Abs(float64(v[0]) - math.Tanh(float64(x))); e > worst {
				worst, at = e, x
			}
			if v[0] > 1 || v[0] < -1 {
				t.Fatalf("tanh(%v) = %v", x, v[0])
			}
		}
	}
	if worst > bound {
		t.Errorf("error %.3g at %v, want at most %.3g", worst, at, bound)
	}
	special := []float32{float32(math.Inf(1)), float32(math.Inf(-1)), 0, float32(math.NaN())}
	Tanh(special)
	if math.Abs(float64(special[0])-1) > bound || math.Abs(float64(special[1])+1) > bound || special[2] != 0 || special[3] == special[3] {
		t.Errorf("tanh of ±Inf, 0, NaN: %v", special)
	}
}

func TestTanh64(t *testing.T) {
	for _, x := range []float64{0, 1e-300, 1e-9, 0.3, -1, 5, -19, 40, math.Inf(1)} {
		v := []float64{x}
		Tanh(v)
		if want := math.Tanh(x); math.Abs(v[0]-want) > 2e-16*(1+math.Abs(want)) {
			t.Errorf("tanh(%v) = %v, want %v", x, v[0], want)
		}
	}
}

// field is what Field computes, read off its formula.
func field(row Row[float64], x, y float64) (fx, fy, trace float64) {
	fx, fy, trace = row[0]*x, row[0]*y, 2*row[0]
	for i := range row.Units() {
		u := row.Unit(i)
		h := math.Tanh(u[0]*x + u[1]*y + u[2])
		fx += u[3] * h
		fy += u[4] * h
		trace += (u[3]*u[0] + u[4]*u[1]) * (1 - h*h)
	}
	return fx, fy, trace
}

func random(n int, r *rand.Rand) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = r.NormFloat64()
	}
	return v
}

func TestField(t *testing.T) {
	const n, m = 13, 3 // not a whole number of lanes
	r := rand.New(rand.NewPCG(1, 1))
	row, x, y := Row[float64](random(RowLen(m), r)), random(n, r), random(n, r)
	dx, dy, dl, h := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n*m)
	Field(dx, dy, row, x, y, h)
	Trace(dl, row, h)
	for k := range n {
		fx, fy, trace := field(row, x[k], y[k])
		if math.Abs(dx[k]-fx)+math.Abs(dy[k]-fy)+math.Abs(dl[k]-trace) > 1e-13 {
			t.Errorf("point %d: (%v, %v, %v), want (%v, %v, %v)", k, dx[k], dy[k], dl[k], fx, fy, trace)
		}
	}
	// The trace is that of the field's Jacobian.
	k := 5
	jx := fd.Derivative(func(x float64) float64 { f, _, _ := field(row, x, y[k]); return f }, x[k], &fd.Settings{Formula: fd.Central})
	jy := fd.Derivative(func(y float64) float64 { _, f, _ := field(row, x[k], y); return f }, y[k], &fd.Settings{Formula: fd.Central})
	if math.Abs(jx+jy-dl[k]) > 1e-8 {
		t.Errorf("trace %v, the Jacobian's is %v", dl[k], jx+jy)
	}
}

func TestPullback(t *testing.T) {
	const n, m = 13, 3
	r := rand.New(rand.NewPCG(2, 2))
	row, x, y := random(RowLen(m), r), random(n, r), random(n, r)
	lx, ly, μ := random(n, r), random(n, r), r.NormFloat64()
	inner := func(v []float64) float64 { // v: row, x, y
		sum := 0.0
		for k := range n {
			fx, fy, trace := field(v[:len(row)], v[len(row)+k], v[len(row)+n+k])
			sum += lx[k]*fx + ly[k]*fy + μ*trace
		}
		return sum
	}
	at := append(append(append([]float64{}, row...), x...), y...)
	want := fd.Gradient(nil, inner, at, &fd.Settings{Formula: fd.Central})

	dx, dy, dl, h := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n*m)
	Field(dx, dy, row, x, y, h)
	Trace(dl, row, h)
	gx, gy, grow := make([]float64, n), make([]float64, n), make([]float64, len(row))
	traced := Pullback(gx, gy, grow, row, x, y, lx, ly, μ, h, n)
	sum := 0.0
	for _, trace := range dl {
		sum += μ * trace
	}
	if math.Abs(traced-sum) > 1e-12 {
		t.Errorf("Σ μ tr ∂f/∂z = %v, the traces give %v", traced, sum)
	}
	got := append(append(grow, gx...), gy...)
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-7*(1+math.Abs(want[i])) {
			t.Errorf("cotangent %d: %v, want %v", i, got[i], want[i])
		}
	}
}

// first returns 0, 1, …, n-1.
func first(n int) []int {
	v := make([]int, n)
	for i := range v {
		v[i] = i
	}
	return v
}

// TestDense takes one layer between others of ReLUs, some of which are zero
// throughout: such a one's cotangent is left out.
func TestDense(t *testing.T) {
	checkDense(t, 5, 3, []int{0, 3}, []int{0, 2})
	checkDense(t, 1, 3, nil, []int{0, 2})
	checkDense(t, 5, 1, []int{4}, []int{0})
}

// checkDense compares a layer and its pullback with differences, where some rows
// of src are dead and some of g live.
func checkDense(t *testing.T, in, out int, dead, liveOut []int) {
	t.Helper()
	const used, cols = 2*Block - 1, 2 * Block
	r := rand.New(rand.NewPCG(3, 3))
	w, b, src, g := random(in*out, r), random(out, r), random(in*cols, r), random(out*cols, r)
	for o := range out { // the padding has no cotangents
		from := o*cols + used
		if !slices.Contains(liveOut, o) {
			from = o * cols
		}
		clear(g[from : (o+1)*cols])
	}
	for _, i := range dead {
		clear(src[i*cols : (i+1)*cols])
	}
	live := ReLU(first(in), src, cols)
	inner := func(v []float64) float64 { // v: w, b, src
		sum := 0.0
		for o := range out {
			for c := range cols {
				s := v[in*out+o]
				for i := range in {
					s += v[o*in+i] * v[in*out+out+i*cols+c]
				}
				sum += g[o*cols+c] * s
			}
		}
		return sum
	}
	at := append(append(append([]float64{}, w...), b...), src...)
	want := fd.Gradient(nil, inner, at, &fd.Settings{Formula: fd.Central})
	for _, i := range dead {
		clear(want[len(w)+out+i*cols:][:cols])
	}
	gw, gb, gsrc := make([]float64, len(w)), make([]float64, out), random(len(src), r)
	DensePullback(gw, gb, gsrc, w, src, g, random(len(src), r), live, liveOut, first(used), cols)
	for i, v := range append(append(gw, gb...), gsrc...) {
		if math.Abs(v-want[i]) > 1e-8 {
			t.Errorf("cotangent %d: %v, want %v", i, v, want[i])
		}
	}
	dst := make([]float64, out*cols)
	Dense(dst, w, b, src, live, first(out), cols)
	sum := 0.0
	for i := range dst {
		sum += dst[i] * g[i]
	}
	if d := sum - inner(at); math.Abs(d) > 1e-12 {
		t.Errorf("the layer is off by %v", d)
	}
}

func TestReLU(t *testing.T) {
	const rows, cols = 6, 2 * Block
	h := make([]float32, rows*cols)
	h[0], h[1*cols+3], h[1*cols+4], h[2*cols], h[5*cols-1] = -1, 0.5, -2, 1e-30, float32(math.NaN())
	if got, want := ReLU(make([]int, rows), h, cols), []int{1, 2, 4}; !slices.Equal(got, want) {
		t.Errorf("rows %v live, want %v", got, want)
	}
	if h[0] != 0 || h[1*cols+3] != 0.5 || h[1*cols+4] != 0 || h[2*cols] != 1e-30 || h[5*cols-1] == h[5*cols-1] {
		t.Errorf("left %v", h)
	}
	clear(h)
	if got := ReLU(make([]int, rows), h, cols); len(got) != 0 {
		t.Errorf("rows %v of zeros live", got)
	}
}

func TestPad(t *testing.T) {
	for n, want := range map[int]int{1: 4, 4: 4, 17: 20, 101: 104} {
		if got := Pad(n); got != want {
			t.Errorf("Pad(%d) = %d, want %d", n, got, want)
		}
	}
}

// TestAdamOfTheDead lets gradients stop: moments end at zero, not at subnormal
// numbers, and until then no parameter moves otherwise than it would.
func TestAdamOfTheDead(t *testing.T) {
	const n, c1, c2 = 7, 1e-2, 1
	for _, g := range []float64{1, -1, 1e-8, -1e-12} {
		p, grad, m, v := make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)
		for i := range grad {
			p[i], grad[i] = 0.5, float32(g)
		}
		want, mean, variance := 0.5, 0.0, 0.0
		for step := range 1200 {
			if step == 1 {
				clear(grad)
			}
			Adam(p, grad, m, v, nil, c1, c2)
			mean, variance = Adamβ1*mean+(1-Adamβ1)*float64(grad[0]), Adamβ2*variance+(1-Adamβ2)*float64(grad[0])*float64(grad[0])
			want -= c1 * mean / (c2*math.Sqrt(variance) + Adamε)
			for i := range m {
				if size := math.Abs(float64(m[i])); size > 0 && size < adamTiny {
					t.Fatalf("step %d after a gradient of %v: a first moment of %v", step, g, m[i])
				}
			}
		}
		for i := range p {
			if m[i] != 0 || v[i] == 0 && g*g > 1e-30 || math.Abs(float64(p[i])-want) > 1e-6 {
				t.Errorf("a gradient of %v: moments %v and %v, the parameter is %v and should be %v", g, m[i], v[i], p[i], want)
			}
			v[i] = adamTinyV
		}
		Adam(p, grad, m, v, nil, c1, c2)
		for i := range v {
			if v[i] != 0 {
				t.Errorf("a second moment of %v", v[i])
			}
		}
	}
}

// TestNorm compares the sum of squares with the plain one, and scales by it.
func TestNorm(t *testing.T) {
	fill := filler()
	for n := range 40 {
		v := fill(n)
		want := 0.0
		for _, x := range v {
			want += float64(x) * float64(x)
		}
		if got := SumOfSquares(v); math.Abs(got-want) > 1e-14*want {
			t.Errorf("%d numbers: the sum of squares is %v and should be %v", n, got, want)
		}
		scaled := slices.Clone(v)
		Scale(scaled, -0.25)
		for i, x := range scaled {
			if x != -0.25*v[i] {
				t.Fatalf("number %d of %d: %v of %v", i, n, x, v[i])
			}
		}
	}
}
