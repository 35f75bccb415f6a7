package flow

import "math"

// softmin is -ln Σ exp(-½(d/sd)²) over one or two terms, where d = z₂ - at(z₁),
// or z₁ - at for a term across.
type softmin []ridge

type ridge struct {
	at     func(z1 float64) (centre, slope float64)
	sd     float64
	across bool
}

// exponent returns e = ½(d/sd)² and its gradient.
func (t ridge) exponent(z1, z2 float64) (e, g1, g2 float64) {
	centre, slope := t.at(z1)
	if t.across {
		d := (z1 - centre) / t.sd
		return 0.5 * d * d, d / t.sd, 0
	}
	d := (z2 - centre) / t.sd
	return 0.5 * d * d, -d / t.sd * slope, d / t.sd
}

func (s softmin) value(z1, z2 float64) float64 {
	a, _, _ := s[0].exponent(z1, z2)
	if len(s) == 1 {
		return a
	}
	b, _, _ := s[1].exponent(z1, z2)
	return min(a, b) - math.Log1p(exp(-math.Abs(a-b)))
}

// gradient returns the terms' gradients, weighted by their share in the sum.
func (s softmin) gradient(z1, z2 float64) (g1, g2 float64) {
	a, a1, a2 := s[0].exponent(z1, z2)
	if len(s) == 1 {
		return a1, a2
	}
	b, b1, b2 := s[1].exponent(z1, z2)
	p, q := logistic(b-a), logistic(a-b)
	return float64(p*a1) + float64(q*b1), float64(p*a2) + float64(q*b2)
}

func constant(c float64) func(float64) (float64, float64) {
	return func(float64) (float64, float64) { return c, 0 }
}

// wave1 returns w₁ and its derivative.
func wave1(z1 float64) (w, slope float64) {
	sin, cos := math.Sincos(math.Pi / 2 * z1)
	return sin, math.Pi / 2 * cos
}

// bump2 returns w₂ and its derivative.
func bump2(z1 float64) (w, slope float64) {
	d := (z1 - 1) / 0.6
	w = 3 * exp(-0.5*d*d)
	return w, -w * d / 0.6
}

// step3 returns w₃ and its derivative.
func step3(z1 float64) (w, slope float64) {
	p := logistic((z1 - 1) / 0.3)
	return 3 * p, 3 * p * (1 - p) / 0.3
}

// less returns the difference of two functions.
func less(f, g func(float64) (float64, float64)) func(float64) (float64, float64) {
	return func(z1 float64) (w, slope float64) {
		a, sa := f(z1)
		b, sb := g(z1)
		return a - b, sa - sb
	}
}
