package flow

import (
	"slices"
	"testing"
)

func TestShards(t *testing.T) {
	for n, want := range map[int][]int{
		0: nil, 1: {1}, 3: {3}, 4: {4}, 52: {52}, 55: {52, 3}, 63: {60, 3}, 64: {64}, 65: {64, 1}, 200: {64, 64, 64, 8}, 500: {64, 64, 64, 64, 64, 64, 64, 52},
	} {
		var lengths []int
		end := 0
		for from, to := range shards(n) {
			if from != end {
				t.Errorf("%d points: a shard from %d after one to %d", n, from, end)
			}
			lengths, end = append(lengths, to-from), to
		}
		if end != n || !slices.Equal(lengths, want) {
			t.Errorf("%d points in shards of %v, want %v", n, lengths, want)
		}
		if got := countShards(n); got != len(want) {
			t.Errorf("%d points: %d shards, want %d", n, got, len(want))
		}
	}
}

// TestPerLength makes one solver for a length.
func TestPerLength(t *testing.T) {
	made := 0
	p := newPerLength(64, func(n int) int { made++; return n })
	for _, n := range []int{64, 64, 12, 64, 12} {
		if got := p.of(n); got != n {
			t.Errorf("for %d points what solves %d", n, got)
		}
	}
	if made != 2 {
		t.Errorf("%d made for two lengths", made)
	}
}
