package problems

import "math"

// All lists the problems.
var All = []Problem{Oscillator, Spiral, Decay, LotkaVolterra, Blowup}

// Oscillator is the harmonic oscillator z₁' = ωz₂, z₂' = -ωz₁, θ = (ω). It turns
// the plane clockwise and keeps |z|².
var Oscillator = Problem{
	Name: "oscillator", Theta: []float64{1.5}, Start: []float64{1, 0.5}, T0: 0, T1: 3,
	Slope: func(dz, z, θ []float64, _ float64) { dz[0], dz[1] = θ[0]*z[1], -θ[0]*z[0] },
	Pullback: func(dz, dθ, z, λ, θ []float64, _ float64) {
		dz[0], dz[1] = -θ[0]*λ[1], θ[0]*λ[0]
		dθ[0] += λ[0]*z[1] - λ[1]*z[0]
	},
	Solution:  func(z0, θ []float64, t0, t float64) []float64 { return turned(z0, -θ[0]*(t-t0), 1) },
	Invariant: func(z, _ []float64) float64 { return z[0]*z[0] + z[1]*z[1] },
}

// Spiral is linear with coefficients that depend on time,
//
//	z' = 2ωt (-z₂, z₁) - κz,   θ = (ω, κ),
//
// with the solution e^{-κ(t-t₀)} R(ω(t² - t₀²)) z₀, R(φ) the rotation by φ.
var Spiral = Problem{
	Name: "spiral", Theta: []float64{1, 0.25}, Start: []float64{1, -0.5}, T0: 0, T1: 2,
	Slope: func(dz, z, θ []float64, t float64) {
		c := 2 * θ[0] * t
		dz[0], dz[1] = -c*z[1]-θ[1]*z[0], c*z[0]-θ[1]*z[1]
	},
	Pullback: func(dz, dθ, z, λ, θ []float64, t float64) {
		c := 2 * θ[0] * t
		dz[0], dz[1] = c*λ[1]-θ[1]*λ[0], -c*λ[0]-θ[1]*λ[1]
		dθ[0] += 2 * t * (λ[1]*z[0] - λ[0]*z[1])
		dθ[1] -= λ[0]*z[0] + λ[1]*z[1]
	},
	Solution: func(z0, θ []float64, t0, t float64) []float64 {
		return turned(z0, θ[0]*(t*t-t0*t0), math.Exp(-θ[1]*(t-t0)))
	},
}

// Decay is the equation of Prothero & Robinson (1974), z' = -κ(z - cos t) - sin t,
// θ = (κ), with the solution cos t + e^{-κ(t-t₀)}(z₀ - cos t₀): a slow curve
// that is reached fast. With κ = 50 it is stiff enough to bound the steps of
// explicit methods, not enough to stop them.
var Decay = Problem{
	Name: "decay", Theta: []float64{50}, Start: []float64{1.5}, T0: 0, T1: 1.5,
	Slope: func(dz, z, θ []float64, t float64) { dz[0] = -θ[0]*(z[0]-math.Cos(t)) - math.Sin(t) },
	Pullback: func(dz, dθ, z, λ, θ []float64, t float64) {
		dz[0] = -θ[0] * λ[0]
		dθ[0] -= λ[0] * (z[0] - math.Cos(t))
	},
	Solution: func(z0, θ []float64, t0, t float64) []float64 {
		return []float64{math.Cos(t) + math.Exp(-θ[0]*(t-t0))*(z0[0]-math.Cos(t0))}
	},
}

// LotkaVolterra is the equation of prey and predators, x' = x(α - βy),
// y' = y(δx - γ), θ = (α, β, δ, γ). Its solutions are closed curves on which
// δx - γ ln x + βy - α ln y stays as it is.
var LotkaVolterra = Problem{
	Name: "Lotka-Volterra", Theta: []float64{1.5, 1, 0.75, 1}, Start: []float64{1, 0.8}, T0: 0, T1: 6,
	Slope: func(dz, z, θ []float64, _ float64) {
		dz[0], dz[1] = z[0]*(θ[0]-θ[1]*z[1]), z[1]*(θ[2]*z[0]-θ[3])
	},
	Pullback: func(dz, dθ, z, λ, θ []float64, _ float64) {
		dz[0] = λ[0]*(θ[0]-θ[1]*z[1]) + λ[1]*θ[2]*z[1]
		dz[1] = -λ[0]*θ[1]*z[0] + λ[1]*(θ[2]*z[0]-θ[3])
		dθ[0] += λ[0] * z[0]
		dθ[1] -= λ[0] * z[0] * z[1]
		dθ[2] += λ[1] * z[0] * z[1]
		dθ[3] -= λ[1] * z[1]
	},
	Invariant: func(z, θ []float64) float64 {
		return θ[2]*z[0] - θ[3]*math.Log(z[0]) + θ[1]*z[1] - θ[0]*math.Log(z[1])
	},
}

// Blowup is z' = θz², with the solution z₀/(1 - θz₀(t - t₀)): it has left the
// numbers at time t₀ + 1/(θz₀), after T1 for the Start given.
var Blowup = Problem{
	Name: "blow-up", Theta: []float64{1}, Start: []float64{0.5}, T0: 0, T1: 1.2,
	Slope: func(dz, z, θ []float64, _ float64) { dz[0] = θ[0] * z[0] * z[0] },
	Pullback: func(dz, dθ, z, λ, θ []float64, _ float64) {
		dz[0] = 2 * θ[0] * z[0] * λ[0]
		dθ[0] += λ[0] * z[0] * z[0]
	},
	Solution: func(z0, θ []float64, t0, t float64) []float64 {
		return []float64{z0[0] / (1 - θ[0]*z0[0]*(t-t0))}
	},
}

// turned returns z turned by φ and scaled.
func turned(z []float64, φ, scale float64) []float64 {
	s, c := math.Sincos(φ)
	return []float64{scale * (c*z[0] - s*z[1]), scale * (s*z[0] + c*z[1])}
}
