package flow

import (
	"iter"

	"flowplayground/flow/internal/kernel"
)

// shardLen is the number of points whose contributions are summed first. A batch
// is always cut into the same shards, and what they come to is added in order, so
// that the sum is the same whoever computes them.
const shardLen = 64

// shardsTogether is the number of neighbouring shards in one solve, where it can
// keep their sums apart: nothing else that becomes of a point depends on those
// solved with it. What an evaluation costs however few its points are, a row's
// coefficients as vectors, calls and the solver's bookkeeping, is then paid once
// for both. A recorded solve of two stays in the cache.
const shardsTogether = 2

// shards cuts a batch of n points into its shards, from ≤ k < to. A part of a
// batch that begins at a multiple of shardLen has the shards of the whole.
func shards(n int) iter.Seq2[int, int] { return cut(n, shardLen) }

// countShards returns the number of shards of n points.
func countShards(n int) (count int) {
	for range shards(n) {
		count++
	}
	return count
}

// cut cuts n points into parts of length, a multiple of [kernel.Lanes], and what
// is left into the whole vectors in it and the last one to three points.
func cut(n, length int) iter.Seq2[int, int] {
	return func(yield func(from, to int) bool) {
		for from, to := 0, 0; from < n; from = to {
			to = min(from+length, n)
			if whole := (to - from) / kernel.Lanes * kernel.Lanes; whole > 0 {
				to = from + whole
			}
			if !yield(from, to) {
				return
			}
		}
	}
}

// perLength keeps what solves a part of a batch, by the part's length; each is
// made when it is first asked for. Few lengths occur.
type perLength[S any] struct {
	most  int // points at once
	build func(n int) S
	built map[int]S
}

func newPerLength[S any](most int, build func(n int) S) *perLength[S] {
	return &perLength[S]{most, build, map[int]S{}}
}

// parts cuts a batch of n points into those solved at once, from ≤ k < to. If
// most is a multiple of shardLen their shards are those of the whole.
func (p *perLength[S]) parts(n int) iter.Seq2[int, int] { return cut(n, p.most) }

// of returns what solves n points.
func (p *perLength[S]) of(n int) S {
	s, ok := p.built[n]
	if !ok {
		s = p.build(n)
		p.built[n] = s
	}
	return s
}
