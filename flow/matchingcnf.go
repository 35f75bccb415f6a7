package flow

import (
	"math"

	"flowplayground/ode"
)

// cnfMatcher matches a CNF by solving from noise to data, with
//
//	log q(x) = log N(z) - ∫₀¹ tr(∂f/∂z) dt
//
// and the exact trace. Noise of another variance v is √v z.
type cnfMatcher[T Float] struct {
	model  *CNF[T]
	fine   bool   // by the solver of a fineFlow instead of the model's
	method string // of the solver below, and its number of steps
	steps  int
	net    *coefficientNet[T]
	solver *ode.Solver[T]
	field  *planarField[T]
	z, λ   ode.Batch[T] // x, y, ∫ tr
}

// prepare follows the model's solver, which may be refined while it trains, and
// computes the table of the present parameters.
func (m *cnfMatcher[T]) prepare() {
	spec := m.model.spec
	if m.fine {
		spec.Tableau, spec.Steps = ode.RK4, max(fineSteps, 2*spec.Steps)
	}
	if m.net == nil || m.steps != spec.Steps || m.method != spec.Tableau.Name {
		plan := spec.plan().Reversed()
		m.method, m.steps = spec.Tableau.Name, spec.Steps
		m.net = newCoefficientNet[T](spec, plan.Knots())
		m.solver = ode.NewSolver[T](plan, 3, shardLen)
		m.field = newPlanarField(m.net.table, m.solver.Knots(), shardLen)
		m.z, m.λ = ode.NewBatch[T](3, shardLen), ode.NewBatch[T](3, shardLen)
	}
	m.net.forward(m.model.groups, m.model.values)
}

// MatchLoss implements [Matcher].
func (m *cnfMatcher[T]) MatchLoss(z1, z2 []T, p Potential) float64 {
	m.prepare()
	m.field.grad = nil
	sum := 0.0
	for k := 0; k < len(z1); k += shardLen {
		end := min(k+shardLen, len(z1))
		m.load(z1[k:end], z2[k:end])
		m.solver.Solve(m.z, m.field)
		sum += m.score(z1[k:end], z2[k:end], p)
	}
	return sum / float64(len(z1))
}

// MatchGradient implements [Matcher]. It differentiates the solver's own steps.
func (m *cnfMatcher[T]) MatchGradient(grad, z1, z2 []T, p Potential) float64 {
	m.prepare()
	clear(m.net.gtable.Rows)
	m.field.record(m.solver.Plan().Calls(), m.net.gtable)
	sum := 0.0
	for k := 0; k < len(z1); k += shardLen {
		end := min(k+shardLen, len(z1))
		m.load(z1[k:end], z2[k:end])
		m.solver.Record(m.z, m.field)
		sum += m.score(z1[k:end], z2[k:end], p)
		m.cotangents(end-k, len(z1), p)
		m.solver.Backward(m.λ, m.field)
	}
	clear(grad)
	m.net.backward(m.model.groups, m.model.values, grad)
	return sum / float64(len(z1))
}

// load puts noise into the state, zeros into what is left of it.
func (m *cnfMatcher[T]) load(z1, z2 []T) {
	m.z.Zero()
	base := T(math.Sqrt(m.model.spec.variance()))
	for k := range z1 {
		m.z[0][k], m.z[1][k] = T(base*z1[k]), T(base*z2[k])
	}
}

// score returns Σ log q(x) + U(x) of the solved points, which were (z1, z2).
func (m *cnfMatcher[T]) score(z1, z2 []T, p Potential) float64 {
	logV := log(m.model.spec.variance())
	sum := 0.0
	for k := range z1 {
		sum += p.Value(float64(m.z[0][k]), float64(m.z[1][k])) -
			nllAtBase(float64(z1[k]), float64(z2[k]), -float64(m.z[2][k])-logV)
	}
	return sum
}

// cotangents sets λ to those of the solved state in a mean over total points.
func (m *cnfMatcher[T]) cotangents(n, total int, p Potential) {
	m.λ.Zero()
	share := 1 / float64(total)
	for k := range n {
		g1, g2 := p.Gradient(float64(m.z[0][k]), float64(m.z[1][k]))
		m.λ[0][k], m.λ[1][k] = T(share*g1), T(share*g2)
		m.λ[2][k] = -T(share)
	}
}
