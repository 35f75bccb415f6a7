package web

import (
	"encoding"
	"fmt"
	"math"
	"strconv"

	"flowplayground/flow"
)

// Scope is a set of models.
type Scope uint

// The models, and the sets of them.
const (
	NF      Scope = 1 << iota
	CNF           // one bit each
	Nothing Scope = 0
	Both          = NF | CNF
)

// restarts returns the models that a change of settings sends back to step 0:
// those whose jobs it changes.
func restarts(before, after Settings) (scope Scope) {
	for kind, model := range map[flow.Kind]Scope{flow.Continuous: CNF, flow.Discrete: NF} {
		if before.job(kind) != after.job(kind) {
			scope |= model
		}
	}
	return scope
}

// job returns what the settings ask of a model.
func (s Settings) job(kind flow.Kind) flow.Job {
	width := s.M
	if kind == flow.Discrete {
		width = s.K
	}
	job := flow.Job{Kind: kind, Width: width, Data: s.Data, Seed: s.Seed, Recipe: s.Recipe, Method: s.method().For(kind)}
	if s.Data == flow.TwoMoons.Name && s.Noise != Defaults().Noise {
		job.Noise = s.Noise
	}
	if s.Data == flow.Own {
		job.Given = s.Given
	}
	return job
}

// method returns what the settings change in the recipe.
func (s Settings) method() flow.Method {
	return flow.Method{
		Field: unlessAuto(s.Model), Solver: unlessAuto(s.Solver), Steps: s.Steps, Tolerance: decimal(s.Tolerance),
		Trace: named[flow.Trace](s.Trace), Gradient: named[flow.GradientMethod](s.Gradient),
		Objective: named[flow.Objective](s.Objective), Generative: s.Direction == generative,
		Kinetic: s.Kinetic, Frobenius: s.Frobenius, Rate: s.Rate, Batch: s.Batch, Average: decimal(s.Average),
	}
}

// Dataset returns the data that both models learn.
func (s Settings) Dataset() (flow.Dataset, error) { return s.job(flow.Continuous).Dataset() }

func unlessAuto(name string) string {
	if name == auto {
		return ""
	}
	return name
}

// decimal reads a choice that is a number.
func decimal(text string) float64 {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic(fmt.Sprintf("web: setting: %v", err))
	}
	return v
}

// named reads a choice that is one of flow's names.
func named[T any, P interface {
	*T
	encoding.TextUnmarshaler
}](text string) (v T) {
	if err := P(&v).UnmarshalText([]byte(text)); err != nil {
		panic(fmt.Sprintf("web: setting: %v", err))
	}
	return v
}

// noise returns the noise of the data, NaN for those that have none to choose.
func (s Settings) noise() float64 {
	if s.Data != flow.TwoMoons.Name {
		return math.NaN()
	}
	return s.Noise
}
