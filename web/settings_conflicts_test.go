package web

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"flowplayground/flow"
)

// checkJobs holds what the settings ask of both models against [flow.Job.Check].
func checkJobs(t *testing.T, s Settings) {
	t.Helper()
	for _, k := range []flow.Kind{flow.Continuous, flow.Discrete} {
		if err := s.job(k).Check(); err != nil {
			t.Errorf("%s: %v: %v", s.Fragment(), k, err)
		}
	}
}

// methodFields are all settings in conflicts, with values enough to be in each of them.
func methodFields() map[string][]string {
	list := map[string][]string{"data": {"moons", "circles", "u1", "own"}, "points": texts["points"][:2]}
	for _, c := range conflicts() {
		f, _ := field(c.name)
		for _, name := range []string{c.name, c.with} {
			if f, ok := field(name); ok && list[name] == nil {
				list[name] = values(f)
			}
		}
		if f.Kind == Integer {
			list[c.name] = []string{"0", "1", "7"}
		}
	}
	list["recipe"] = []string{"tuned", "notebook"}
	list["solver"] = []string{"auto", "euler", "rk4", "tsit5"}
	list["tolerance"] = []string{"0", "1e-3"}
	return list
}

// TestEveryPairOfChoicesMakesSense sets any two settings, one after the other, starting from
// whatever a third leaves: the last one holds or is refused, and flow takes the jobs.
func TestEveryPairOfChoicesMakesSense(t *testing.T) {
	all := methodFields()
	each := func(do func(name, value string)) {
		for name, values := range all {
			for _, v := range values {
				do(name, v)
			}
		}
	}
	left := map[Settings]string{} // and by what
	each(func(a, va string) {
		each(func(b, vb string) {
			s := Defaults()
			s.Set(a, va)
			s.Set(b, vb)
			left[s] = fmt.Sprintf("%s=%s, %s=%s", a, va, b, vb)
		})
	})
	checked := map[Settings]bool{}
	for before, by := range left {
		each(func(c, vc string) {
			s := before
			_, err := s.Set(c, vc)
			if err == nil && s.Get(c) != vc || err != nil && s != before {
				t.Fatalf("%s, %s=%s: %+v, %v", by, c, vc, s, err)
			}
			if !checked[s] {
				checked[s] = true
				checkJobs(t, s)
			}
		})
		if t.Failed() {
			return
		}
	}
}

func TestRandomSettingsMakeSense(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 1500 {
		if checkJobs(t, random(r)); t.Failed() {
			return
		}
	}
}

// TestRandomSettingsTrain makes one step of both models.
func TestRandomSettingsTrain(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 60 {
		s := random(r)
		s.K, s.M, s.Batch, s.Steps = 1+s.K%4, 1+s.M%4, 2+s.Batch%99, s.Steps%9
		for _, k := range []flow.Kind{flow.Continuous, flow.Discrete} {
			tr, err := flow.NewTrainer(s.job(k))
			if err != nil {
				t.Fatalf("%s: %v: %v", s.Fragment(), k, err)
			}
			if err := tr.Step(); err != nil {
				t.Errorf("%s: %v: %v", s.Fragment(), k, err)
			}
		}
	}
}

// TestFallingBack checks which setting gives way, and that the person is told.
func TestFallingBack(t *testing.T) {
	for _, c := range []struct {
		given   string // a link
		name    string
		value   string
		gone    string // the setting that falls back, "" if the choice is refused
		because string
	}{
		{"gradient=adjoint", "trace", "gaussian", "gradient", "exact trace"},
		{"trace=gaussian", "gradient", "adjoint", "trace", "exact trace"},
		{"gradient=adjoint", "kinetic", "0.5", "gradient", "without penalties"},
		{"frobenius=0.5", "gradient", "adjoint", "frobenius", "without penalties"},
		{"steps=7", "tolerance", "1e-3", "steps", "chooses its steps"},
		{"tolerance=1e-3", "steps", "7", "tolerance", "chooses its steps"},
		{"tolerance=1e-3", "solver", "rk4", "tolerance", "does not estimate"},
		{"solver=rk4", "tolerance", "1e-3", "solver", "does not estimate"},
		{"data=u2&objective=energy", "data", "moons", "objective", "U1 to U4"},
		{"data=u2&tolerance=1e-3", "objective", "energy", "tolerance", "fixed steps"},
		{"trace=rademacher", "objective", "matching", "trace", "likelihood"},
		{"objective=transport", "kinetic", "0.5", "objective", "likelihood"},
		{"data=own&points=pAAD__wCA", "points", "", "data", "draw or paste"},
		{"data=u2&objective=energy&points=pAAD__wCA", "data", "own", "objective", "U1 to U4"},
		{"", "data", "own", "", "draw or paste"},
		{"recipe=tuned&batch=1", "recipe", "notebook", "batch", "spread"},
		{"", "objective", "energy", "", "U1 to U4"},
		{"data=rings", "noise", "0.3", "", "two moons"},
		{"recipe=notebook", "batch", "1", "", "spread"},
		{"data=u1&objective=energy", "nf", "generative", "", "noise to data"},
	} {
		s, notes := ParseFragment(c.given)
		if notes != nil {
			t.Fatalf("%s: %q", c.given, notes)
		}
		before := s
		notes, err := s.Set(c.name, c.value)
		if c.gone == "" {
			if err == nil || !strings.Contains(err.Error(), c.because) || s != before {
				t.Errorf("%s, then %s = %s: %v, want a refusal because of %s", c.given, c.name, c.value, err, c.because)
			}
			continue
		}
		f, _ := field(c.gone)
		if err != nil || len(notes) != 1 || !strings.Contains(notes[0], c.because) || !strings.HasPrefix(notes[0], f.Label) {
			t.Errorf("%s, then %s = %s: notes %q, %v, want one on %s because of %s", c.given, c.name, c.value, notes, err, c.gone, c.because)
		}
		if s.Get(c.gone) != f.Default || s.Get(c.name) != c.value {
			t.Errorf("%s, then %s = %s: %s is %s", c.given, c.name, c.value, c.gone, s.Get(c.gone))
		}
	}
}

// TestNothingElseIsLost checks that what has nothing to do with a change stays.
func TestNothingElseIsLost(t *testing.T) {
	s := with(func(s *Settings) { s.Data, s.Noise, s.Rate, s.Trace = "circles", 0.3, 0.02, "gaussian" })
	notes, err := s.Set("objective", "transport")
	want := with(func(s *Settings) { s.Data, s.Noise, s.Rate, s.Objective = "circles", 0.3, 0.02, "transport" })
	if err != nil || len(notes) != 1 || s != want {
		t.Errorf("%+v, %q, %v", s, notes, err)
	}
}

// TestBlocked checks the reasons that stand beside disabled controls.
func TestBlocked(t *testing.T) {
	for _, c := range []struct {
		given, name, value, want string
	}{
		{"", "noise", "", ""},
		{"data=pinwheel", "noise", "", "two moons"},
		{"", "data", "own", ""}, // it can be chosen, and the page asks for points
		{"", "objective", "energy", "U1 to U4"},
		{"data=u3", "objective", "energy", ""},
		{"data=u3&objective=energy", "nf", "", "noise to data"},
		{"objective=matching", "trace", "", "likelihood"},
		{"trace=gaussian", "gradient", "adjoint", "exact trace"},
		{"trace=gaussian", "gradient", "checkpointed", ""},
		{"trace=gaussian", "gradient", "", ""},
		{"solver=euler", "tolerance", "", "estimate"},
		{"solver=heun", "tolerance", "", ""},
		{"recipe=tuned", "tolerance", "", ""}, // another solver takes over
		{"tolerance=1e-3", "steps", "", "itself"},
	} {
		s, _ := ParseFragment(c.given)
		f, _ := field(c.name)
		got := f.Blocked(s)
		if c.value != "" {
			got = f.BlockedChoice(s, c.value)
		}
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %s=%s: %q, want %q", c.given, c.name, c.value, got, c.want)
		}
	}
}

func TestBlocksAreShort(t *testing.T) {
	s, _ := ParseFragment("objective=matching")
	got := s.blocks([]string{"trace", "gradient", "kinetic", "lr"})
	want := "Trace, Gradient and Kinetic energy: " + onlyLikelihood + "."
	if len(got) != 1 || got[0] != want {
		t.Errorf("%q, want %q", got, want)
	}
	if sentence("ärger") != "Ärger" || sentence("") != "" {
		t.Error("sentence doesn't begin with a capital letter")
	}
}
