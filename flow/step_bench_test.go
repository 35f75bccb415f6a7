package flow

import "testing"

// BenchmarkStep is one training step: gradient and Adam.
func BenchmarkStep(b *testing.B) {
	for _, run := range []struct {
		name string
		job  Job
	}{
		{"CNF", Job{Kind: Continuous, Width: 20, Data: "moons", Seed: 1, Recipe: "tuned"}},
		{"CNF-notebook", Job{Kind: Continuous, Width: 20, Data: "moons", Seed: 1, Recipe: "notebook"}},
		{"NF", Job{Kind: Discrete, Width: 32, Data: "moons", Seed: 1, Recipe: "tuned", Method: Method{Batch: 500}}},
	} {
		b.Run(run.name, func(b *testing.B) {
			t, err := NewTrainer(run.job)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := t.Step(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
