package web

import (
	"testing"

	"flowplayground/flow"
)

// BenchmarkMessage writes and reads what crosses most often while training: a
// CNF's progress, a request for its picture, and the picture with its paths and
// without.
func BenchmarkMessage(b *testing.B) {
	t, err := flow.NewTrainer(flow.Job{Kind: flow.Continuous, Width: 20, Data: "moons", Seed: 1, Recipe: "tuned"})
	if err != nil {
		b.Fatal(err)
	}
	s := t.Snapshot()
	const size = 128
	density := &picture{size: size, logP: make([]float32, size*size)}
	whole := &picture{size: size, logP: density.logP, stages: s.Flow.Stages()}
	for range s.Flow.Stages() + 1 {
		whole.x = append(whole.x, make([]float32, Particles)...)
		whole.y = append(whole.y, make([]float32, Particles)...)
	}
	for _, c := range []struct {
		name string
		m    message
	}{
		{"progress", &progress{snapshot: s, steps: make([]float64, 10), losses: make([]float64, 10)}},
		{"draw", &draw{flow: s.Flow, size: size, particles: Particles}},
		{"density", density},
		{"picture", whole},
	} {
		data := encode(c.m)
		b.Run(c.name+"/write", func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				encode(c.m)
			}
		})
		b.Run(c.name+"/read", func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := decode(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
