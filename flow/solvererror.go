package flow

import "flowplayground/ode"

// auditTolerance is that of the solve by which a solver's error is measured. It
// leaves an error in the NLL of the order of 1e-5 nats and, on two moons,
// takes about as many evaluations as RK4 × 32.
const auditTolerance = 1e-6

// SolverError returns how much lower the NLL of the points comes out by the
// training solver than by a fine one, Tsit5 in steps by a tolerance of 1e-6. An
// optimiser that finds a way to exploit the solver's error makes it grow. It is
// NaN if one of the two cannot follow the field.
func (c *CNF[T]) SolverError(x, y []T) float64 {
	if c.fine == nil {
		spec := c.spec.scored()
		spec.Tableau, spec.Tolerance = ode.Tsit5, auditTolerance
		c.fine = newAdaptiveLikelihood[T](spec)
	}
	return c.fine.nll(c.groups, c.values, x, y) - c.NLL(x, y)
}

// matchError does so for the loss of density matching on points of noise, by
// RK4 in many steps.
func (c *CNF[T]) matchError(z1, z2 []T, p Potential) float64 {
	fine, coarse := cnfMatcher[T]{model: c, fine: true}, cnfMatcher[T]{model: c}
	return fine.MatchLoss(z1, z2, p) - coarse.MatchLoss(z1, z2, p)
}
