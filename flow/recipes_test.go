//go:build recipes

package flow

import (
	"fmt"
	"sync"
	"testing"

	"flowplayground/ode"
)

// TestRecipes trains the recipes in full and scores them on fresh points, the
// CNF by a fine solver. "make recipes" runs it; it takes some minutes.
func TestRecipes(t *testing.T) {
	for _, c := range []struct {
		kind     Kind
		recipe   string
		steps    int
		low, bar float64
		misses   int // seeds that may miss the bar
	}{
		{Continuous, "tuned", 1000, 0, 1.60, 0},
		{Discrete, "tuned", 10000, 0, 1.75, 1},
		{Continuous, "notebook", 2000, 1.62, 2.34, 0},
		{Discrete, "notebook", 24000, 0, 1.75, 1},
	} {
		scores := scoresOf(t, Job{Kind: c.kind, Width: 20, Data: "moons", Recipe: c.recipe}, c.steps)
		misses := 0
		for _, s := range scores {
			if !(s.nll >= c.low && s.nll <= c.bar) {
				misses++
			}
			t.Logf("%s %s", c.recipe, s)
		}
		if misses > c.misses {
			t.Errorf("%s %v: %d seeds outside %v to %v", c.recipe, c.kind, misses, c.low, c.bar)
		}
	}
}

type score struct {
	job         Job
	steps       int
	nll, excess float64 // by a fine solver; by how much that is above the training solver's
	solverSteps int
}

func (s score) String() string {
	text := fmt.Sprintf("%s, width %d, seed %d: NLL %.4f after %d steps, %.4f above the floor",
		s.job.Kind, s.job.Width, s.job.Seed, s.nll, s.steps, s.nll-TwoMoons.Entropy)
	if s.job.Kind == Continuous {
		text += fmt.Sprintf("; solver steps %d, its error %.4f", s.solverSteps, s.excess)
	}
	return text
}

// scoresOf trains seeds 1 to 4, two at a time.
func scoresOf(t *testing.T, job Job, steps int) []score {
	scores := make([]score, 4)
	var wg sync.WaitGroup
	for half := range 2 {
		wg.Go(func() {
			for i := half; i < len(scores); i += 2 {
				job := job
				job.Seed = i + 1
				scores[i] = scoreOf(t, job, steps)
			}
		})
	}
	wg.Wait()
	return scores
}

func scoreOf(t *testing.T, job Job, steps int) score {
	trainer, err := NewTrainer(job)
	if err != nil {
		t.Error(err)
		return score{}
	}
	for range steps {
		if err := trainer.Step(); err != nil {
			t.Error(err)
		}
	}
	x, y := make([]float32, 20000), make([]float32, 20000)
	trainer.data.Sample(x, y, stream(job.Seed, 1000))
	s := score{job: job, steps: steps, nll: trainer.model.NLL(x, y)}
	if c, ok := trainer.model.(*CNF[float32]); ok {
		coarse := s.nll
		s.solverSteps = c.spec.Steps
		spec := c.spec
		spec.Tableau, spec.Steps = ode.Tsit5, 100
		l := newLikelihood[float32](spec)
		s.nll = l.nll(c.groups, c.values, x, y)
		s.excess = s.nll - coarse
	}
	return s
}
