package flow

import "math/rand/v2"

// A lossFunc writes the gradient of a batch's loss and returns the loss.
type lossFunc func(grad, x, y []float32) float64

// newLoss returns the job's objective, with what random numbers it needs.
func (t *Trainer) newLoss() lossFunc {
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

// matchingLoss pairs every batch of data with fresh noise.
func matchingLoss(m *FlowMatching[float32], batch int, r *rand.Rand) lossFunc {
	z1, z2 := make([]float32, batch), make([]float32, batch)
	return func(grad, x, y []float32) float64 {
		SampleBase(z1, z2, r)
		return m.Gradient(grad, z1, z2, x, y, r)
	}
}
