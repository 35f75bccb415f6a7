package flow

import (
	"math"
	"testing"
)

func TestReport(t *testing.T) {
	for _, job := range []Job{cnfJob, nfJob} {
		tr, err := NewTrainer(job)
		if err != nil {
			t.Fatal(err)
		}
		if r := tr.Report(10); len(r.X) != 0 || r.Batch != 0 {
			t.Errorf("%v: before the first step there is %+v", job, r)
		}
		before := tr.Snapshot().Flow
		if err := tr.Step(); err != nil {
			t.Fatal(err)
		}
		r := tr.Report(1 << 20)
		if len(r.X) != r.Batch || len(r.Y) != r.Batch || len(tr.Report(10).X) != 10 {
			t.Errorf("%v: %d of %d points", job, len(r.X), r.Batch)
		}
		logP, sum := make([]float32, r.Batch), 0.0
		before.LogDensity(logP, r.X, r.Y, 1)
		for _, l := range logP {
			sum -= float64(l) / float64(r.Batch)
		}
		if math.Abs(sum-r.Loss) > 1e-3 {
			t.Errorf("%v: the loss is %v, that of its batch before the step %v", job, r.Loss, sum)
		}
		if !(r.Norm > 0) || !(r.Rate > 0) {
			t.Errorf("%v: gradient %v, rate %v", job, r.Norm, r.Rate)
		}
	}
}
