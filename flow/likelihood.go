package flow

// likelihood scores points under one solver: the coefficients at its knots and
// the solve of one shard of a batch.
type likelihood[T Float] struct {
	net   *coefficientNet[T]
	path  *pathSolver[T] // by the exact trace, without penalties
	train *pathSolver[T] // as the spec says
}

func newLikelihood[T Float](spec CNFSpec) likelihood[T] {
	plan := spec.plan()
	net := newCoefficientNet[T](spec, spec.Gradient.knots(plan))
	path := newPathSolverFor(spec.scored(), plan, net.table, shardLen)
	train := path
	if !spec.plain() || spec.Gradient != StoredGradient {
		train = newPathSolverFor(spec, plan, net.table, shardLen)
	}
	return likelihood[T]{net, path, train}
}

// nll returns the mean NLL of the points.
func (l *likelihood[T]) nll(groups []Group, params, x, y []T) float64 {
	l.net.forward(groups, params)
	sum := 0.0
	for k := 0; k < len(x); k += shardLen {
		end := min(k+shardLen, len(x))
		sum += l.path.nll(x[k:end], y[k:end])
	}
	return sum / float64(len(x))
}

// shardLen is the number of points solved at once. A batch is always cut into
// shards of this length whose contributions are added in order, so that the sum
// is the same whoever computes them; a recorded solve of one stays in the
// cache.
const shardLen = 64

// gradient writes to grad the gradient of the loss, the mean NLL of the points
// by the spec's trace and the weighted penalties, and returns NLL and penalties.
func (l *likelihood[T]) gradient(groups []Group, params, grad, x, y []T, ε *noise[T]) (float64, Penalties) {
	l.net.forward(groups, params)
	total := l.net.gtable.Rows
	clear(total)
	sum, penalties := 0.0, Penalties{}
	for k := 0; k < len(x); k += shardLen {
		end := min(k+shardLen, len(x))
		nll, p := l.shard(x[k:end], y[k:end], ε.part(k, end), len(x))
		sum += nll
		penalties.add(p)
		addTo(total, l.train.gtable.Rows)
	}
	clear(grad)
	l.net.backward(groups, params, grad)
	return sum / float64(len(x)), penalties.over(len(x))
}

// shard returns the sums of NLL and penalties over the points of a shard, and
// leaves in train's gtable what a batch of total points owes to them of the
// cotangent of the table.
func (l *likelihood[T]) shard(x, y []T, ε noise[T], total int) (float64, Penalties) {
	if l.train.spec.Trace != ExactTrace {
		l.train.estimate(ε.x, ε.y)
	}
	nll := l.train.gradient(x, y, total)
	return nll, l.train.penalties(len(x))
}

// addTo adds v to sum.
func addTo[T Float](sum, v []T) {
	for i, g := range v[:len(sum)] {
		sum[i] += g
	}
}
