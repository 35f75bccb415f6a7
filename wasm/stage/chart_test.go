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

// TestSmoothed finds the weight of what was before in the answer to a jump, however many steps are kept, and little lag in the
// beginning.
func TestSmoothed(t *testing.T) {
	const beta, jump = 0.9, 2000
	for _, every := range []int{1, 2, 16} {
		var steps, values []float64
		for n := every; n <= 2*jump; n += every {
			v := 2.0
			if n > jump {
				v = 1
			}
			steps, values = append(steps, float64(n)), append(values, v)
		}
		for i, got := range smoothed(nil, steps, values, beta) {
			want := 1 + math.Pow(beta, max(steps[i]-jump, 0))
			if math.Abs(got-want) > 1e-9 {
				t.Fatalf("every %d steps, at step %v: %v, want %v", every, steps[i], got, want)
			}
		}
	}
	got := smoothed(nil, []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, []float64{60, 3, 3, 3, 3, 3, 3, 3, 3, 3}, 0.99)
	if got[0] != 60 || got[9] > 3.01 {
		t.Errorf("a large loss at first is remembered: %v", got)
	}
}

func TestSmoothedPassesOverWhatIsNoLoss(t *testing.T) {
	got := smoothed(nil, []float64{1, 2, 3, 4}, []float64{math.NaN(), 2, math.Inf(1), 2}, 0.9)
	if !math.IsNaN(got[0]) || got[1] != 2 || got[2] != 2 || math.Abs(got[3]-2) > 1e-12 {
		t.Errorf("%v", got)
	}
}
