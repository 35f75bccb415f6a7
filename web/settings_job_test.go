package web

import (
	"reflect"
	"testing"

	"flowplayground/flow"
)

// TestRestarts changes one setting at a time.
func TestRestarts(t *testing.T) {
	for _, c := range []struct {
		given, name, value string
		want               Scope
	}{
		{"", "data", "circles", Both}, {"", "noise", "0.3", Both}, {"", "seed", "2", Both}, {"", "recipe", "notebook", Both},
		{"", "k", "3", NF}, {"", "nf", "generative", NF}, {"", "m", "3", CNF}, {"", "model", "paper", CNF},
		{"", "solver", "tsit5", CNF}, {"", "steps", "9", CNF}, {"", "tolerance", "1e-3", CNF},
		{"", "trace", "gaussian", CNF}, {"", "gradient", "adjoint", CNF}, {"", "kinetic", "0.1", CNF}, {"", "frobenius", "0.1", CNF},
		{"", "objective", "matching", CNF}, {"data=u1", "objective", "energy", Both}, {"data=u1&objective=energy", "data", "rings", Both},
		{"", "lr", "0.01", Both}, {"", "batch", "64", Both}, {"", "average", "0.99", Both},
		{"", "speed", "1", Nothing}, {"", "play", "false", Nothing}, {"", "travel", "false", Nothing}, {"", "t", "0.5", Nothing},
		{"trace=gaussian", "objective", "transport", CNF}, {"", "k", "20", Nothing},
	} {
		before, _ := ParseFragment(c.given)
		after := before
		if _, err := after.Set(c.name, c.value); err != nil {
			t.Fatal(err)
		}
		if got := restarts(before, after); got != c.want {
			t.Errorf("%s: %s = %s restarts %v, want %v", c.given, c.name, c.value, got, c.want)
		}
	}
}

func TestJob(t *testing.T) {
	s, notes := ParseFragment("noise=0.3&seed=5&k=3&m=4&recipe=notebook&model=paper&nf=generative&solver=heun&steps=9&" +
		"trace=rademacher&gradient=checkpointed&kinetic=0.1&frobenius=0.2&lr=0.02&batch=64&average=0.99")
	if notes != nil {
		t.Fatal(notes)
	}
	both := flow.Method{Rate: 0.02, Batch: 64, Average: 0.99}
	nf := flow.Job{Kind: flow.Discrete, Width: 3, Data: "moons", Noise: 0.3, Seed: 5, Recipe: "notebook", Method: both}
	nf.Method.Generative = true
	cnf := nf
	cnf.Kind, cnf.Width, cnf.Method = flow.Continuous, 4, both
	cnf.Method.Field, cnf.Method.Solver, cnf.Method.Steps = "paper", "heun", 9
	cnf.Method.Trace, cnf.Method.Gradient = flow.RademacherTrace, flow.CheckpointedGradient
	cnf.Method.Kinetic, cnf.Method.Frobenius = 0.1, 0.2
	for _, want := range []flow.Job{cnf, nf} {
		if got := s.job(want.Kind); got != want {
			t.Errorf("job %+v, want %+v", got, want)
		}
	}
	if got := Defaults().job(flow.Continuous); got.Method != (flow.Method{}) || got.Noise != 0 {
		t.Errorf("the default job departs from its recipe: %+v", got)
	}
}

// TestEveryDatasetCanBeChosen holds the table to flow's list.
func TestEveryDatasetCanBeChosen(t *testing.T) {
	f, _ := field("data")
	var got, want []string
	energies := 0
	for _, c := range f.Choices {
		got = append(got, c.Value)
		if c.Group != f.Choices[0].Group && c.Value != flow.Own {
			energies++
		}
		s := with(func(s *Settings) { s.Given = "pAAD__wCA" })
		if _, err := s.Set("data", c.Value); err != nil {
			t.Error(err)
		}
		if d, err := s.Dataset(); err != nil || d.Name != c.Value || d.Title != c.Label {
			t.Errorf("%s is %q, %v", c.Value, d.Name, err)
		}
		checkJobs(t, s)
	}
	for _, d := range flow.Datasets {
		want = append(want, d.Name)
	}
	want = append(want, flow.Own)
	if !reflect.DeepEqual(got, want) || energies != len(flow.Energies) {
		t.Errorf("%d energies among %v, want %v", energies, got, want)
	}
}

func TestNoiseChangesTheData(t *testing.T) {
	s := with(func(s *Settings) { s.Noise = 0.05 })
	if d, err := s.Dataset(); err != nil || d.Entropy >= flow.TwoMoons.Entropy {
		t.Errorf("with less noise the entropy is %v, %v", d.Entropy, err)
	}
	if got, want := entropy(Defaults()), flow.TwoMoons.Entropy; got != want {
		t.Errorf("entropy %v, want %v", got, want)
	}
}
