package flow

import "fmt"

func (t *Trainer) restoreSolver(s State) error {
	c, ok := t.model.(*CNF[float32])
	if !ok {
		if s.Solver != (SolverState{}) {
			return fmt.Errorf("an NF has no solver")
		}
		return nil
	}
	if !finite(s.Solver.Error) {
		return fmt.Errorf("the solver's error is %v", s.Solver.Error)
	}
	t.audit.err = s.Solver.Error
	if c.spec.Tolerance > 0 {
		return c.restoreTolerance(s.Solver)
	}
	most := max(mostSteps, MaxSteps)
	if n := s.Solver.Steps; n < 1 || n > most || s.Solver.Tolerance != 0 {
		return fmt.Errorf("%d steps of the solver by a tolerance of %v are not from 1 to %d by none", n, s.Solver.Tolerance, most)
	}
	if s.Solver.Steps != c.spec.Steps {
		c.setSteps(s.Solver.Steps)
	}
	return nil
}

// restoreTolerance takes a tolerance that audits may have come to.
func (c *CNF[T]) restoreTolerance(s SolverState) error {
	least := min(c.spec.Tolerance, leastTolerance)
	if !(s.Tolerance >= least && s.Tolerance <= c.spec.Tolerance) {
		return fmt.Errorf("the solver's tolerance of %v is not from %v to %v", s.Tolerance, least, c.spec.Tolerance)
	}
	if s.Steps < 0 {
		return fmt.Errorf("%d steps of the solver", s.Steps)
	}
	if s.Tolerance != c.spec.Tolerance {
		c.setTolerance(s.Tolerance)
	}
	c.adaptive.stats.Accepted = s.Steps
	return nil
}
