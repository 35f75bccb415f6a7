package flow

import "flowplayground/ode"

// SolverError returns how much lower the NLL of the points comes out by the
// training solver than by a fine one. An optimiser that finds a way to exploit
// the solver's error makes it grow. It is NaN if the training solver cannot
// follow the field.
func (c *CNF[T]) SolverError(x, y []T) float64 {
	if c.fine == nil {
		l := newLikelihood[T](c.spec.fine())
		c.fine = &l
	}
	return c.fine.nll(c.groups, c.values, x, y) - c.NLL(x, y)
}

// fine returns the spec with a solver for [CNF.SolverError].
func (s CNFSpec) fine() CNFSpec {
	f := s.scored()
	if s.Tolerance > 0 {
		f.Tableau, f.Steps, f.Tolerance = ode.Tsit5, 40, 0
		return f
	}
	f.Steps *= 4
	return f
}
