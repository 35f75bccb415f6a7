package flow

import (
	"fmt"
	"math"
	"testing"
)

func nfSpecs() []NFSpec {
	return []NFSpec{
		{Layers: 6, Constraint: Softplus},
		{Layers: 5, Constraint: LogSoftplus, Flip: true},
		{Layers: 4, Constraint: Softplus, Flip: true},
	}
}

// newNF returns an NF in the direction asked for, its parameters N(0, 1).
func newNF[T Float](spec NFSpec, generative bool, seed int) *NF[T] {
	f := NewNF[T](spec)
	if generative {
		f = NewGenerativeNF[T](spec)
	}
	f.Init(1, stream(seed, initStream))
	return f
}

func TestGenerativeNFGradient(t *testing.T) {
	for _, spec := range nfSpecs() {
		t.Run(fmt.Sprintf("%+v", spec), func(t *testing.T) {
			x, y := points[float64](20, 2)
			checkGradient(t, newNF[float64](spec, true, 3), x, y, 0)
		})
	}
}

// TestGenerativeNFDensity samples x = S(z) and scores x by the inverse: the
// noise must come back, and the density be the base's over |det ∂S|.
func TestGenerativeNFDensity(t *testing.T) {
	for _, spec := range nfSpecs() {
		f := newNF[float64](spec, true, 4)
		z1, z2 := baseNoise[float64](200, 5)
		f.forward(z1, z2)
		var want []float64
		for k := range z1 {
			want = append(want, nllAtBase(z1[k], z2[k], -f.ld[k]))
		}
		x, y := f.data()
		f.NLL(append([]float64(nil), x...), append([]float64(nil), y...))
		b1, b2 := f.noise()
		closeTo(t, "z1", b1, z1, 1e-10)
		closeTo(t, "z2", b2, z2, 1e-10)
		for k := range want {
			if got := f.score(k); math.Abs(got-want[k]) > 1e-9 {
				t.Errorf("%+v: -log p = %v, want %v", spec, got, want[k])
			}
		}
	}
}

// TestNFInFloat32 holds the single-precision path to the double, both ways.
func TestNFInFloat32(t *testing.T) {
	for _, spec := range nfSpecs() {
		for _, generative := range []bool{false, true} {
			f, g := newNF[float64](spec, generative, 6), newNF[float32](spec, generative, 6)
			for i, v := range g.Params() {
				f.Params()[i] = float64(v)
			}
			x, y := points[float32](103, 3)
			want, got := make([]float64, len(f.Params())), make([]float32, len(f.Params()))
			nll := f.Gradient(want, widen(x), widen(y))
			if d := g.Gradient(got, x, y) - nll; math.Abs(d) > 1e-4 {
				t.Errorf("%+v: NLL off by %.2g", spec, d)
			}
			closeGradients(t, got, want, 1e-4)
		}
	}
}

// TestNFExtremes multiplies determinants beyond float64's range, upwards and
// downwards: 26 layers with softplus(w·u) at the origin, about 1e20 and 2e-15.
func TestNFExtremes(t *testing.T) {
	for _, u := range []float32{1e10, -34e-10} {
		f := NewNF[float32](NFSpec{Layers: 26, Constraint: Softplus})
		for i := range f.spec.Layers {
			part(f.groups, "w", f.values)[2*i] = 1e10
			part(f.groups, "u", f.values)[2*i] = u
		}
		f.forward([]float32{0, 0}, []float32{0.5, -2})
		m, _ := Softplus.m(1e10 * float64(u))
		want := 26 * math.Log(1+m)
		closeTo(t, "log-determinant", f.ld, []float64{want, want}, 1e-5)
	}
}

// closeGradients compares gradients relative to the largest entry.
func closeGradients(t *testing.T, got []float32, want []float64, tolerance float64) {
	t.Helper()
	largest := 0.0
	for _, w := range want {
		largest = max(largest, math.Abs(w))
	}
	closeTo(t, "gradient", got, want, tolerance*largest)
}

// TestGenerativeFlow compares the flow as it is drawn with the model: samples,
// density, and mass at every stop.
func TestGenerativeFlow(t *testing.T) {
	for _, spec := range nfSpecs() {
		f := newNF[float64](spec, true, 7)
		d := f.Flow().(*DiscreteFlow)
		if !f.Generative() || !d.Generative {
			t.Fatal("the flow is not generative")
		}
		z1, z2 := baseNoise[float64](50, 8)
		f.forward(z1, z2)
		x, y := f.data()
		sx, sy := narrow(z1), narrow(z2)
		if spec.Flip && spec.Layers%2 == 1 {
			sx, sy = sy, sx // shown as near the data
		}
		d.Transport(sx, sy, func(int, []float32, []float32) {})
		closeTo(t, "sample x", sx, x[:50], 1e-5)
		closeTo(t, "sample y", sy, y[:50], 1e-5)

		p := make([]float32, 50)
		d.LogDensity(p, sx, sy, 1)
		sum := 0.0
		for _, l := range p {
			sum -= float64(l) / 50
		}
		if want := f.NLL(widen(sx), widen(sy)); math.Abs(sum-want) > 1e-5 {
			t.Errorf("%+v: NLL of the flow %v, of the model %v", spec, sum, want)
		}
		checkStops(t, d)
	}
}

// checkStops follows a small triangle of particles: at every stop the density
// at one must be the base's over what the flow spread the triangle.
func checkStops(t *testing.T, f *DiscreteFlow) {
	const δ = 1e-3
	x, y := []float32{0.3, 0.3 + δ, 0.3}, []float32{-0.2, -0.2, -0.2 + δ}
	var p [1]float32
	f.LogDensity(p[:], x[:1], y[:1], 0)
	base := float64(p[0])
	if want := -nllAtBase(0.3, -0.2, 0); math.Abs(base-want) > 1e-6 {
		t.Errorf("base density %v, want %v", base, want)
	}
	f.Transport(x, y, func(stage int, x, y []float32) {
		area := math.Abs(float64(x[1]-x[0])*float64(y[2]-y[0]) - float64(x[2]-x[0])*float64(y[1]-y[0]))
		f.LogDensity(p[:], x[:1], y[:1], float64(stage)/float64(f.Stages()))
		if want := base - math.Log(area/(δ*δ)); math.Abs(float64(p[0])-want) > 0.05 {
			t.Errorf("stage %d: log p = %v, want about %v", stage, p[0], want)
		}
	})
}

// TestFlowWithoutInverse asks a flow for an inverse that it hasn't got.
func TestFlowWithoutInverse(t *testing.T) {
	f := &DiscreteFlow{Layers: []Planar{{W: [2]float64{1, 0}, U: [2]float64{-2, 0}}}, Generative: true}
	var p [1]float32
	if f.LogDensity(p[:], []float32{1}, []float32{1}, 1); !math.IsNaN(float64(p[0])) {
		t.Errorf("log-density %v", p[0])
	}
	f.Generative = false
	x, y := []float32{1}, []float32{2}
	if f.Transport(x, y, func(int, []float32, []float32) {}); x[0] != 1 || y[0] != 2 {
		t.Errorf("the point went to (%v, %v)", x[0], y[0])
	}
}

func TestGenerativeNFNeedsConstraint(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a generative NF without a constraint was made")
		}
	}()
	NewGenerativeNF[float32](NFSpec{Layers: 2})
}

// TestGenerativeNFLearns trains on two moons; the best Gaussian has 2.686.
func TestGenerativeNFLearns(t *testing.T) {
	f := newNF[float32](NFSpec{Layers: 8, Constraint: Softplus}, true, 1)
	grad := make([]float32, len(f.Params()))
	x, y := make([]float32, 250), make([]float32, 250)
	var adam Adam[float32]
	r := stream(1, batchStream)
	for range 600 {
		TwoMoons.Sample(x, y, r)
		f.Gradient(grad, x, y)
		adam.Step(f.Params(), grad, 1e-2, nil)
	}
	x, y = points[float32](2000, 99)
	if nll := f.NLL(x, y); !(nll > TwoMoons.Entropy && nll < 2.3) {
		t.Errorf("NLL %v after 600 steps", nll)
	} else {
		t.Logf("NLL %.3f after 600 steps", nll)
	}
}

// baseNoise returns n points of the base distribution.
func baseNoise[T Float](n, seed int) (x, y []T) {
	a, b := make([]float32, n), make([]float32, n)
	SampleBase(a, b, stream(seed, 88))
	for k := range a {
		x, y = append(x, T(a[k])), append(y, T(b[k]))
	}
	return x, y
}

// narrow returns v in float32.
func narrow[T Float](v []T) []float32 {
	w := make([]float32, len(v))
	for i, x := range v {
		w[i] = float32(x)
	}
	return w
}
