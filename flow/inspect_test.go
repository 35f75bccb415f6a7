package flow

import (
	"math"
	"slices"
	"testing"

	"flowplayground/ode"
)

// lookedAt are flows of all kinds after a little training, made once.
func lookedAt(t *testing.T) map[string]Flow {
	if looked != nil {
		return looked
	}
	generative := nfJob
	generative.Method.Generative = true
	flows := map[string]Flow{}
	for name, job := range map[string]Job{
		"cnf": cnfJob, "nf": nfJob, "notebook cnf": notebook(cnfJob), "notebook nf": notebook(nfJob), "generative nf": generative,
	} {
		job.Width = 6
		flows[name] = trained(t, job, 60).Snapshot().Flow
	}
	looked = flows
	return flows
}

var looked map[string]Flow

// TestBetweenKnots compares the field between the table's knots with that of
// the networks at those times.
func TestBetweenKnots(t *testing.T) {
	for _, c := range []struct {
		job       Job
		tolerance float64
	}{{cnfJob, 2e-4}, {notebook(cnfJob), 2e-3}} { // the notebook's gates have kinks
		job := c.job
		tr := trained(t, job, 50)
		model := tr.model.(*CNF[float32])
		times := []float64{0, 0.01, 0.17, 1. / 32, 0.5 + 1./64, 0.99, 1}
		want, got := model.unitTable(times), tr.Snapshot().Flow.(*ContinuousFlow).Table.covering(times)
		for i, w := range want.Rows {
			if d := math.Abs(float64(got.Rows[i] - w)); d > c.tolerance*(1+math.Abs(float64(w))) {
				t.Fatalf("%v: coefficient %d is %v, want %v", job, i, got.Rows[i], w)
			}
		}
	}
}

func TestVelocityIsTheSlopeOfPaths(t *testing.T) {
	for name, f := range lookedAt(t) {
		x, y := []float32{0.4, -1}, []float32{-0.3, 0.8}
		n, stops := float64(f.Stages()), [][2]float32{}
		f.Transport(x, y, func(_ int, x, y []float32) { stops = append(stops, [2]float32{x[1], y[1]}) })
		for s := range 3 {
			time := float64(s) / n
			if f.Kind() == Continuous {
				time = (float64(s) + 0.5) / n // the chord is the slope in the middle
			}
			at, next := stops[s], stops[s+1]
			if f.Kind() == Continuous {
				at = [2]float32{(at[0] + next[0]) / 2, (at[1] + next[1]) / 2}
			}
			u, v := make([]float32, 1), make([]float32, 1)
			f.Velocity(u, v, at[:1], at[1:], time)
			du, dv := n*float64(next[0]-stops[s][0]), n*float64(next[1]-stops[s][1])
			if math.Hypot(float64(u[0])-du, float64(v[0])-dv) > 0.06*(0.1+math.Hypot(du, dv)) {
				t.Errorf("%s: velocity (%.3f, %.3f) at t = %.3f, the path moves (%.3f, %.3f)", name, u[0], v[0], time, du, dv)
			}
		}
	}
}

func TestSketchBackReversesPaths(t *testing.T) {
	for name, f := range lookedAt(t) {
		x, y := []float32{0.4, -1.2, 2}, []float32{-0.3, 0.8, 0.1}
		var there [][]float32
		f.SketchPaths(x, y, func(_ int, x, y []float32) { there = append(there, append(slices.Clone(x), y...)) })
		stage := f.Stages()
		f.SketchBack(x, y, func(s int, x, y []float32) {
			if s != stage {
				t.Fatalf("%s: stage %d, want %d", name, s, stage)
			}
			stage--
			for k, v := range append(slices.Clone(x), y...) {
				if math.Abs(float64(v-there[s][k])) > 5e-3 {
					t.Errorf("%s: at stage %d on the way back %v, there %v", name, s, v, there[s][k])
				}
			}
		})
		if stage != -1 {
			t.Errorf("%s: ended before stage %d", name, stage)
		}
	}
}

// TestProbeAddsUp compares the sum with the log-density, and the way's end with
// where the flow takes the point.
func TestProbeAddsUp(t *testing.T) {
	for name, f := range lookedAt(t) {
		x, y := 0.7, -0.9
		var p Probe
		switch f := f.(type) {
		case *ContinuousFlow:
			var err error
			if p, err = f.Probe(x, y, SolverName(ode.Tsit5), 30, 0); err != nil {
				t.Fatal(err)
			}
		case *DiscreteFlow:
			p = f.Probe(x, y)
		}
		logP := make([]float32, 1)
		f.LogDensity(logP, []float32{float32(x)}, []float32{float32(y)}, 1)
		if math.Abs(p.LogP()-float64(logP[0])) > 1e-4 {
			t.Errorf("%s: the sum is %v, the log-density %v", name, p.LogP(), logP[0])
		}
		last := len(p.T) - 1
		if p.T[0] != 1 || p.T[last] != 0 || p.X[0] != x || p.Change[0] != 0 {
			t.Errorf("%s: the way goes from t = %v to %v, from %v", name, p.T[0], p.T[last], p.X[0])
		}
		back := []float32{float32(p.X[last]), float32(p.Y[last])}
		f.Transport(back[:1], back[1:], func(int, []float32, []float32) {})
		if math.Hypot(float64(back[0])-x, float64(back[1])-y) > 2e-3 {
			t.Errorf("%s: z₀ is carried to %v", name, back)
		}
	}
}

// TestProbeShowsTheSolver checks that stops are the solver's own steps.
func TestProbeShowsTheSolver(t *testing.T) {
	f := trained(t, cnfJob, 100).Snapshot().Flow.(*ContinuousFlow)
	coarse, _ := f.Probe(1, 0.5, "euler", 3, 0)
	fine, _ := f.Probe(1, 0.5, "rk4", 64, 0)
	if len(coarse.T) != 4 || math.Abs(coarse.LogP()-fine.LogP()) < 1e-3 {
		t.Errorf("Euler in 3 steps has %d stops and log p %v, RK4 in 64 has %v", len(coarse.T), coarse.LogP(), fine.LogP())
	}
	chosen, err := f.Probe(1, 0.5, "tsit5", 0, 1e-4)
	if err != nil || len(chosen.T) < 3 || math.Abs(chosen.LogP()-fine.LogP()) > 1e-2 {
		t.Errorf("Tsit5 by tolerance: %v, %d stops, log p %v, want %v", err, len(chosen.T), chosen.LogP(), fine.LogP())
	}
	for _, bad := range []string{"rk4", "leapfrog"} {
		if _, err := f.Probe(1, 0.5, bad, 0, 1e-4); err == nil {
			t.Errorf("%s chose its steps", bad)
		}
	}
}

// TestPartsMakeTheFlow rebuilds the velocity from the parts, and the flow that
// has lost all of them does not move.
func TestPartsMakeTheFlow(t *testing.T) {
	for name, f := range lookedAt(t) {
		x, y, u, v := []float32{0.4}, []float32{-0.3}, make([]float32, 1), make([]float32, 1)
		for i := range f.Width() {
			time := (float64(i) + 0.5) / float64(f.Width()) // the layer's
			f.Velocity(u, v, x, y, time)
			one, two := float64(u[0]), float64(v[0])
			f.Without([]int{i}).Velocity(u, v, x, y, time)
			part := f.Parts(time)[i]
			h := tanh(part.W[0]*0.4 - part.W[1]*0.3 + part.B)
			lost := [2]float64{one - float64(u[0]), two - float64(v[0])}
			if f.Kind() == Discrete {
				if u[0] != 0 || v[0] != 0 {
					t.Errorf("%s: layer %d moves without itself", name, i)
				}
				lost[0], lost[1] = one/float64(f.Width()), two/float64(f.Width())
				if !f.(*DiscreteFlow).Generative { // the map is met at the image
					h = tanh(part.W[0]*(0.4+lost[0]) + part.W[1]*(-0.3+lost[1]) + part.B)
				}
			}
			if math.Hypot(lost[0]-part.U[0]*h, lost[1]-part.U[1]*h) > 1e-4 {
				t.Errorf("%s: without part %d the velocity loses %v, want %v", name, i, lost, [2]float64{part.U[0] * h, part.U[1] * h})
			}
		}
	}
}

func TestGate(t *testing.T) {
	f := trained(t, cnfJob, 30).Snapshot().Flow.(*ContinuousFlow)
	gate := f.Gates(9)[3]
	if len(gate) != 9 {
		t.Fatalf("%d values", len(gate))
	}
	for k, g := range gate {
		c := f.Parts(float64(k) / 8)[3].U
		if math.Abs(math.Abs(g)-math.Hypot(c[0], c[1])) > 1e-12 {
			t.Errorf("gate %v at %d, the push is %v", g, k, c)
		}
	}
	if slices.Max(gate) < -slices.Min(gate) {
		t.Error("the longest push counts as negative")
	}
}
