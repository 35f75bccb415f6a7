package flow

// pointSums is what neighbouring points of a solve, from ≤ k < to, add up to.
// Those of a shard depend on no other point that is solved with it.
type pointSums[T Float] struct {
	from, to  int
	nll       float64
	penalties Penalties
	grad      *Table[T] // cotangents of the table's rows

	// What the reverse of pathSolver.gradient, which clears it, found: Σ μ tr ∂f/∂z
	// over stages and points. Other solves add to it too; there it means nothing.
	traced float64
}

// sumsOfAll returns one sum of n points.
func sumsOfAll[T Float](n int, grad *Table[T]) []pointSums[T] {
	return []pointSums[T]{{to: n, grad: grad}}
}

// sumsOfShards returns a sum for each shard of n points, with these tables if
// there are any.
func sumsOfShards[T Float](n int, grads []*Table[T]) (sums []pointSums[T]) {
	for from, to := range shards(n) {
		s := pointSums[T]{from: from, to: to}
		if grads != nil {
			s.grad = grads[len(sums)]
		}
		sums = append(sums, s)
	}
	return sums
}
