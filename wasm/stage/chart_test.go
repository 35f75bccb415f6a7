package stage

import (
	"math"
	"strings"
	"testing"

	"flowplayground/flow"
	"flowplayground/web"
)

// names lists what the legend would.
func names(s *Stage) string {
	var list []string
	for _, series := range s.scene.Chart.Series {
		if series.Name != "" {
			list = append(list, series.Name)
		}
	}
	return strings.Join(list, ", ")
}

// TestChartLeavesOutWhatIsNoNLL holds for losses of flow matching; a floor that is not known is
// not redrawn for ever.
func TestChartLeavesOutWhatIsNoNLL(t *testing.T) {
	s := New(web.NewSession(ports(t)))
	state, settings := web.State{Entropy: math.NaN()}, web.Defaults()
	s.setChart(state, settings)
	if got := names(s); got != "NF training, CNF training, NF held-out, CNF held-out" {
		t.Errorf("under the likelihood: %s", got)
	}
	version := s.scene.Chart.Version
	if s.setChart(state, settings); s.scene.Chart.Version != version {
		t.Error("a chart without news is drawn again")
	}
	state.Entropy, state.CNF.Method.Objective = 1, flow.FlowMatchingIndependent
	s.setChart(state, settings)
	if got := names(s); got != "NF training, NF held-out, CNF held-out" {
		t.Errorf("under flow matching: %s", got)
	}
}

func TestChartFollowsItsSettings(t *testing.T) {
	s := New(web.NewSession(ports(t)))
	state, settings := web.State{Entropy: 1.5}, web.Defaults()
	s.setChart(state, settings)
	c := &s.scene.Chart
	if c.Gap || len(c.Series) != 6 {
		t.Errorf("at first gap %v and %d curves, want the raw ones, the smoothed and the held-out", c.Gap, len(c.Series))
	}
	version := c.Version
	settings.Gap, settings.Smooth = true, 0
	if s.setChart(state, settings); !c.Gap || len(c.Series) != 4 || c.Version == version {
		t.Errorf("with a gap and no smoothing: gap %v, %d curves", c.Gap, len(c.Series))
	}
}

// TestSmoothed compares with Adam's bias-corrected average, of every step and of every second one.
func TestSmoothed(t *testing.T) {
	const beta = 0.9
	var steps, values, want []float64
	m := 0.0
	for n := 1; n <= 400; n++ {
		v := 2 + math.Exp(-float64(n)/50)
		m = beta*m + (1-beta)*v
		steps, values = append(steps, float64(n)), append(values, v)
		want = append(want, m/(1-math.Pow(beta, float64(n))))
	}
	got := smoothed(nil, steps, values, beta)
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-12 {
			t.Fatalf("step %d: %v, want %v", i+1, got[i], want[i])
		}
	}
	var half, kept []float64
	for i := 1; i < len(steps); i += 2 {
		half, kept = append(half, steps[i]), append(kept, values[i])
	}
	thinned := smoothed(nil, half, kept, beta)
	for i := range thinned {
		if d := math.Abs(thinned[i] - want[2*i+1]); d > 0.02 {
			t.Errorf("every second step, at %v: off by %v", half[i], d)
		}
	}
}

func TestSmoothedPassesOverWhatIsNoLoss(t *testing.T) {
	got := smoothed(nil, []float64{1, 2, 3, 4}, []float64{math.NaN(), 2, math.Inf(1), 2}, 0.9)
	if !math.IsNaN(got[0]) || got[1] != 2 || got[2] != 2 || math.Abs(got[3]-2) > 1e-12 {
		t.Errorf("%v", got)
	}
}
