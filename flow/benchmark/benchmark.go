// Package benchmark holds what the project times of its models, so that one
// list is run natively by go test, by the worker program in a browser, and
// beside other libraries.
package benchmark

import (
	"fmt"
	"math/rand/v2"

	"flowplayground/flow"
	"flowplayground/ode"
)

// A Case is something to be timed.
type Case struct {
	Name string
	// Prepare returns what is timed. It gives the training loss in nats, where
	// there is one: what computes a wrong one measures something else.
	Prepare func() (run func() (loss float64))
}

// All lists the cases.
var All = append(append([]Case{
	yardstick("Yardstick/notebook", ode.Tsit5, 20),
	yardstick("Yardstick/default", ode.RK4, 8),
	step("Step/CNF", flow.Job{Kind: flow.Continuous, Width: 20}),
	step("Step/CNF-notebook", flow.Job{Kind: flow.Continuous, Width: 20, Recipe: "notebook"}),
	round("Round/CNF", flow.Job{Kind: flow.Continuous, Width: 20}),
	round("Round/CNF-notebook", flow.Job{Kind: flow.Continuous, Width: 20, Recipe: "notebook"}),
	step("Step/NF-32", flow.Job{Kind: flow.Discrete, Width: 32, Method: flow.Method{Batch: 500}}),
}, densities()...),
	density("Density/NF-128", flow.Job{Kind: flow.Discrete, Width: 20}, 128),
	paths("Paths/CNF", flow.Job{Kind: flow.Continuous, Width: 20}),
	paths("Paths/NF", flow.Job{Kind: flow.Discrete, Width: 20}))

// ByName returns the case of that name.
func ByName(name string) (Case, error) {
	for _, b := range All {
		if b.Name == name {
			return b, nil
		}
	}
	return Case{}, fmt.Errorf("benchmark: there is none called %q", name)
}

// yardstick times a training step of a model that other libraries train too;
// see [Yardstick].
func yardstick(name string, tableau ode.Tableau, steps int) Case {
	return Case{name, func() func() float64 {
		return NewYardstick(tableau, steps).Step
	}}
}

// step times a training step of a job, on two moons and with seed 1, by the
// tuned recipe unless the job says otherwise.
func step(name string, job flow.Job) Case {
	return Case{name, func() func() float64 {
		t := trainer(job)
		return func() float64 {
			must(t.Step())
			return t.Loss()
		}
	}}
}

// round times 25 steps of a job with all that belongs to them: an audit of the
// solver and a held-out score.
func round(name string, job flow.Job) Case {
	return Case{name, func() func() float64 {
		t := trainer(job)
		return func() float64 {
			for range 25 {
				must(t.Step())
			}
			return t.Judge()
		}
	}}
}

// densities times the density of a half-trained CNF on grids, as pictures have
// it.
func densities() (list []Case) {
	for _, size := range []int{64, 128, 256} {
		list = append(list, density(fmt.Sprintf("Density/%d", size), flow.Job{Kind: flow.Continuous, Width: 20}, size))
	}
	return list
}

// density times a job's density on size × size points.
func density(name string, job flow.Job, size int) Case {
	return Case{name, func() func() float64 {
		f := trained(job)
		x, y := make([]float32, size*size), make([]float32, size*size)
		for k := range x {
			x[k] = float32(6*(float64(k%size)+0.5)/float64(size) - 3)
			y[k] = float32(6*(float64(k/size)+0.5)/float64(size) - 3)
		}
		logP := make([]float32, size*size)
		return func() float64 { f.Sketch(logP, x, y, 1); return 0 }
	}}
}

// paths times the way of a panel's particles from noise to data.
func paths(name string, job flow.Job) Case {
	return Case{name, func() func() float64 {
		f := trained(job)
		const n = 5000
		x0, y0 := make([]float32, n), make([]float32, n)
		flow.SampleBase(x0, y0, rand.New(rand.NewPCG(1, 1)))
		x, y := make([]float32, n), make([]float32, n)
		return func() float64 {
			copy(x, x0)
			copy(y, y0)
			f.SketchPaths(x, y, func(int, []float32, []float32) {})
			return 0
		}
	}}
}

// trained returns a job's flow after some steps: a field whose tanhs are not all
// in their middle.
func trained(job flow.Job) flow.Flow {
	t := trainer(job)
	for range 20 {
		must(t.Step())
	}
	return t.Snapshot().Flow
}

func trainer(job flow.Job) *flow.Trainer {
	job.Data, job.Seed = "moons", 1
	if job.Recipe == "" {
		job.Recipe = "tuned"
	}
	t, err := flow.NewTrainer(job)
	must(err)
	return t
}

// must panics: the jobs here are the package's own.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
