package flow

import (
	"fmt"
	"math"
	"strings"
)

// An Energy is a [Potential] of Rezende & Mohamed (2015), table 1. With
//
//	w₁ = sin(2πz₁/4),  w₂ = 3 exp(-½((z₁-1)/0.6)²),  w₃ = 3 logistic((z₁-1)/0.3)
//
// they are
//
//	U1 = ½((‖z‖-2)/0.4)² - ln(exp(-½((z₁-2)/0.6)²) + exp(-½((z₁+2)/0.6)²))
//	U2 = ½((z₂-w₁)/0.4)²
//	U3 = -ln(exp(-½((z₂-w₁)/0.35)²) + exp(-½((z₂-w₁+w₂)/0.35)²))
//	U4 = -ln(exp(-½((z₂-w₁)/0.4)²) + exp(-½((z₂-w₁+w₃)/0.35)²))
//
// and, as U2 to U4 leave z₁ free and so have no density in the plane, plus a
// soft wall ½ max(|z₁| - 4, 0)². [Energy.Unwalled] takes it away.
type Energy struct {
	Name, Title string
	// LogZ is ln Z = ln ∫ e^(-U), +Inf if the integral diverges. The loss
	// E_q[log q + U] of no model is below -ln Z. The error is below 1e-12.
	LogZ float64

	terms softmin
	ring  bool // whether ½((‖z‖-2)/0.4)² is added
	wall  float64
}

var _ Potential = Energy{}

// Energies lists U1 to U4, walled. Those of U2 to U4 integrate over z₂ in
// closed form, to √(2π) times the standard deviations, and over z₁ to 8 + √(2π).
var Energies = []Energy{
	{Name: "u1", Title: "U1: two modes on a ring", LogZ: 1.8775016261086028, ring: true, wall: wallAt,
		terms: softmin{{across: true, at: constant(2), sd: 0.6}, {across: true, at: constant(-2), sd: 0.6}}},
	{Name: "u2", Title: "U2: a wave", LogZ: 2.354654123581102, wall: wallAt,
		terms: softmin{{at: wave1, sd: 0.4}}},
	{Name: "u3", Title: "U3: a wave that splits and joins", LogZ: 2.9142699115165245, wall: wallAt,
		terms: softmin{{at: wave1, sd: 0.35}, {at: less(wave1, bump2), sd: 0.35}}},
	{Name: "u4", Title: "U4: a wave that splits", LogZ: 2.983262783003476, wall: wallAt,
		terms: softmin{{at: wave1, sd: 0.4}, {at: less(wave1, step3), sd: 0.35}}},
}

// wallAt is where the wall begins.
const wallAt = 4

// EnergyByName returns the energy of that name.
func EnergyByName(name string) (Energy, error) {
	var names []string
	for _, e := range Energies {
		if e.Name == name {
			return e, nil
		}
		names = append(names, e.Name)
	}
	return Energy{}, fmt.Errorf("flow: no energy %q; there are %s", name, strings.Join(names, ", "))
}

// Unwalled returns the energy of the paper's table as it stands there. Only U1
// then has a density in the plane, the others' LogZ is +Inf.
func (e Energy) Unwalled() Energy {
	e.wall, e.LogZ = math.Inf(1), math.Inf(1)
	if e.ring {
		e.LogZ = 1.8775016261094892
	}
	return e
}

// Value returns U(z).
func (e Energy) Value(z1, z2 float64) float64 {
	beyond := max(math.Abs(z1)-e.wall, 0)
	u := e.terms.value(z1, z2) + float64(0.5*float64(beyond*beyond))
	if e.ring {
		d := (radius(z1, z2) - 2) / 0.4
		u += float64(0.5 * float64(d*d))
	}
	return u
}

// Gradient returns ∂U/∂z. In the middle of U1's ring, where there is none, it
// takes that of ‖z‖ to be 0.
func (e Energy) Gradient(z1, z2 float64) (g1, g2 float64) {
	g1, g2 = e.terms.gradient(z1, z2)
	g1 += math.Copysign(max(math.Abs(z1)-e.wall, 0), z1)
	if r := radius(z1, z2); e.ring && r > 0 {
		d := (r - 2) / (0.4 * 0.4) / r
		g1, g2 = g1+float64(d*z1), g2+float64(d*z2)
	}
	return g1, g2
}

// radius is ‖z‖; math.Hypot has not the same bits everywhere.
func radius(z1, z2 float64) float64 {
	return math.Sqrt(float64(z1*z1) + float64(z2*z2))
}
