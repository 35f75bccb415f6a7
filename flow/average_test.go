package flow

import (
	"math"
	"testing"
)

// TestAverage compares with the definition unrolled: a sum of all parameters
// seen with weights (1 - dₖ) Π dⱼ, which must themselves sum to 1.
func TestAverage(t *testing.T) {
	const steps = 400
	for _, decay := range []float64{0, 0.5, 0.99, 0.9999} {
		d := func(n int) float64 { return min(decay, float64(1+n)/float64(10+n)) }
		a := Average[float64]{Decay: decay}
		weights := make([]float64, 0, steps)
		for n := range steps {
			a.Update([]float64{math.Sin(float64(n)), 1})
			for k := range weights {
				weights[k] *= d(n)
			}
			if n == 0 {
				weights = append(weights, 1)
			} else {
				weights = append(weights, 1-d(n))
			}
		}
		want := [2]float64{}
		for n, w := range weights {
			want[0] += w * math.Sin(float64(n))
			want[1] += w
		}
		got := []float64{0, 0}
		a.Swap(got)
		if math.Abs(got[0]-want[0]) > 1e-13 || math.Abs(want[1]-1) > 1e-12 || got[1] != 1 {
			t.Errorf("decay %v: average %v, want %v", decay, got, want)
		}
		if a.Updates() != steps {
			t.Errorf("%d updates", a.Updates())
		}
	}
}

func TestAverageSwap(t *testing.T) {
	a := Average[float32]{Decay: 0.9}
	params := []float32{1, 2}
	a.Swap(params)
	if params[0] != 1 {
		t.Error("an average of nothing was swapped in")
	}
	a.Update(params)
	params[0], params[1] = 3, -4
	a.Update(params)
	a.Swap(params)
	// d₁ = 2/11: 1 + 9/11·2 and 2 - 9/11·6.
	if math.Abs(float64(params[0])-29./11) > 1e-6 || math.Abs(float64(params[1])+32./11) > 1e-6 {
		t.Errorf("average %v", params)
	}
	a.Swap(params)
	if params[0] != 3 || params[1] != -4 {
		t.Errorf("parameters did not come back: %v", params)
	}
	if n := testing.AllocsPerRun(10, func() { a.Update(params) }); n > 0 {
		t.Errorf("%v allocations per update", n)
	}
	for name, misuse := range map[string]func([]float32){"Update": a.Update, "Swap": a.Swap} {
		if !panics(func() { misuse(make([]float32, 3)) }) {
			t.Errorf("%s took parameters of another length", name)
		}
	}
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}

// TestAverageFollowsTraining swaps the average in for scoring: on a noisy
// constant rate it is better than the last parameters, and training goes on as
// if nobody had looked.
func TestAverageFollowsTraining(t *testing.T) {
	job := nfJob
	job.Width = 2
	plain, watched := trained(t, job, 0), trained(t, job, 0)
	for _, tr := range []*Trainer{plain, watched} {
		tr.course.Schedule = ConstantRate(0.05)
		tr.batch.x, tr.batch.y = tr.batch.x[:20], tr.batch.y[:20] // noisy steps
	}
	a := Average[float32]{Decay: 0.95}
	better := 0
	for step := 1; step <= 2000; step++ {
		for _, tr := range []*Trainer{plain, watched} {
			if err := tr.Step(); err != nil {
				t.Fatal(err)
			}
		}
		params := watched.model.Params()
		a.Update(params)
		if step > 500 && step%100 == 0 {
			last := watched.model.NLL(watched.heldX, watched.heldY)
			a.Swap(params)
			if watched.model.NLL(watched.heldX, watched.heldY) < last {
				better++
			}
			a.Swap(params)
		}
	}
	if better < 13 {
		t.Errorf("the average was better at %d of 15 looks", better)
	}
	if plain.Loss() != watched.Loss() {
		t.Errorf("losses %v and %v after scoring", plain.Loss(), watched.Loss())
	}
}
