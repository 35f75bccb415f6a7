package flow

import "slices"

// A Report tells of the latest training step.
type Report struct {
	X, Y  []float32 // the first points of its batch
	Batch int       // points in all of it
	Loss  float64   // as [Trainer.Loss]
	Norm  float64   // of the gradient, before it was clipped
	Clip  float64   // the longest gradient that is not shortened, 0 for any
	Rate  float64   // of learning
}

// Report returns what the latest step was, with n points of its batch at most.
// Before the first step it is nothing.
func (t *Trainer) Report(n int) Report {
	if t.step == 0 {
		return Report{}
	}
	n = min(n, len(t.batch.x))
	return Report{
		X: slices.Clone(t.batch.x[:n]), Y: slices.Clone(t.batch.y[:n]), Batch: len(t.batch.x),
		Loss: t.train, Norm: t.norm, Clip: t.course.Clip, Rate: t.course.Schedule.Rate(t.step - 1),
	}
}
