package flow

import (
	"math"
	"math/rand/v2"
)

// pinwheel is the density of 2 R(-a) f, where R(α) turns by α, a = 2πk/5 +
// e^f₁/4 with k from {0, …, 4}, and f is from N(1, 0.3²) × N(0, 0.1²).
//
// In polar coordinates f = ρ(cos ψ, sin ψ) the map keeps ρ and takes ψ to
// h(ψ) - 2πk/5, h(ψ) = ψ - e^(ρ cos ψ)/4. Its Jacobian determinant is
// 4 h′(ψ) = 4(1 + f₂ e^f₁/4), so that at the point 2ρ(cos φ, sin φ)
//
//	p = Σ_ψ N(f₁; 1, 0.3²) N(f₂; 0, 0.1²) / (5 · 4 |h′(ψ)|)
//
// over all ψ with h(ψ) = φ modulo 2π/5: one for each arm, and more where the
// map folds over. (h′ < 0 has probability 1e-9 only, but where ρ is above 2 all
// but the middle of an arm lies in a fold: without them the entropy is 2.5e-6
// too high.)
type pinwheel struct{}

const (
	pinwheelArms = 5
	pinwheelRate = 0.25
	// Beyond this f₁, at 13 standard deviations, roots are left out.
	pinwheelReach = 5
)

func (pinwheel) draw(r *rand.Rand) (x, y float64) {
	k := r.IntN(pinwheelArms)
	e1, e2 := gaussian(r)
	f1, f2 := 1+float64(0.3*e1), 0.1*e2
	sin, cos := math.Sincos(2*math.Pi*float64(k)/pinwheelArms + float64(pinwheelRate*exp(f1)))
	return 2 * (float64(f1*cos) + float64(f2*sin)), 2 * (float64(f2*cos) - float64(f1*sin))
}

func (pinwheel) logDensity(x, y float64) float64 {
	ρ, φ := math.Hypot(x, y)/2, math.Atan2(y, x)
	from := 0.0
	if ρ > pinwheelReach {
		from = math.Acos(pinwheelReach / ρ)
	}
	end := 2*math.Pi - from
	a, b := pinwheelFold(ρ)
	sum := logSum{top: math.Inf(-1)}
	sum.addRoots(ρ, φ, from, min(a, end))
	sum.addRoots(ρ, φ, min(a, end), min(b, end))
	sum.addRoots(ρ, φ, min(b, end), end)
	return sum.value() - math.Log(pinwheelArms*4)
}

// pinwheelFold returns the angles between which h falls, both 2π if it rises
// all the way round. h″ is 0 where ρ cos²ψ + cos ψ = ρ, and there, at the angle
// below 2π, h′ is least.
func pinwheelFold(ρ float64) (a, b float64) {
	least := 2*math.Pi - math.Acos(2*ρ/(1+math.Sqrt(1+4*ρ*ρ)))
	if _, slope := turned(ρ, least); slope >= 0 {
		return 2 * math.Pi, 2 * math.Pi
	}
	return slopeSign(ρ, math.Pi, least), slopeSign(ρ, 2*math.Pi, least)
}

// slopeSign returns the angle where h′ changes its sign, by bisection from one
// where it is positive and one where it is negative. It need not be exact: as h
// is flat there, the 1e-9 left do it less than 1e-14.
func slopeSign(ρ, positive, negative float64) float64 {
	for range 32 {
		ψ := (positive + negative) / 2
		if _, slope := turned(ρ, ψ); slope > 0 {
			positive = ψ
		} else {
			negative = ψ
		}
	}
	return (positive + negative) / 2
}

// addRoots adds the terms of all ψ from a to b, where h only rises or only
// falls, with h(ψ) = φ modulo 2π/5. It goes in pieces so short that Newton's
// method does well.
func (s *logSum) addRoots(ρ, φ, a, b float64) {
	const longest, period = 2 * math.Pi / 48, 2 * math.Pi / pinwheelArms
	pieces := math.Ceil((b - a) / longest)
	h0, _ := turned(ρ, a)
	for i := range int(pieces) {
		ψ0, ψ1 := a+(b-a)*float64(i)/pieces, a+(b-a)*float64(i+1)/pieces
		h1, _ := turned(ρ, ψ1)
		lo, hi := min(h0, h1), max(h0, h1)
		for j := math.Ceil((lo - φ) / period); φ+j*period < hi; j++ {
			s.add(pinwheelTerm(ρ, turnedBack(ρ, φ+j*period, ψ0, ψ1)))
		}
		h0 = h1
	}
}

// turned returns h(ψ) and h′(ψ).
func turned(ρ, ψ float64) (h, slope float64) {
	sin, cos := math.Sincos(ψ)
	e := pinwheelRate * math.Exp(ρ*cos)
	return ψ - e, 1 + ρ*sin*e
}

// turnedBack solves h(ψ) = target between a and b by Newton's method, by
// bisection where that leads out.
func turnedBack(ρ, target, a, b float64) float64 {
	ha, _ := turned(ρ, a)
	ψ := (a + b) / 2
	for range 60 {
		h, slope := turned(ρ, ψ)
		if (h < target) == (ha < target) {
			a = ψ
		} else {
			b = ψ
		}
		next := ψ - (h-target)/slope
		if !(next > min(a, b) && next < max(a, b)) {
			next = (a + b) / 2
		}
		if math.Abs(next-ψ) < 1e-15*(1+math.Abs(ψ)) {
			return next
		}
		ψ = next
	}
	return ψ
}

// pinwheelTerm returns the logarithm of a summand of p, but for the 5 · 4.
func pinwheelTerm(ρ, ψ float64) float64 {
	_, slope := turned(ρ, ψ)
	sin, cos := math.Sincos(ψ)
	e1, e2 := (ρ*cos-1)/0.3, ρ*sin/0.1
	return -(e1*e1+e2*e2)/2 - math.Log(2*math.Pi*0.3*0.1*math.Abs(slope))
}

// logSum is ln Σ e^v = top + ln part.
type logSum struct{ top, part float64 }

func (s *logSum) add(v float64) {
	if v > s.top {
		s.part *= math.Exp(s.top - v)
		s.top = v
	}
	s.part += math.Exp(v - s.top)
}

func (s *logSum) value() float64 { return s.top + math.Log(s.part) }
