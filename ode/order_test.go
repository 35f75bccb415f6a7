package ode_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"

	"flowplayground/ode"
	"flowplayground/ode/internal/problems"
)

// slope returns how errors fall with the number of steps: the order of the
// method, by a line fit to the logarithms.
func slope(steps []int, err func(steps int) float64) float64 {
	var x, y []float64
	for _, n := range steps {
		x = append(x, math.Log(float64(n)))
		y = append(y, math.Log(err(n)))
	}
	_, b := stat.LinearRegression(x, y, nil, false)
	return -b
}

// near says whether a measured order is the theoretical one. It may come out
// higher by a little more than lower: the leading error of Tsit5 is so small
// that the next one shows.
func near(measured float64, order int) bool {
	d := measured - float64(order)
	return -0.3 <= d && d <= 0.5
}

// distance returns the largest difference from a state.
func distance[T ode.Float](z ode.Batch[T], k int, want []float64) float64 {
	worst := 0.0
	for c := range z {
		worst = max(worst, math.Abs(float64(z[c][k])-want[c]))
	}
	return worst
}

// batchOf returns one state as a batch.
func batchOf[T ode.Float](state []float64) ode.Batch[T] {
	z := ode.NewBatch[T](len(state), 1)
	for c := range z {
		z[c][0] = T(state[c])
	}
	return z
}

// solution returns a problem's solution from its Start.
func solution(p problems.Problem, t float64) []float64 {
	return p.Solution(p.Start, p.Theta, p.T0, t)
}

func TestMeasuredOrder(t *testing.T) {
	p := problems.Spiral
	for _, tab := range ode.Tableaux {
		for _, ends := range [][2]float64{{p.T0, p.T1}, {p.T1, p.T0}} {
			order := slope([]int{40, 80, 160, 320}, func(n int) float64 {
				z := batchOf[float64](solution(p, ends[0]))
				ode.NewSolver[float64](ode.Plan{Tableau: tab, T0: ends[0], T1: ends[1], Steps: n}, 2, 1).
					Solve(z, problems.NewField[float64](p))
				return distance(z, 0, solution(p, ends[1]))
			})
			if !near(order, tab.Order) {
				t.Errorf("%s over %v: order %.2f, want %d", tab.Name, ends, order, tab.Order)
			}
		}
	}
}

// TestMeasuredDenseOrder looks between the steps: the cubic Hermite polynomial
// errs by O(h⁴) in a step, and is as good as RK4 for that; those of the fifth
// order methods err by O(h⁵).
func TestMeasuredDenseOrder(t *testing.T) {
	p := problems.Spiral
	for _, tab := range ode.Tableaux {
		for _, ends := range [][2]float64{{p.T0, p.T1}, {p.T1, p.T0}} {
			order := slope([]int{40, 80, 160, 320}, func(n int) float64 {
				s := ode.NewSolver[float64](ode.Plan{Tableau: tab, T0: ends[0], T1: ends[1], Steps: n}, 2, 1)
				var tr ode.Trajectory[float64]
				s.Trace(&tr, batchOf[float64](solution(p, ends[0])), problems.NewField[float64](p))
				return worstBetween(&tr, p, 997)
			})
			if !near(order, tab.Order) {
				t.Errorf("%s over %v: dense order %.2f, want %d", tab.Name, ends, order, tab.Order)
			}
		}
	}
}

// worstBetween returns the largest error of a trajectory at n times.
func worstBetween(tr *ode.Trajectory[float64], p problems.Problem, n int) float64 {
	times := tr.Times()
	t0, t1 := times[0], times[len(times)-1]
	z, worst := ode.NewBatch[float64](p.Dim(), 1), 0.0
	for i := range n + 1 {
		t := t0 + (t1-t0)*float64(i)/float64(n)
		if i == n {
			t = t1
		}
		tr.At(z, t)
		worst = max(worst, distance(z, 0, solution(p, t)))
	}
	return worst
}

func TestThereAndBack(t *testing.T) {
	p := problems.Spiral
	for _, tab := range ode.Tableaux {
		plan := ode.Plan{Tableau: tab, T0: 0, T1: 1, Steps: 50}
		z, want, f := p.Batch(3), p.Batch(3), problems.NewField[float64](p)
		ode.NewSolver[float64](plan, 2, 3).Solve(z, f)
		ode.NewSolver[float64](plan.Reversed(), 2, 3).Solve(z, f)
		tolerance := 10 * math.Pow(1./25, float64(tab.Order))
		for k := range 3 {
			if d := distance(z, k, []float64{want[0][k], want[1][k]}); d > tolerance {
				t.Errorf("%s: state %d is off by %.2g after there and back", tab.Name, k, d)
			}
		}
	}
}

// TestInvariant holds Lotka–Volterra to its closed curves, in float64 and
// float32.
func TestInvariant(t *testing.T) {
	p := problems.LotkaVolterra
	plan := ode.Plan{Tableau: ode.Tsit5, T0: p.T0, T1: p.T1, Steps: 200}
	checkInvariant[float64](t, p, plan, 1e-9)
	checkInvariant[float32](t, p, plan, 1e-5)
}

func checkInvariant[T ode.Float](t *testing.T, p problems.Problem, plan ode.Plan, tolerance float64) {
	z, want := batchOf[T](p.Start), p.Invariant(p.Start, p.Theta)
	ode.NewSolver[T](plan, p.Dim(), 1).Walk(z, problems.NewField[T](p), func(step int, z ode.Batch[T]) {
		got := p.Invariant([]float64{float64(z[0][0]), float64(z[1][0])}, p.Theta)
		if math.Abs(got-want) > tolerance {
			t.Fatalf("step %d: the invariant is %v, was %v", step, got, want)
		}
	})
}

func TestWalkVisitsEveryStep(t *testing.T) {
	p := problems.Spiral
	s := ode.NewSolver[float64](ode.Plan{Tableau: ode.RK4, T0: 0, T1: 1, Steps: 10}, 2, 1)
	next := 1
	s.Walk(batchOf[float64](p.Start), problems.NewField[float64](p), func(step int, z ode.Batch[float64]) {
		if d := distance(z, 0, solution(p, float64(step)/10)); step != next || d > 1e-5 {
			t.Errorf("visit %d at step %d is off by %v", next, step, d)
		}
		next++
	})
	if next != 11 {
		t.Errorf("%d visits", next-1)
	}
}
