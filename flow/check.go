package flow

import (
	"fmt"
	"strings"

	"flowplayground/ode"
)

// Check returns an error that says in plain words what is wrong with a job that
// makes no sense. [NewTrainer] returns the same.
func (j Job) Check() error {
	for _, check := range []func() error{j.checkNames, j.checkNumbers, j.checkKind, j.checkObjective, j.checkSolve} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// checkNames looks at all that is chosen from a list.
func (j Job) checkNames() error {
	if _, err := j.Dataset(); err != nil {
		return err
	}
	r, err := RecipeByName(j.Recipe)
	if err != nil {
		return err
	}
	m := j.Method
	for _, name := range []interface{ MarshalText() ([]byte, error) }{m.Trace, m.Gradient, m.Objective} {
		if _, err := name.MarshalText(); err != nil {
			return err
		}
	}
	_, _, err = j.spec(r)
	return err
}

// checkNumbers looks at every number by itself. NaN is in no range.
func (j Job) checkNumbers() error {
	m := j.Method
	switch {
	case j.Width < 1 || j.Width > MaxWidth:
		return fmt.Errorf("flow: width %d is not from 1 to %d", j.Width, MaxWidth)
	case m.Steps < 0 || m.Steps > MaxSteps:
		return fmt.Errorf("flow: %d solver steps are not from 0 to %d", m.Steps, MaxSteps)
	case m.Tolerance != 0 && !(m.Tolerance >= LeastTolerance && m.Tolerance <= MostTolerance):
		return fmt.Errorf("flow: a tolerance of %v is neither 0 nor from %v to %v", m.Tolerance, LeastTolerance, MostTolerance)
	case !(m.Kinetic >= 0 && m.Kinetic <= MostPenalty):
		return fmt.Errorf("flow: a weight of %v for the kinetic energy is not from 0 to %v", m.Kinetic, MostPenalty)
	case !(m.Frobenius >= 0 && m.Frobenius <= MostPenalty):
		return fmt.Errorf("flow: a weight of %v for the Frobenius norm is not from 0 to %v", m.Frobenius, MostPenalty)
	case !(m.Rate >= 0 && m.Rate <= MostRate):
		return fmt.Errorf("flow: a learning rate of %v is not from 0 to %v", m.Rate, MostRate)
	case m.Batch < 0 || m.Batch > MaxBatch:
		return fmt.Errorf("flow: a batch of %d points is not from 0 to %d", m.Batch, MaxBatch)
	case !(m.Average >= 0 && m.Average < 1):
		return fmt.Errorf("flow: an average's decay of %v is not from 0 to less than 1", m.Average)
	case m.Patience < 0 || m.Patience > MaxPatience:
		return fmt.Errorf("flow: a patience of %d looks is not from 0 to %d", m.Patience, MaxPatience)
	}
	return nil
}

// For returns the method without what a kind of model has no use for: an NF
// solves nothing and has no field to match, a CNF has no layers to turn around.
func (m Method) For(k Kind) Method {
	if k == Continuous {
		m.Generative = false
		return m
	}
	m.Field, m.Solver, m.Steps, m.Tolerance = "", "", 0, 0
	m.Trace, m.Gradient, m.Kinetic, m.Frobenius = ExactTrace, StoredGradient, 0, 0
	if m.Objective.matchesVelocities() {
		m.Objective = Likelihood
	}
	return m
}

// checkKind refuses what [Method.For] takes out.
func (j Job) checkKind() error {
	m := j.Method
	switch {
	case m == m.For(j.Kind):
		return nil
	case j.Kind == Continuous:
		return fmt.Errorf("flow: a CNF has both directions; only an NF can be turned around")
	case m.Objective.matchesVelocities():
		return fmt.Errorf("flow: an NF has no velocities to match; flow matching is for a CNF")
	}
	return fmt.Errorf("flow: an NF is a stack of layers: it has no field, solver, steps, tolerance, trace estimate, gradient method or penalties")
}

// checkObjective refuses what an objective or its data do not go with.
func (j Job) checkObjective() error {
	m := j.Method
	if m.Objective == DensityMatching {
		if _, err := j.potential(); err != nil {
			return err
		}
	}
	switch r, _ := RecipeByName(j.Recipe); {
	case m.Objective == Likelihood:
		if j.course(r).OwnMoments && m.Batch == 1 {
			return fmt.Errorf("flow: the recipe divides every batch by its standard deviations, which one point has not")
		}
	case m.Kinetic != 0 || m.Frobenius != 0:
		return fmt.Errorf("flow: the penalties belong to the likelihood's loss, not to that of %v", m.Objective)
	case m.Trace != ExactTrace:
		return fmt.Errorf("flow: only the likelihood is trained with an estimated trace; %v would not use it", m.Objective)
	case m.Gradient != StoredGradient:
		return fmt.Errorf("flow: the %v gradient is the likelihood's; %v would not use it", m.Gradient, m.Objective)
	case m.Objective == DensityMatching && m.Tolerance != 0:
		return fmt.Errorf("flow: density matching solves in fixed steps; a tolerance is for the likelihood and flow matching")
	}
	return nil
}

// checkSolve refuses what a solve does not go with.
func (j Job) checkSolve() error {
	m := j.Method
	r, _ := RecipeByName(j.Recipe)
	spec, _, _ := j.spec(r)
	switch {
	case m.Gradient == AdjointGradient && m.Trace != ExactTrace:
		return fmt.Errorf("flow: the adjoint takes the exact trace, not the %v estimate", m.Trace)
	case m.Gradient == AdjointGradient && (m.Kinetic != 0 || m.Frobenius != 0):
		return fmt.Errorf("flow: the adjoint takes no penalties")
	case m.Tolerance != 0 && m.Steps != 0:
		return fmt.Errorf("flow: a solver with a tolerance chooses its steps itself; it takes no number of them")
	case m.Tolerance != 0 && spec.Tableau.Error == nil:
		return fmt.Errorf("flow: %s does not estimate its error, so a tolerance says nothing to it; %s do", spec.Tableau.Name, strings.Join(embedded(), ", "))
	}
	return nil
}

// embedded returns the names of the methods that estimate their error.
func embedded() (names []string) {
	for _, t := range ode.Tableaux {
		if t.Error != nil {
			names = append(names, SolverName(t))
		}
	}
	return names
}

// matchesVelocities reports whether the objective is flow matching.
func (o Objective) matchesVelocities() bool {
	return o == FlowMatchingIndependent || o == FlowMatchingTransport
}
