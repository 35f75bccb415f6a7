package web

import (
	"math"
	"strings"
	"testing"

	"flowplayground/flow"
)

// TestSettingsFallBack checks that a choice of no use falls back in one go with the change that
// makes it so, and that the note about it goes with the next change.
func TestSettingsFallBack(t *testing.T) {
	s := start(t, paused())
	ctx := within(t)
	for _, set := range [][2]string{{"trace", "gaussian"}, {"steps", "5"}, {"objective", "transport"}} {
		if err := s.Set(ctx, set[0], set[1]); err != nil {
			t.Fatal(err)
		}
	}
	st := s.State()
	if m := st.CNF.Method; m.Objective != flow.FlowMatchingTransport || m.Trace != flow.ExactTrace || st.CNF.Solver != "RK4" {
		t.Errorf("the CNF runs %+v with %s", m, st.CNF.Solver)
	}
	if len(st.Notes) != 1 || !strings.Contains(st.Notes[0], "Trace") || st.NF.Method != (flow.Method{Batch: 64}) {
		t.Errorf("notes %q, the NF runs %+v", st.Notes, st.NF.Method)
	}
	eventually(t, s, "five steps of the solver", func(st State) bool { return st.CNF.SolverSteps == 5 })
	if err := s.Set(ctx, "solver", "heun"); err != nil {
		t.Fatal(err)
	}
	if st = s.State(); len(st.Notes) != 0 || st.CNF.Solver != "Heun" {
		t.Errorf("then: notes %q, solver %s", st.Notes, st.CNF.Solver)
	}
	if err := s.Set(ctx, "objective", "energy"); err == nil || len(s.State().Notes) != 0 {
		t.Errorf("moons have no energy: %v", err)
	}
}

func TestReplaceChangesOnlyWhatDiffers(t *testing.T) {
	s := start(t, paused())
	ctx := within(t)
	if err := s.Step(ctx, 3); err != nil {
		t.Fatal(err)
	}
	to := s.Settings()
	to.K, to.Direction = 2, "generative"
	if err := s.Replace(ctx, to); err != nil {
		t.Fatal(err)
	}
	st := eventually(t, s, "the NF restarts", func(st State) bool { return st.NF.Step == 0 && !math.IsNaN(st.NF.Heldout) })
	if s.Settings() != to || st.NF.Width != 2 || !st.NF.Method.Generative || st.CNF.Step != 3 {
		t.Errorf("%+v", st)
	}
}
