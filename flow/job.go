package flow

import "fmt"

// A Job says what a trainer is to learn and how.
type Job struct {
	Kind   Kind
	Width  int // hidden units M of a CNF, layers K of an NF
	Data   string
	Seed   int
	Recipe string
	Method Method // departures from the recipe
	// Noise is the standard deviation of the two moons' noise, from
	// LeastMoonsNoise to MostMoonsNoise, before they are standardised; 0 stands
	// for the usual 0.2. Other data have none to choose.
	Noise float64 `json:"noise,omitzero"`
	// Given is the text of the [Given] that the data [Own] are, "" for others.
	Given string `json:"given,omitempty"`
}

// Dataset returns the job's data.
func (j Job) Dataset() (Dataset, error) {
	switch {
	case j.Noise != 0 && j.Data != TwoMoons.Name:
		return Dataset{}, fmt.Errorf("flow: only %s have a noise to choose, not %q", TwoMoons.Name, j.Data)
	case j.Given != "" && j.Data != Own:
		return Dataset{}, fmt.Errorf("flow: only the data %q are points or a picture that were given, not %q", Own, j.Data)
	case j.Data == Own:
		return givenDataset(j.Given)
	case j.Noise == 0:
		return DatasetByName(j.Data)
	case !(j.Noise >= LeastMoonsNoise && j.Noise <= MostMoonsNoise):
		return Dataset{}, fmt.Errorf("flow: a noise of %v is not from %v to %v", j.Noise, LeastMoonsNoise, MostMoonsNoise)
	}
	return TwoMoonsWithNoise(j.Noise), nil
}

// A Method is what a job changes in its recipe. A field that is 0 changes
// nothing. What one kind of model has no use for is refused in its jobs; see
// [Method.For].
type Method struct {
	// Field is a name of [Fields]: where a CNF's coefficients come from.
	Field string `json:"field,omitempty"`
	// Solver is the [SolverName] of one of [ode.Tableaux].
	Solver string `json:"solver,omitempty"`
	// Steps is the number of the solver's steps, up to MaxSteps.
	Steps int `json:"steps,omitzero"`
	// Tolerance, from LeastTolerance to MostTolerance, lets a CNF's solver choose
	// its own steps: it is their relative and absolute tolerance. The solver is
	// then Tsit5 where neither recipe nor Solver name one that can.
	Tolerance float64        `json:"tolerance,omitzero"`
	Trace     Trace          `json:"trace,omitzero"`
	Gradient  GradientMethod `json:"gradient,omitzero"`
	Objective Objective      `json:"objective,omitzero"`
	// Generative turns an NF around: its layers take noise to data. Under
	// DensityMatching they always do.
	Generative bool `json:"generative,omitzero"`
	// Kinetic and Frobenius, from 0 to 1, are the weights of the [Penalties] in a
	// CNF's loss.
	Kinetic   float64 `json:"kinetic,omitzero"`
	Frobenius float64 `json:"frobenius,omitzero"`
	// Rate is the largest learning rate, up to MostRate; the schedule keeps its
	// shape.
	Rate float64 `json:"rate,omitzero"`
	// Batch is the number of points in a batch, up to MaxBatch.
	Batch int `json:"batch,omitzero"`
	// Average is the Decay of an exponential [Average] of the parameters, which
	// is then what is scored and shown.
	Average float64 `json:"average,omitzero"`
	// Patience is the number of scores of the held-out points after the best one
	// at which training stops, with the best parameters; see [Patience].
	Patience int `json:"patience,omitzero"`
}

const (
	// MaxWidth is the largest Job.Width.
	MaxWidth = 64
	// MaxSteps is the largest Method.Steps.
	MaxSteps = 100
	// MaxBatch is the largest Method.Batch.
	MaxBatch = 4096
	// MaxPatience is the largest Method.Patience.
	MaxPatience = 10_000
	// LeastTolerance and MostTolerance bound a Method.Tolerance that is not 0.
	LeastTolerance, MostTolerance = 1e-8, 1e-1
	// MostRate is the largest Method.Rate.
	MostRate = 1.0
	// MostPenalty is the largest Method.Kinetic and Method.Frobenius.
	MostPenalty = 1.0
)

// An Objective is what training minimises. Whatever it is, held-out points are
// scored by the exact NLL.
type Objective int

const (
	// Likelihood is the mean NLL of data.
	Likelihood Objective = iota
	// FlowMatchingIndependent and FlowMatchingTransport regress the CNF's field
	// on the velocities of straight lines from noise to data; see
	// [FlowMatching]. An NF has no field.
	FlowMatchingIndependent
	FlowMatchingTransport
	// DensityMatching fits the model's density to an energy's without a look at
	// data drawn from it; see [Matcher]. The data must be one of [Energies].
	DensityMatching
)

// Fields lists the fields that Method.Field may name, by what they change in a
// recipe's spec and initialisation.
var Fields = []struct {
	Name string
	set  func(*CNFSpec, *CNFInit)
}{
	{"notebook", func(s *CNFSpec, _ *CNFInit) { s.Field, s.Identity, s.Bounded = Gated, true, false }},
	{"paper", func(s *CNFSpec, i *CNFInit) {
		s.Field, s.Identity, s.Bounded, s.Constraint = Gated, false, true, Free
		i.Gate = 1
	}},
	{"hyper", func(s *CNFSpec, i *CNFInit) { s.Field, *i = Hyper, HyperInit }},
}
