package flow

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// notebookNF returns the notebook's NF and its data: points standardised by
// their own moments.
func notebookNF(points, seed int) (m *NF[float32], x, y []float32) {
	m = NewNF[float32](NFSpec{Layers: 20, Constraint: LogSoftplus, Flip: true})
	m.Init(0.01, stream(seed, initStream))
	x, y = make([]float32, points), make([]float32, points)
	TwoMoons.Sample(x, y, stream(seed, batchStream))
	standardise(x)
	standardise(y)
	return m, x, y
}

// TestFitAsFlowjax runs flowjax's defaults on the notebook's model and points.
func TestFitAsFlowjax(t *testing.T) {
	m, x, y := notebookNF(5000, 1)
	f, err := NewFit(Model[float32](m), x, y, FlowjaxFit, stream(1, 9))
	if err != nil {
		t.Fatal(err)
	}
	if e, held := f.Best(); e != -1 || !math.IsNaN(held) {
		t.Errorf("before the first epoch the best is %d with %v", e, held)
	}
	if len(f.x) != 4500 || len(f.heldX) != 500 {
		t.Fatalf("split into %d and %d points", len(f.x), len(f.heldX))
	}
	if err := f.Run(); err != nil {
		t.Fatal(err)
	}
	n := len(f.Epochs())
	if f.Steps() != 45*n {
		t.Errorf("%d steps in %d epochs", f.Steps(), n)
	}
	// The rule: five fruitless epochs are borne, the sixth ends the fit.
	best, held := f.Best()
	for e, epoch := range f.Epochs() {
		if epoch.Held < held || epoch.Held == held && e < best {
			t.Errorf("epoch %d has %v, the best %d has %v", e, epoch.Held, best, held)
		}
	}
	if !f.Done() || n != best+1+FlowjaxFit.Patience+1 {
		t.Errorf("%d epochs, of which %d was best", n, best)
	}
	// 500 points are five batches, whose mean is that of all.
	if got := m.NLL(f.heldX, f.heldY); math.Abs(got-held) > 1e-6 {
		t.Errorf("the model has NLL %v, the best epoch %v", got, held)
	}
	if f.Step() != nil || f.Steps() != 45*n {
		t.Error("a fit that was done went on")
	}
}

// A script is a model that notes the points it is shown. Its one parameter goes
// down by the rate at every step; its loss is that of a table.
type script struct {
	parameters[float64]
	losses []float64 // of the validations, in order
	seen   [][]float64
	held   [][]float64
	bad    float64 // added to the gradient
}

func newScript(losses ...float64) *script {
	s := &script{losses: losses}
	s.add("θ")
	return s
}

func (s *script) Params() []float64 { return s.values }
func (s *script) Groups() []Group   { return s.groups }
func (s *script) Flow() Flow        { return nil }

func (s *script) NLL(x, y []float64) float64 {
	s.held = append(s.held, slices.Clone(x))
	return s.losses[len(s.held)-1]
}

func (s *script) Gradient(grad, x, y []float64) float64 {
	for k := range x {
		if y[k] != -x[k] {
			panic("x and y were shuffled apart")
		}
	}
	s.seen = append(s.seen, slices.Clone(x))
	grad[0] = 1 + s.bad
	return float64(len(s.seen))
}

// numbered returns the points (1, -1), (2, -2), ….
func numbered(n int) (x, y []float64) {
	for k := 1; k <= n; k++ {
		x, y = append(x, float64(k)), append(y, float64(-k))
	}
	return x, y
}

func TestFitBatches(t *testing.T) {
	const train, held = 27, 9
	s := newScript(5, 5, 3, 1, 4, 4)
	x, y := numbered(train + held)
	o := FitOptions{Held: 0.25, Batch: 4, Epochs: 3, Patience: 9, Schedule: ConstantRate(0.5)}
	f, err := NewFit(Model[float64](s), x, y, o, stream(1, 1))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Run(); err != nil {
		t.Fatal(err)
	}
	if len(s.seen) != 18 || len(s.held) != 6 {
		t.Fatalf("%d batches and %d of validation, want 3 × 6 and 3 × 2", len(s.seen), len(s.held))
	}
	validation := map[float64]bool{}
	for _, b := range s.held {
		for _, v := range b {
			validation[v] = true
		}
	}
	for e := range 3 {
		epoch := slices.Concat(s.seen[6*e : 6*e+6]...)
		for _, v := range epoch {
			if validation[v] {
				t.Errorf("epoch %d trains on point %v of the validation", e, v)
			}
		}
		slices.Sort(epoch)
		if len(slices.Compact(epoch)) != 24 {
			t.Errorf("epoch %d does not show 24 different points", e)
		}
	}
	if slices.Equal(s.seen[0], s.seen[6]) || slices.Equal(s.held[0], s.held[2]) {
		t.Error("points were not shuffled between epochs")
	}
	// Training losses are 1 … 18; Adam on a constant gradient steps by the rate.
	want := []Epoch{{3.5, 5}, {9.5, 2}, {15.5, 4}}
	if !slices.Equal(f.Epochs(), want) {
		t.Errorf("epochs %v, want %v", f.Epochs(), want)
	}
	if got := s.values[0]; math.Abs(got+6) > 1e-6 {
		t.Errorf("parameter %v, want that after 12 steps, -6", got)
	}
}

func TestFitOfFewPoints(t *testing.T) {
	s := newScript(1, 2)
	x, y := numbered(5)
	f, err := NewFit(Model[float64](s), x, y, FitOptions{Held: 0.3, Batch: 100, Epochs: 2, Schedule: ConstantRate(1)}, stream(1, 1))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Run(); err != nil {
		t.Fatal(err)
	}
	// 1.5 points round to the even 2; a batch has all of each.
	if len(s.seen[0]) != 3 || len(s.held[0]) != 2 || f.Steps() != 2 {
		t.Errorf("batches of %d and %d points in %d steps", len(s.seen[0]), len(s.held[0]), f.Steps())
	}
	if _, err := NewFit(Model[float64](s), x[:2], y[:2], FlowjaxFit, stream(1, 1)); err == nil || !strings.Contains(err.Error(), "2 points are too few") {
		t.Errorf("two points: %v", err)
	}
	for name, misuse := range map[string]func(){
		"lengths": func() { _, _ = NewFit(Model[float64](s), x, y[:4], FlowjaxFit, stream(1, 1)) },
		"options": func() { _, _ = NewFit(Model[float64](s), x, y, FitOptions{}, stream(1, 1)) },
	} {
		if !panics(misuse) {
			t.Errorf("%s: no panic", name)
		}
	}
}

func TestFitThatFails(t *testing.T) {
	s := newScript(3, 2)
	x, y := numbered(20)
	f, err := NewFit(Model[float64](s), x, y, FitOptions{Held: 0.1, Batch: 18, Epochs: 5, Schedule: ConstantRate(1)}, stream(1, 1))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := f.Step(); err != nil {
			t.Fatal(err)
		}
	}
	s.bad = math.Inf(1)
	err = f.Run()
	if err == nil || !strings.Contains(err.Error(), "step 3 of the fit") || !f.Done() {
		t.Errorf("an infinite gradient: %v", err)
	}
	if math.Abs(s.values[0]+2) > 1e-6 {
		t.Errorf("parameter %v, want that of the best epoch, -2", s.values[0])
	}
}
