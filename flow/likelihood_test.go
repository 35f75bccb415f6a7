package flow

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// TestShardsTogether solves a batch as training does, and its shards one by one:
// the bits must be the same.
func TestShardsTogether(t *testing.T) {
	for _, spec := range trainingSpecs() {
		if spec.Kinetic != 0 {
			continue
		}
		for _, method := range []GradientMethod{StoredGradient, CheckpointedGradient, AdjointGradient} {
			if method == AdjointGradient && !spec.plain() {
				continue
			}
			spec.Gradient = method
			t.Run(fmt.Sprintf("%v_%v_%v_%v", spec.Field, spec.Trace, spec.Frobenius, method), func(t *testing.T) {
				checkTogether[float32](t, spec)
				checkTogether[float64](t, spec)
			})
		}
	}
}

func checkTogether[T Float](t *testing.T, spec CNFSpec) {
	for _, n := range []int{50, shardLen, 2*shardLen - 1, 2 * shardLen, 3*shardLen + 11, 5 * shardLen} {
		x, y := points[T](n, 1)
		together, alone := newTrainingCNF[T](spec), newTrainingCNF[T](spec)
		alone.path.most, alone.train.most = shardLen, shardLen
		together.SetNoise(stream(1, 2))
		alone.SetNoise(stream(1, 2))
		got, want := make([]T, len(together.values)), make([]T, len(alone.values))
		nll, nllWant := together.Gradient(got, x, y), alone.Gradient(want, x, y)
		if nll != nllWant || math.IsNaN(nll) || together.Penalties() != alone.Penalties() || !slices.Equal(got, want) {
			t.Errorf("%d points: NLL %v, penalties %v; shard by shard %v, %v; the gradients are the same: %v",
				n, nll, together.Penalties(), nllWant, alone.Penalties(), slices.Equal(got, want))
		}
		if nll, want := together.NLL(x, y), alone.NLL(x, y); nll != want {
			t.Errorf("%d points: scored %v, shard by shard %v", n, nll, want)
		}
	}
}

// TestPlainShardsAreSolvedTogether counts what a batch is cut into.
func TestPlainShardsAreSolvedTogether(t *testing.T) {
	count := func(p *perLength[*pathSolver[float32]]) (n int) {
		for range p.parts(500) {
			n++
		}
		return n
	}
	for _, c := range []struct {
		spec         CNFSpec
		score, train int
	}{
		{CNFSpec{}, 4, 4},
		{CNFSpec{Gradient: CheckpointedGradient}, 4, 4},
		{CNFSpec{Gradient: AdjointGradient}, 4, 8},
		{CNFSpec{Trace: GaussianTrace}, 4, 8},
		{CNFSpec{Kinetic: 1}, 4, 8},
	} {
		m := newTrainingCNF[float32](c.spec.withSolver())
		if score, train := count(m.path), count(m.train); score != c.score || train != c.train {
			t.Errorf("%+v: 500 points scored in %d solves and trained on in %d, want %d and %d", c.spec, score, train, c.score, c.train)
		}
	}
}
