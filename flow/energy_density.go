package flow

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// The walled energies as data, each e^(-U)/Z. They are what a model matched to
// the energy ends as.
var (
	WalledU1 = walled(Energies[0], 1.8959742592, 0.33, 0, [2]float64{1.8175537409692, 1.1812187898138})
	WalledU2 = walled(Energies[1], 2.0494120493, 0.24, 0, [2]float64{flatSD, 0.8118756647328})
	WalledU3 = walled(Energies[2], 1.9832460147, 0.3, -0.2147183073950, [2]float64{flatSD, 0.8692480276219})
	WalledU4 = walled(Energies[3], 1.7689502109, 0.44, -0.5667509138514, [2]float64{flatSD, 1.3684862648484})
)

// flatSD is the standard deviation of z₁ where it is free between the walls,
// the root of (128/3 + 16 + 17√(2π))/(8 + √(2π)).
const flatSD = 3.1047652106293

// walled returns an energy's dataset, with entropy and moments of the
// standardised density by quadrature.
func walled(e Energy, entropy, peak, mean2 float64, std [2]float64) Dataset {
	return Dataset{
		Name: e.Name, Title: e.Title, Entropy: entropy, Peak: peak,
		mean: [2]float64{0, mean2}, std: std, law: energyLaw{e},
	}
}

// energyLaw is the density of a walled energy.
type energyLaw struct{ e Energy }

func (l energyLaw) logDensity(x, y float64) float64 { return -l.e.Value(x, y) - l.e.LogZ }

func (l energyLaw) draw(r *rand.Rand) (x, y float64) {
	if l.e.ring {
		return l.drawRing(r)
	}
	return l.drawRidge(r)
}

// drawRidge needs no rejection: z₁ is flat between the walls, with half a
// normal density behind each, and z₂ given z₁ is normal about one of the
// ridges, taken in proportion to their widths.
func (l energyLaw) drawRidge(r *rand.Rand) (x, y float64) {
	e1, e2 := gaussian(r)
	x = (r.Float64() - 0.5) * (2*wallAt + sqrt2π)
	if math.Abs(x) > wallAt {
		x = math.Copysign(wallAt+math.Abs(e1), x)
	}
	t := l.e.terms[0]
	if len(l.e.terms) > 1 && r.Float64()*(t.sd+l.e.terms[1].sd) > t.sd {
		t = l.e.terms[1]
	}
	centre, _ := t.at(x)
	return x, centre + float64(t.sd*e2)
}

const sqrt2π = 2.50662827463100050242

// ringReach is 7.5 standard deviations beyond U1's ring, where 3e-13 of its
// mass is left out.
const ringReach = 5

// drawRing draws ‖z‖ from N(2, 0.4²), the angle evenly and accepts with
// probability ‖z‖/ringReach, for the plane grows with it, times e^-U without
// the ring. About one in seven is accepted.
func (l energyLaw) drawRing(r *rand.Rand) (x, y float64) {
	rest := l.e
	rest.ring = false
	for {
		e, _ := gaussian(r)
		ρ := 2 + float64(0.4*e)
		sin, cos := math.Sincos(2 * math.Pi * r.Float64())
		u := r.Float64()
		if ρ <= 0 || ρ > ringReach || u*ringReach > ρ {
			continue
		}
		x, y = ρ*cos, ρ*sin
		if u*ringReach <= ρ*exp(-rest.Value(x, y)) {
			return x, y
		}
	}
}

// A scaledEnergy is an energy in the standardised plane,
//
//	U(x) = U₀(mean + std x),   ln Z = ln Z₀ - ln(std₁ std₂),
//
// whose density is its dataset's.
type scaledEnergy struct {
	e         Energy
	mean, std [2]float64
}

var _ Potential = scaledEnergy{}

// Value implements [Potential].
func (s scaledEnergy) Value(z1, z2 float64) float64 {
	return s.e.Value(s.mean[0]+float64(s.std[0]*z1), s.mean[1]+float64(s.std[1]*z2))
}

// Gradient implements [Potential].
func (s scaledEnergy) Gradient(z1, z2 float64) (g1, g2 float64) {
	g1, g2 = s.e.Gradient(s.mean[0]+float64(s.std[0]*z1), s.mean[1]+float64(s.std[1]*z2))
	return s.std[0] * g1, s.std[1] * g2
}

// logZ returns ln ∫ e^(-U).
func (s scaledEnergy) logZ() float64 { return s.e.LogZ - log(s.std[0]*s.std[1]) }

// potential returns the energy whose standardised density is the job's data.
func (j Job) potential() (s scaledEnergy, err error) {
	d, err := j.Dataset()
	if err != nil {
		return s, err
	}
	law, ok := d.law.(energyLaw)
	if !ok {
		return s, fmt.Errorf("flow: %q is not an energy; density matching takes u1, u2, u3 or u4", j.Data)
	}
	return scaledEnergy{law.e, d.mean, d.std}, nil
}
