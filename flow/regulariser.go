package flow

// Penalties are the regularisers of Finlay, Jacobsen, Nurbekyan & Oberman
// (2020), "How to train your neural ODE": the means over points of
//
//	Kinetic = ∫ ‖f(t, z(t))‖² dt,   Frobenius = ∫ ‖∂f/∂z‖² dt
//
// along their paths, before the weights that [CNFSpec] gives them. They make
// for straight paths that a solver follows in few steps. In the plane the
// Frobenius norm is exact; Finlay et al. estimate it. The integrals are two more
// components of the state, with the solver's error like the others.
type Penalties struct{ Kinetic, Frobenius float64 }

func (p *Penalties) add(q Penalties) {
	p.Kinetic += q.Kinetic
	p.Frobenius += q.Frobenius
}

// over returns the penalties divided by n.
func (p Penalties) over(n int) Penalties {
	return Penalties{p.Kinetic / float64(n), p.Frobenius / float64(n)}
}
