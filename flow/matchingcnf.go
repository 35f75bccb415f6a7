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
	paths  *perLength[*matchPath[T]]
}

// A matchPath carries n points from noise to data, and the gradient back.
type matchPath[T Float] struct {
	variance float64 // of the noise
	solver   *ode.Solver[T]
	field    *planarField[T]
	z, λ     ode.Batch[T] // x, y, ∫ tr
	sums     []pointSums[T]
}

func newMatchPath[T Float](variance float64, plan ode.Plan, net *coefficientNet[T], n int) *matchPath[T] {
	p := &matchPath[T]{
		variance: variance, solver: ode.NewSolver[T](plan, flowDim, n),
		z: ode.NewBatch[T](flowDim, n), λ: ode.NewBatch[T](flowDim, n), sums: sumsOfAll(n, net.gtable),
	}
	p.field = newPlanarField(net.table, p.solver.Knots(), n)
	return p
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
		net, variance := newCoefficientNet[T](spec, plan.Knots()), spec.variance()
		m.net, m.paths = net, newPerLength(shardLen, func(n int) *matchPath[T] {
			return newMatchPath(variance, plan, net, n)
		})
	}
	m.net.forward(m.model.groups, m.model.values)
}

// MatchLoss implements [Matcher].
func (m *cnfMatcher[T]) MatchLoss(z1, z2 []T, p Potential) float64 {
	m.prepare()
	sum := 0.0
	for k, end := range m.paths.parts(len(z1)) {
		path := m.paths.of(end - k)
		path.field.sums = nil
		path.load(z1[k:end], z2[k:end])
		path.solver.Solve(path.z, path.field)
		sum += path.score(z1[k:end], z2[k:end], p)
	}
	return sum / float64(len(z1))
}

// MatchGradient implements [Matcher]. It differentiates the solver's own steps.
func (m *cnfMatcher[T]) MatchGradient(grad, z1, z2 []T, p Potential) float64 {
	m.prepare()
	clear(m.net.gtable.Rows)
	sum := 0.0
	for k, end := range m.paths.parts(len(z1)) {
		path := m.paths.of(end - k)
		path.field.record(path.solver.Plan().Calls(), path.sums)
		path.load(z1[k:end], z2[k:end])
		path.solver.Record(path.z, path.field)
		sum += path.score(z1[k:end], z2[k:end], p)
		path.cotangents(len(z1), p)
		path.solver.Backward(path.λ, path.field)
	}
	clear(grad)
	m.net.backward(m.model.groups, m.model.values, grad)
	return sum / float64(len(z1))
}

// load puts n points of noise at the beginning of their way.
func (m *matchPath[T]) load(z1, z2 []T) {
	base := T(math.Sqrt(m.variance))
	for k := range z1 {
		m.z[0][k], m.z[1][k] = T(base*z1[k]), T(base*z2[k])
	}
	clear(m.z[2])
}

// score returns Σ log q(x) + U(x) of the solved points, which were (z1, z2).
func (m *matchPath[T]) score(z1, z2 []T, p Potential) float64 {
	logV := log(m.variance)
	sum := 0.0
	for k := range z1 {
		sum += p.Value(float64(m.z[0][k]), float64(m.z[1][k])) -
			nllAtBase(float64(z1[k]), float64(z2[k]), -float64(m.z[2][k])-logV)
	}
	return sum
}

// cotangents sets λ to those of the solved state in a mean over total points.
func (m *matchPath[T]) cotangents(total int, p Potential) {
	share := 1 / float64(total)
	for k := range m.z[0] {
		g1, g2 := p.Gradient(float64(m.z[0][k]), float64(m.z[1][k]))
		m.λ[0][k], m.λ[1][k] = T(share*g1), T(share*g2)
		m.λ[2][k] = -T(share)
	}
}
