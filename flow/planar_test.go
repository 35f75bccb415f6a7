package flow

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/mat"
)

func randomPlanar(r *rand.Rand, scale float64, c Constraint) Planar {
	pair := func() [2]float64 { return [2]float64{scale * r.NormFloat64(), scale * r.NormFloat64()} }
	w := pair()
	return Planar{W: w, U: c.apply(w, pair()), B: scale * r.NormFloat64()}
}

// logAbsDet returns ln |det ∂f/∂z| by central differences.
func logAbsDet(f func(z []float64) []float64, z [2]float64) float64 {
	var j mat.Dense
	j.CloneFrom(mat.NewDense(2, 2, nil))
	fd.Jacobian(&j, func(y, x []float64) { copy(y, f(x)) }, z[:], &fd.JacobianSettings{Formula: fd.Central})
	return math.Log(math.Abs(mat.Det(&j)))
}

func TestPlanarLogDet(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 0))
	for _, c := range []Constraint{Softplus, LogSoftplus} {
		for range 50 {
			p := randomPlanar(r, 1, c)
			z := [2]float64{r.NormFloat64(), r.NormFloat64()}
			_, got := p.Forward(z)
			want := logAbsDet(func(z []float64) []float64 { y, _ := p.Forward([2]float64(z)); return y[:] }, z)
			if math.Abs(got-want) > 1e-7 {
				t.Errorf("%+v at %v: log-det %v, the Jacobian's is %v", p, z, got, want)
			}
		}
	}
}

func TestPlanarInverse(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 0))
	for _, scale := range []float64{0.01, 1, 10, 1000} {
		for range 500 {
			p := randomPlanar(r, scale, Softplus)
			z := [2]float64{3 * r.NormFloat64(), 3 * r.NormFloat64()}
			y, _ := p.Forward(z)
			back, err := p.Inverse(y)
			if err != nil {
				if dot(p.W, p.U) > -1 {
					t.Errorf("%+v: %v", p, err)
				}
				continue // rounding took û·w to -1
			}
			again, _ := p.Forward(back)
			size := 1 + math.Hypot(p.U[0], p.U[1])
			if d := math.Hypot(again[0]-y[0], again[1]-y[1]); d > 1e-10*size {
				t.Errorf("%+v at %v: T(T⁻¹(y)) is off by %.2g", p, z, d)
			}
		}
	}
}

func TestNoInverse(t *testing.T) {
	for _, p := range []Planar{
		{W: [2]float64{1, 0}, U: [2]float64{-1.5, 0}},
		{W: [2]float64{1, 0}, U: [2]float64{-1, 0}},
		{W: [2]float64{math.NaN(), 0}, U: [2]float64{1, 0}},
		{W: [2]float64{math.Inf(1), 0}, U: [2]float64{1, 0}},
	} {
		if _, err := p.Inverse([2]float64{1, 2}); !errors.Is(err, ErrNotInvertible) {
			t.Errorf("%+v: %v", p, err)
		}
	}
}

func TestSolveMonotone(t *testing.T) {
	for _, c := range []float64{-0.999999, -0.5, 0, 1, 40, 1e6} {
		for _, s := range []float64{-1e6, -30, -1, -1e-9, 0, 0.3, 2, 50, 1e6} {
			v := solveMonotone(c, s)
			if r := v + c*math.Tanh(v) - s; math.Abs(r) > 1e-15*(math.Abs(s)+math.Abs(c)+1) {
				t.Errorf("c = %v, s = %v: v = %v leaves %.2g", c, s, v, r)
			}
		}
	}
}

func TestConstraints(t *testing.T) {
	for x, want := range map[float64]float64{0: -0.30685, 5: 4.00672, 20: 19} {
		if m, _ := Softplus.m(x); math.Abs(m-want) > 1e-5 {
			t.Errorf("softplus constraint: m(%v) = %v, want %v", x, m, want)
		}
	}
	for x, want := range map[float64]float64{0: -0.47341, 5: 0.793, 20: 2.0445} {
		if m, _ := LogSoftplus.m(x); math.Abs(m-want) > 1e-3 {
			t.Errorf("flowjax's constraint: m(%v) = %v, want %v", x, m, want)
		}
	}
	for _, c := range []Constraint{Softplus, LogSoftplus} {
		for _, x := range []float64{-30, -2, 0, 1, 12} {
			_, got := c.m(x)
			want := fd.Derivative(func(x float64) float64 { m, _ := c.m(x); return m }, x, &fd.Settings{Formula: fd.Central})
			if math.Abs(got-want) > 1e-8 {
				t.Errorf("constraint %d: m'(%v) = %v, want %v", c, x, got, want)
			}
		}
		w, u := [2]float64{0.3, -2}, [2]float64{1.5, 0.7}
		û := c.apply(w, u)
		m, _ := c.m(dot(w, u))
		if math.Abs(dot(w, û)-m) > 1e-14 || !(m > -1) {
			t.Errorf("constraint %d: w·û = %v, want m = %v > -1", c, dot(w, û), m)
		}
	}
}

func TestElementary(t *testing.T) {
	for _, x := range []float64{-700, -30, -1, -1e-9, 0, 1e-9, 0.5, 3, 30, 700} {
		if got, want := exp(x), math.Exp(x); math.Abs(got-want) > 1e-15*want+1e-16 {
			t.Errorf("exp(%v) = %v, want %v", x, got, want)
		}
		if got, want := tanh(x), math.Tanh(x); math.Abs(got-want) > 2e-16 {
			t.Errorf("tanh(%v) = %v, want %v", x, got, want)
		}
		if got, want := logistic(x), 1/(1+math.Exp(-x)); math.Abs(got-want) > 1e-15 {
			t.Errorf("logistic(%v) = %v, want %v", x, got, want)
		}
		if x > 0 {
			if got, want := log(x), math.Log(x); math.Abs(got-want) > 1e-15*(1+math.Abs(want)) {
				t.Errorf("log(%v) = %v, want %v", x, got, want)
			}
		}
	}
	if s := softplus(800); s != 800 {
		t.Errorf("softplus(800) = %v", s)
	}
}
