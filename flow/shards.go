package flow

import (
	"iter"

	"flowplayground/flow/internal/kernel"
)

// shardLen is the number of points solved at once. A batch is always cut into
// the same shards, whose contributions are added in order, so that the sum is
// the same whoever computes them; a recorded solve of one stays in the cache.
const shardLen = 64

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
	build func(n int) S
	built map[int]S
}

func newPerLength[S any](build func(n int) S) *perLength[S] {
	return &perLength[S]{build, map[int]S{}}
}

// of returns what solves n points.
func (p *perLength[S]) of(n int) S {
	s, ok := p.built[n]
	if !ok {
		s = p.build(n)
		p.built[n] = s
	}
	return s
}
