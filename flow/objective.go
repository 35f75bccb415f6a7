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
	return c.Gradient
}

// energyLoss takes batches of noise to data.
func (t *Trainer) energyLoss() lossFunc {
	p, _ := t.job.potential() // checked
	m := NewMatcher(t.model)
	return func(grad, z1, z2 []float32) float64 { return m.MatchGradient(grad, z1, z2, p) }
}

// matchingLoss pairs every batch of data with fresh noise.
func matchingLoss(m *FlowMatching[float32], batch int, r *rand.Rand) lossFunc {
	z1, z2 := make([]float32, batch), make([]float32, batch)
	return func(grad, x, y []float32) float64 {
		SampleBase(z1, z2, r)
		return m.Gradient(grad, z1, z2, x, y, r)
	}
}
