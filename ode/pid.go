package ode

import (
	"fmt"
	"math"
)

// A PID controller chooses the step sizes of an adaptive solve. With the error
// e estimated in a step from z to z', entry by entry over the whole batch of N
// numbers,
//
//	ε = √(1/N Σ (e/(Atol + Rtol·max(|z|, |z'|)))²),
//
// the step is accepted if ε ≤ 1, and the next is as many times longer as
//
//	Safety · δ₀^((I+P+D)/p) · δ₁^(-(P+2D)/p) · δ₂^(D/p)
//
// says, where δ₀ = 1/ε, δ₁ and δ₂ belong to the two accepted steps before and p
// is the order of the method. The factor is held in [1, MaxFactor] after a step
// that was accepted and in [MinFactor, Safety] after one that was not. These are
// the rules of diffrax and, with I alone, of torchdiffeq; see Söderlind,
// "Digital filters in adaptive time-stepping", ACM Transactions on Mathematical
// Software 29 (2003), and Hairer, Nørsett & Wanner, Solving Ordinary
// Differential Equations I, section II.4.
//
// The zero value is an I controller; a field that is 0 stands for its default.
// I alone reacts to the last error; P = 0.4, I = 0.3 is smoother where the
// problem is mildly stiff, and has fewer rejected steps.
type PID struct {
	// Atol and Rtol are the absolute and the relative tolerance: 1e-6 and 1e-3.
	// If only one of them is given, Rtol is 1000·Atol.
	Atol, Rtol float64
	// P, I and D are the gains: 0, 1 and 0, if all are 0.
	P, I, D float64
	// Safety aims a little below the tolerance: 0.9.
	Safety float64
	// MinFactor and MaxFactor bound the change from step to step: 0.2 and 10.
	MinFactor, MaxFactor float64
	// MinStep is the step size below which the solve gives up: ten units in the
	// last place of the later of the two times, and never less than that.
	MinStep float64
	// MaxSteps is the number of steps, accepted or not, after which the solve
	// gives up: 4096.
	MaxSteps int
}

// filled returns c with its defaults. It panics if c makes no sense.
func (c PID) filled() PID {
	c.Atol, c.Rtol = tolerances(c.Atol, c.Rtol)
	if c.P == 0 && c.I == 0 && c.D == 0 {
		c.I = 1
	}
	fill(&c.Safety, 0.9)
	fill(&c.MinFactor, 0.2)
	fill(&c.MaxFactor, 10)
	fill(&c.MaxSteps, 4096)
	sane := c.Atol > 0 && c.Rtol > 0 && c.MinStep >= 0 && c.MaxSteps > 0 &&
		0 < c.MinFactor && c.MinFactor <= c.Safety && c.Safety < 1 && 1 < c.MaxFactor
	if !sane {
		panic(fmt.Sprintf("ode: no controller works like %+v", c))
	}
	return c
}

func tolerances(atol, rtol float64) (float64, float64) {
	switch {
	case atol == 0 && rtol == 0:
		return 1e-6, 1e-3
	case atol == 0:
		return rtol / 1000, rtol
	case rtol == 0:
		return atol, 1000 * atol
	}
	return atol, rtol
}

// fill gives *v its default if it is 0.
func fill[N int | float64](v *N, standard N) {
	if *v == 0 {
		*v = standard
	}
}

// smallest returns the step size below which a solve gives up.
func (c PID) smallest(t0, t1 float64) float64 {
	const ulp = 0x1p-52
	return max(c.MinStep, 10*ulp*max(math.Abs(t0), math.Abs(t1)))
}

// A control is a PID controller at work.
type control struct {
	PID
	order          float64
	last, previous float64 // 1/ε of the last accepted steps, newest first
}

func newControl(c PID, order int) control {
	return control{PID: c, order: float64(order), last: 1, previous: 1}
}

// negligible is a scaled error that says nothing of the next step but that it
// may be as long as allowed.
const negligible = 1e-30

// judge says whether a step with scaled error ε is accepted, and the factor to
// the next. An ε that is not a number is a step out of the field's domain.
func (c *control) judge(ε float64) (accept bool, factor float64) {
	accept = ε <= 1
	switch {
	case ε < negligible:
		c.last, c.previous = 1, c.last
		return accept, c.MaxFactor
	case !(ε <= math.MaxFloat64):
		return accept, c.MinFactor
	}
	δ := 1 / ε
	factor = c.Safety * power(δ, (c.I+c.P+c.D)/c.order)
	factor *= power(c.last, -(c.P+2*c.D)/c.order)
	factor *= power(c.previous, c.D/c.order)
	if !accept {
		return accept, min(max(factor, c.MinFactor), c.Safety)
	}
	c.last, c.previous = δ, c.last
	return accept, min(max(factor, 1), c.MaxFactor)
}

// scaledNorm returns ε of the entries of e between the states z and y; see
// [PID]. It is not a number if one of them is not finite.
func scaledNorm[T Float](c PID, e, z, y Batch[T]) float64 {
	sum, n := 0.0, 0
	for i := range e {
		for k, e := range e[i] {
			size := max(math.Abs(float64(z[i][k])), math.Abs(float64(y[i][k])))
			q := float64(e) / (c.Atol + float64(c.Rtol*size))
			if !(size <= math.MaxFloat64) {
				return math.NaN()
			}
			sum += float64(q * q)
		}
		n += len(e[i])
	}
	return math.Sqrt(sum / float64(n))
}
