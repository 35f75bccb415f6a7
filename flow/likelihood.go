package flow

import "flowplayground/flow/internal/kernel"

// likelihood scores points under one solver: the coefficients at its knots and
// the solves of a batch's parts, of one shard or two.
type likelihood[T Float] struct {
	net   *coefficientNet[T]
	path  *perLength[*pathSolver[T]] // by the exact trace, without penalties
	train *perLength[*pathSolver[T]] // as the spec says
}

func newLikelihood[T Float](spec CNFSpec) likelihood[T] {
	plan := spec.plan()
	net := newCoefficientNet[T](spec, spec.Gradient.knots(plan))
	var shares []*Table[T] // all solvers': one works at a time, and few tables stay in the cache
	for range shardsTogether {
		shares = append(shares, newTable[T](net.table.Units, net.table.Knots))
	}
	solvers := func(spec CNFSpec) *perLength[*pathSolver[T]] {
		return newPerLength(pointsAtOnce(spec), func(n int) *pathSolver[T] {
			return newPathSolverFor(spec, plan, net.table, n, shares)
		})
	}
	path := solvers(spec.scored())
	train := path
	if !spec.plain() || spec.Gradient != StoredGradient {
		train = solvers(spec)
	}
	return likelihood[T]{net, path, train}
}

// nll returns the mean NLL of the points.
func (l *likelihood[T]) nll(groups []Group, params, x, y []T) float64 {
	l.net.forward(groups, params)
	sum := 0.0
	for k, end := range l.path.parts(len(x)) {
		for _, s := range l.path.of(end-k).nll(x[k:end], y[k:end]) {
			sum += s.nll
		}
	}
	return sum / float64(len(x))
}

// gradient writes to grad the gradient of the loss, the mean NLL of the points
// by the spec's trace and the weighted penalties, and returns NLL and penalties.
func (l *likelihood[T]) gradient(groups []Group, params, grad, x, y []T, ε *noise[T]) (float64, Penalties) {
	l.net.forward(groups, params)
	total := l.net.gtable.Rows
	clear(total)
	sum, penalties := 0.0, Penalties{}
	for k, end := range l.train.parts(len(x)) {
		for _, s := range l.solve(x[k:end], y[k:end], ε.part(k, end), len(x)) {
			sum += s.nll
			penalties.add(s.penalties)
			kernel.Add(total, s.grad.Rows)
		}
	}
	clear(grad)
	l.net.backward(groups, params, grad)
	return sum / float64(len(x)), penalties.over(len(x))
}

// solve returns the sums over the points of each shard, with what a batch of
// total points owes to them of the cotangent of the table. They are valid until
// the next call.
func (l *likelihood[T]) solve(x, y []T, ε noise[T], total int) []pointSums[T] {
	p := l.train.of(len(x))
	if p.spec.Trace != ExactTrace {
		p.estimate(ε.x, ε.y)
	}
	return p.gradient(x, y, total)
}
