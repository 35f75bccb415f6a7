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
	return newPlanar(c, pair(), pair(), scale*r.NormFloat64())
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

// inverseError returns |T(T⁻¹(y)) - y| and what rounding allows it to be. To z's
// coordinates rounding does ε‖z‖, to the argument of tanh ε(‖w‖S + |b|), and
// that reaches y through û.
func inverseError(p Planar, y [2]float64) (off, allowed float64, err error) {
	z, logDet, err := p.inverse(y)
	if err != nil {
		return 0, 0, err
	}
	again, _ := p.Forward(z)
	if math.IsNaN(logDet) {
		return math.NaN(), 0, nil
	}
	w, u := math.Hypot(p.W[0], p.W[1]), math.Hypot(p.U[0], p.U[1])
	size := math.Hypot(y[0], y[1]) + math.Hypot(z[0], z[1]) + u
	return math.Hypot(again[0]-y[0], again[1]-y[1]), 8 * ε * (size + u*(w*size+math.Abs(p.B))), nil
}

// TestPlanarInverse holds the inverse to the bound that rounding sets, which is
// below 1e-10 for practically all parameters of scale 10.
func TestPlanarInverse(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 0))
	for _, c := range []Constraint{Softplus, LogSoftplus} {
		for _, scale := range []float64{0.01, 1, 10, 1000} {
			within := 0 // cases in which 1e-10 is asked for
			for range 1000 {
				p := randomPlanar(r, scale, c)
				y := [2]float64{3 * r.NormFloat64(), 3 * r.NormFloat64()}
				off, allowed, err := inverseError(p, y)
				if err != nil || !(off <= allowed) {
					t.Errorf("%+v at %v: T(T⁻¹(y)) is off by %.2g, more than %.2g (%v)", p, y, off, allowed, err)
				}
				if allowed < 1e-10 {
					within++
				}
			}
			if scale <= 10 && within < 995 {
				t.Errorf("scale %v: rounding allows 1e-10 in %d of 1000 cases", scale, within)
			}
		}
	}
}

// TestPlanarThereAndBack checks T⁻¹(T(z)) = z to 1e-10 where T⁻¹ does not
// amplify y's rounding to more: ‖J⁻¹‖ ≤ 1 + ‖u‖‖w‖/det.
func TestPlanarThereAndBack(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 0))
	for _, scale := range []float64{0.1, 1, 10, 30} {
		tried := 0
		for range 1000 {
			p := randomPlanar(r, scale, Softplus)
			z := [2]float64{3 * r.NormFloat64(), 3 * r.NormFloat64()}
			y, logDet := p.Forward(z)
			w, u := math.Hypot(p.W[0], p.W[1]), math.Hypot(p.U[0], p.U[1])
			condition := 1 + u*w/min(1, math.Exp(logDet), 1+p.slope())
			if 16*ε*condition*(math.Hypot(z[0], z[1])+u+math.Abs(p.B)/(w+1e-300)) > 1e-10 {
				continue
			}
			tried++
			back, logDetBack, err := p.inverse(y)
			if d := math.Hypot(back[0]-z[0], back[1]-z[1]); err != nil || !(d <= 1e-10) {
				t.Errorf("%+v at %v: T⁻¹(T(z)) is off by %.2g (%v)", p, z, d, err)
			}
			if math.Abs(logDet-logDetBack) > 1e-8*(1+math.Abs(logDet)) {
				t.Errorf("%+v at %v: log-det %v forward, %v backward", p, z, logDet, logDetBack)
			}
		}
		if tried < 100 {
			t.Errorf("scale %v: only %d well-conditioned cases", scale, tried)
		}
	}
}

func TestNoInverse(t *testing.T) {
	for _, p := range []Planar{
		{W: [2]float64{1, 0}, U: [2]float64{-1.5, 0}},
		{W: [2]float64{1, 0}, U: [2]float64{-1 - 1e-12, 0}},
		{W: [2]float64{math.NaN(), 0}, U: [2]float64{1, 0}},
		{W: [2]float64{math.Inf(1), 0}, U: [2]float64{1, 0}},
	} {
		if _, err := p.Inverse([2]float64{1, 2}); !errors.Is(err, ErrNotInvertible) {
			t.Errorf("%+v: %v", p, err)
		}
	}
}

func TestSolveMonotone(t *testing.T) {
	for _, c := range []float64{-1, -0.999999, -0.5, 0, 1, 40, 1e6} {
		for _, s := range []float64{-1e6, -30, -1, -1e-9, 0, 0.3, 2, 50, 1e6, 1e6 + 20} {
			v := solveMonotone(c, s)
			if r := v + c*math.Tanh(v) - s; math.Abs(r) > 1e-15*(math.Abs(s)+math.Abs(c)+1) {
				t.Errorf("c = %v, s = %v: v = %v leaves %.2g", c, s, v, r)
			}
		}
	}
}

// TestNewPlanar wants w·û = m(w·u) to the rounding of û itself, though the
// constraint takes most of u away; and the constraint's û where w vanishes.
func TestNewPlanar(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 0))
	for range 1000 {
		w, u := [2]float64{30 * r.NormFloat64(), 30 * r.NormFloat64()}, [2]float64{1e3 * r.NormFloat64(), 1e3 * r.NormFloat64()}
		p := newPlanar(Softplus, w, u, 0)
		m, _ := Softplus.m(dot(w, u))
		if d := math.Abs(dot(w, p.U) - m); d > 4*ε*math.Hypot(w[0], w[1])*math.Hypot(p.U[0], p.U[1]) {
			t.Errorf("w = %v, u = %v: w·û is off by %.2g", w, u, d)
		}
		if p.slope() < -1 {
			t.Errorf("w = %v, u = %v: w·û = %v", w, u, p.slope())
		}
	}
	w, u := [2]float64{1e-18, 2e-18}, [2]float64{1, -3}
	p, û := newPlanar(Softplus, w, u, 0), Softplus.apply(w, u)
	if math.Hypot(p.U[0]-û[0], p.U[1]-û[1]) > 1e-12 {
		t.Errorf("at a tiny w û is %v, the constraint's %v", p.U, û)
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
