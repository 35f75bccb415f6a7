package benchmark

import (
	"fmt"
	"testing"

	"flowplayground/flow"
)

// BenchmarkCost shows how the time of a training step grows with all that a
// person can turn: the others stay at their defaults.
func BenchmarkCost(b *testing.B) {
	cnf := func(width int, m flow.Method) flow.Job {
		return flow.Job{Kind: flow.Continuous, Width: width, Method: m}
	}
	jobs := func(what string, values []int, job func(int) flow.Job) {
		for _, v := range values {
			b.Run(fmt.Sprintf("%s=%d", what, v), func(b *testing.B) {
				run := step("", job(v)).Prepare()
				for b.Loop() {
					run()
				}
			})
		}
	}
	jobs("M", []int{5, 10, 20, 40, 64}, func(m int) flow.Job { return cnf(m, flow.Method{}) })
	jobs("steps", []int{4, 8, 16, 32}, func(n int) flow.Job { return cnf(20, flow.Method{Steps: n}) })
	jobs("batch", []int{128, 256, 512, 1024, 2048}, func(n int) flow.Job { return cnf(20, flow.Method{Batch: n}) })
	jobs("K", []int{8, 16, 32, 64}, func(k int) flow.Job { return flow.Job{Kind: flow.Discrete, Width: k} })
	jobs("batchNF", []int{125, 250, 500, 1000}, func(n int) flow.Job {
		return flow.Job{Kind: flow.Discrete, Width: 20, Method: flow.Method{Batch: n}}
	})
}
