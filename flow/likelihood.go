package flow

import "flowplayground/flow/internal/kernel"

// likelihood scores points under one solver: the coefficients at its knots and
// the solves of a batch's shards.
type likelihood[T Float] struct {
	net   *coefficientNet[T]
	share *Table[T]                  // cotangent of the table by the latest shard
	path  *perLength[*pathSolver[T]] // by the exact trace, without penalties
	train *perLength[*pathSolver[T]] // as the spec says
}

func newLikelihood[T Float](spec CNFSpec) likelihood[T] {
	plan := spec.plan()
	net := newCoefficientNet[T](spec, spec.Gradient.knots(plan))
	share := newTable[T](net.table.Units, net.table.Knots)
	solvers := func(spec CNFSpec) *perLength[*pathSolver[T]] {
		return newPerLength(func(n int) *pathSolver[T] { return newPathSolverFor(spec, plan, net.table, share, n) })
	}
	path := solvers(spec.scored())
	train := path
	if !spec.plain() || spec.Gradient != StoredGradient {
		train = solvers(spec)
	}
	return likelihood[T]{net, share, path, train}
}

// nll returns the mean NLL of the points.
func (l *likelihood[T]) nll(groups []Group, params, x, y []T) float64 {
	l.net.forward(groups, params)
	sum := 0.0
	for k, end := range shards(len(x)) {
		sum += l.path.of(end-k).nll(x[k:end], y[k:end])
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
	for k, end := range shards(len(x)) {
		nll, p := l.shard(x[k:end], y[k:end], ε.part(k, end), len(x))
		sum += nll
		penalties.add(p)
		kernel.Add(total, l.share.Rows)
	}
	clear(grad)
	l.net.backward(groups, params, grad)
	return sum / float64(len(x)), penalties.over(len(x))
}

// shard returns the sums of NLL and penalties over the points of a shard, and
// leaves in share what a batch of total points owes to them of the cotangent of
// the table.
func (l *likelihood[T]) shard(x, y []T, ε noise[T], total int) (float64, Penalties) {
	p := l.train.of(len(x))
	if p.spec.Trace != ExactTrace {
		p.estimate(ε.x, ε.y)
	}
	nll := p.gradient(x, y, total)
	return nll, p.penalties()
}
