package flow

import "math/rand/v2"

// A lossFunc writes the gradient of a batch's loss and returns the loss.
type lossFunc func(grad, x, y []float32) float64

// newLoss returns the job's objective, with what random numbers it needs.
func (t *Trainer) newLoss() lossFunc {
	if t.job.Method.Objective == DensityMatching {
		return t.energyLoss()
	}
	c, ok := t.model.(*CNF[float32])
	if !ok {
		return t.model.Gradient
	}
	switch t.job.Method.Objective {
	case FlowMatchingIndependent:
		return matchingLoss(NewFlowMatching(c, Independent), t.course.Batch, t.open("pairs", pairsStream))
	case FlowMatchingTransport:
		return matchingLoss(NewFlowMatching(c, Transport), t.course.Batch, t.open("pairs", pairsStream))
	}
	if c.spec.Trace != ExactTrace {
		c.SetNoise(t.open("noise", noiseStream))
	}
	if t.job.Divides() {
		t.team = &team{model: c}
		return t.team.gradient
	}
	return c.Gradient
}

// energyLoss takes batches of noise to data.
func (t *Trainer) energyLoss() lossFunc {
	t.energy, _ = t.job.potential() // checked
	t.noiseX, t.noiseY = make([]float32, auditPoints), make([]float32, auditPoints)
	SampleBase(t.noiseX, t.noiseY, stream(t.job.Seed, auditStream))
	m := NewMatcher(t.model)
	return func(grad, z1, z2 []float32) float64 {
		return m.MatchGradient(grad, z1, z2, annealed{t.energy, t.course.Anneal.at(t.step)})
	}
}

// An Annealing multiplies the energy by β, which rises along a line from From to
// 1 in so many steps: a flow that is spread over a smoothed energy first leaves
// fewer of its modes out (Rezende & Mohamed 2015, section 6.1). The zero value
// is β = 1.
type Annealing struct {
	From  float64
	Steps int
}

func (a Annealing) at(step int) float64 {
	if step >= a.Steps {
		return 1
	}
	return a.From + float64((1-a.From)*float64(step))/float64(a.Steps)
}

// annealed has a potential's value, so that losses compare, and β times its
// gradient.
type annealed struct {
	Potential
	β float64
}

func (a annealed) Gradient(z1, z2 float64) (g1, g2 float64) {
	g1, g2 = a.Potential.Gradient(z1, z2)
	return a.β * g1, a.β * g2
}

// matchingLoss pairs every batch of data with fresh noise.
func matchingLoss(m *FlowMatching[float32], batch int, r *rand.Rand) lossFunc {
	z1, z2 := make([]float32, batch), make([]float32, batch)
	return func(grad, x, y []float32) float64 {
		SampleBase(z1, z2, r)
		return m.Gradient(grad, z1, z2, x, y, r)
	}
}
