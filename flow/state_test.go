package flow

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func ofWidth(j Job, width int) Job { j.Width = width; return j }

// sameBits reports whether two states agree, NaN with NaN.
func sameBits(a, b State) bool {
	for _, s := range []*State{&a, &b} {
		for _, v := range []*float64{&s.Train, &s.HeldOut} {
			if math.IsNaN(*v) {
				*v = -1e300
			}
		}
	}
	return reflect.DeepEqual(a, b)
}

// restored takes the trainer to a state and back.
func restored(t *testing.T, tr *Trainer) *Trainer {
	t.Helper()
	s := tr.State()
	again, err := Restore(s)
	if err != nil {
		t.Fatal(err)
	}
	if !sameBits(again.State(), s) {
		t.Fatalf("%v: a restored trainer has another state", s.Job)
	}
	return again
}

// TestRestoredRunGoesOn trains 30 steps, restores and trains 20 more: every
// loss and the state at the end must have the bits of 50 steps at once.
func TestRestoredRunGoesOn(t *testing.T) {
	for _, job := range []Job{
		ofWidth(cnfJob, 4), nfJob, notebook(ofWidth(cnfJob, 2)), notebook(nfJob),
	} {
		whole, first := trained(t, job, 30), trained(t, job, 30)
		first.JudgePart() // to be forgotten
		second := restored(t, first)
		for range 20 {
			if err := whole.Step(); err != nil {
				t.Fatal(err)
			}
			if err := second.Step(); err != nil {
				t.Fatal(err)
			}
			if whole.Loss() != second.Loss() {
				t.Fatalf("%v: step %d: loss %v, of a restored run %v", job, whole.Steps(), whole.Loss(), second.Loss())
			}
		}
		if whole.Judge() != second.Judge() || !sameBits(whole.State(), second.State()) {
			t.Errorf("%v: a restored run ends elsewhere", job)
		}
	}
}

func TestRestoredFromTheStart(t *testing.T) {
	tr := trained(t, ofWidth(cnfJob, 3), 0)
	again := restored(t, tr)
	_, _ = tr.Step(), again.Step()
	if !sameBits(tr.State(), again.State()) {
		t.Error("runs restored before their first step differ")
	}
}

func TestRestoredSolver(t *testing.T) {
	tr := trained(t, ofWidth(cnfJob, 2), auditEvery-1)
	c := tr.model.(*CNF[float32])
	c.setSteps(17)
	tr.audit.err = 0.25
	again := restored(t, tr)
	if s := again.Snapshot(); s.SolverSteps != 17 || s.SolverError != 0.25 {
		t.Errorf("restored with %d steps of the solver and an error of %v", s.SolverSteps, s.SolverError)
	}
	_, _ = tr.Step(), again.Step() // with an audit
	if !sameBits(tr.State(), again.State()) {
		t.Error("runs differ after an audit")
	}
}

func TestRestoredPool(t *testing.T) {
	tr := trained(t, notebook(nfJob), 50) // 45 steps an epoch
	s := tr.State()
	if len(s.Pool.Order) != 4500 || s.Pool.Taken != 500 {
		t.Errorf("pool of %d with %d taken", len(s.Pool.Order), s.Pool.Taken)
	}
	again := restored(t, tr)
	for range 50 {
		_, _ = tr.Step(), again.Step()
	}
	if !sameBits(tr.State(), again.State()) {
		t.Error("runs differ in their epochs")
	}
}

func TestStateIsACopy(t *testing.T) {
	tr := trained(t, notebook(ofWidth(nfJob, 3)), 2)
	s, want := tr.State(), tr.State()
	_ = tr.Step()
	if !sameBits(s, want) {
		t.Error("training changed a state")
	}
	now := tr.State()
	s.Params[0], s.Adam.M[0], s.Adam.V[0], s.Pool.Order[0], s.Streams[0].State[5], s.Groups[0].Shape[0] = 9, 9, 9, 9, 9, 9
	if !sameBits(tr.State(), now) {
		t.Error("changing a state changed its trainer")
	}
}

// TestRestoreFindsGroupsByName lays a state out in another order.
func TestRestoreFindsGroupsByName(t *testing.T) {
	tr := trained(t, ofWidth(nfJob, 3), 5)
	s := tr.State()
	want := tr.State()
	turned := State{Job: s.Job}
	for _, g := range slices.Backward(s.Groups) {
		cut := func(v []float32) []float32 { return v[g.Offset : g.Offset+g.Len()] }
		turned.Groups = append(turned.Groups, Group{g.Name, g.Shape, len(turned.Params)})
		turned.Params = append(turned.Params, cut(s.Params)...)
		turned.Adam.M = append(turned.Adam.M, cut(s.Adam.M)...)
		turned.Adam.V = append(turned.Adam.V, cut(s.Adam.V)...)
	}
	s.Groups, s.Params, s.Adam.M, s.Adam.V = turned.Groups, turned.Params, turned.Adam.M, turned.Adam.V
	again, err := Restore(s)
	if err != nil {
		t.Fatal(err)
	}
	if !sameBits(again.State(), want) {
		t.Error("groups in another order give other parameters")
	}
}

func TestRestoreRefuses(t *testing.T) {
	cnf, nf := trained(t, ofWidth(cnfJob, 2), 3).State(), trained(t, notebook(ofWidth(nfJob, 2)), 3).State()
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		change func(*State)
		says   string
	}{
		{func(s *State) { s.Job.Kind = 7 }, "number 7"},
		{func(s *State) { s.Job.Width = 0 }, "width 0"},
		{func(s *State) { s.Job.Width = 3 }, `"w" has shape`},
		{func(s *State) { s.Job.Data = "sun" }, `"sun"`},
		{func(s *State) { s.Step = -1 }, "step -1"},
		{func(s *State) { s.Step = MostTraining + 1 }, "step 1000000001"},
		{func(s *State) { s.Train = inf }, "finite"},
		{func(s *State) { s.HeldOut, s.HeldOutStep = 2, 4 }, "held-out loss, 4"},
		{func(s *State) { s.HeldOut = 2 }, "both or neither"},
		{func(s *State) { s.HeldOutStep = 2 }, "both or neither"},
		{func(s *State) { s.Groups = append(s.Groups, s.Groups[1]) }, `"u" stands twice`},
		{func(s *State) { s.Groups = s.Groups[1:] }, `"w" is missing`},
		{func(s *State) { s.Groups[2].Name = "β" }, `no parameter group "β"`},
		{func(s *State) { s.Groups[2].Shape = []int{1, 2} }, `"b" has shape [1 2], not [2]`},
		{func(s *State) { s.Groups[1].Offset = -1 }, "does not lie within"},
		{func(s *State) { s.Groups[1].Offset = 1 << 60 }, "does not lie within"},
		{func(s *State) { s.Params = nil }, "does not lie within"},
		{func(s *State) { s.Params = append(s.Params, 1) }, "parameters for a model of"},
		{func(s *State) { s.Params[5] = float32(inf) }, `number 1 of group "u" is +Inf`},
		{func(s *State) { s.Adam.Step = 4 }, "optimiser's step 4"},
		{func(s *State) { s.Adam.Step = -1 }, "optimiser's step -1"},
		{func(s *State) { s.Adam.Step = 0 }, "moments before"},
		{func(s *State) { s.Adam.M = nil }, "first moments"},
		{func(s *State) { s.Adam.V = s.Adam.V[1:] }, "second moments"},
		{func(s *State) { s.Adam.M[0] = float32(nan) }, "first moments: number 0"},
		{func(s *State) { s.Adam.V[3] = -1e-20 }, "negative"},
		{func(s *State) { s.Solver.Steps = MaxSteps + 1 }, "solver"},
		{func(s *State) { s.Solver.Steps = -1 }, "solver"},
		{func(s *State) { s.Solver.Error = nan }, "solver"},
		{func(s *State) { s.Streams = nil }, "0 streams"},
		{func(s *State) { s.Streams[0].Name = "noise" }, `"noise", not "batch"`},
		{func(s *State) { s.Streams[0].State = []byte("pcg:") }, "no state of a PCG"},
		{func(s *State) { s.Pool.Order = append(s.Pool.Order, 3) }, "pool"},
		{func(s *State) { s.Pool.Taken = -1 }, "pool"},
		{func(s *State) { s.Pool.Taken = 4501 }, "pool"},
		{func(s *State) { s.Average.Updates = 1 }, "average"},
		{func(s *State) { s.Average.Values = s.Params }, "average"},
		{func(s *State) { s.Patience.Looks = 1 }, "patience"},
		{func(s *State) { s.Patience.Least = 1 }, "patience"},
		{func(s *State) { s.Patience.Best = s.Params }, "best parameters"},
		{func(s *State) { s.Patience.Loss = 2 }, "best parameters or loss"},
	} {
		for _, s := range []State{cnf, nf} {
			s.Params, s.Groups, s.Streams = slices.Clone(s.Params), slices.Clone(s.Groups), slices.Clone(s.Streams)
			s.Adam.M, s.Adam.V = slices.Clone(s.Adam.M), slices.Clone(s.Adam.V)
			c.change(&s)
			if err := s.Check(); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v: want an error with %q, got %v", s.Job.Kind, c.says, err)
			}
		}
	}
	for _, order := range [][2]int{{1, 1}, {-1, 0}, {4500, 0}} {
		s := nf
		s.Pool.Order = slices.Clone(s.Pool.Order)
		s.Pool.Order[0], s.Pool.Order[1] = order[0], order[1]
		if err := s.Check(); err == nil || !strings.Contains(err.Error(), "order") {
			t.Errorf("pool order %v: %v", order, err)
		}
	}
	if cnf.Check() != nil || nf.Check() != nil {
		t.Error("the table changed the states that it began with")
	}
}

// keepers gives a trainer an average and a patience.
func keepers(t *Trainer) {
	t.average, t.patience = &Average[float32]{Decay: 0.9}, &Patience[float32]{Limit: 3}
}

func TestStateOfAverageAndPatience(t *testing.T) {
	tr := trained(t, ofWidth(nfJob, 2), 0)
	keepers(tr)
	for range 5 {
		_ = tr.Step()
		tr.patience.Look(tr.Judge(), tr.model.Params())
	}
	s := tr.State()
	again := trained(t, s.Job, 0)
	keepers(again)
	if err := again.restoreAll(s); err != nil {
		t.Fatal(err)
	}
	if !sameBits(again.State(), s) || again.average.Updates() != 5 {
		t.Error("restored average or patience differ")
	}
	for name, change := range map[string]func(*State){
		"average: ":        func(s *State) { s.Average.Values = slices.Repeat([]float32{float32(math.NaN())}, len(s.Params)) },
		"0 average":        func(s *State) { s.Average.Values = nil },
		"updates":          func(s *State) { s.Average.Updates = 6 },
		"of no updates":    func(s *State) { s.Average.Updates = 0 },
		"patience":         func(s *State) { s.Patience.Least = 6 },
		"best loss":        func(s *State) { s.Patience.Loss = math.Inf(1) },
		"0 best":           func(s *State) { s.Patience.Best = nil },
		"without a look":   func(s *State) { s.Patience.Least = 0 },
		"patience after -": func(s *State) { s.Patience.Looks = -1 },
	} {
		bad := s
		change(&bad)
		if err := again.restoreAll(bad); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("want an error with %q, got %v", name, err)
		}
	}
	s.Patience = PatienceState{Looks: 2}
	if err := again.restoreAll(s); err != nil {
		t.Errorf("looks without a loss: %v", err)
	}
}
