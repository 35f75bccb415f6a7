package modelfile

import (
	"bytes"
	"errors"
	"io"
	"math"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"flowplayground/flow"
)

var (
	cnfJob = flow.Job{Kind: flow.Continuous, Width: 4, Data: "moons", Seed: 1, Recipe: "tuned"}
	nfJob  = flow.Job{Kind: flow.Discrete, Width: 20, Data: "moons", Seed: 1, Recipe: "tuned"}
)

func notebook(j flow.Job, width int) flow.Job { j.Recipe, j.Width = "notebook", width; return j }

func trained(t testing.TB, job flow.Job, steps int) *flow.Trainer {
	t.Helper()
	tr, err := flow.NewTrainer(job)
	if err != nil {
		t.Fatal(err)
	}
	train(t, tr, steps)
	return tr
}

// train takes steps and returns the losses.
func train(t testing.TB, tr *flow.Trainer, steps int) (losses []float64) {
	t.Helper()
	for range steps {
		if err := tr.Step(); err != nil {
			t.Fatal(err)
		}
		losses = append(losses, tr.Loss())
	}
	return losses
}

func write(t testing.TB, f File) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func read(t testing.TB, text string) File {
	t.Helper()
	f, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// same reports whether two files agree in every bit, NaN with NaN.
func same(a, b File) bool {
	for _, f := range []*File{&a, &b} {
		f.Models = append([]Model{}, f.Models...)
		for i := range f.Models {
			s := &f.Models[i].State
			for _, v := range []*float64{&s.Train, &s.HeldOut} {
				if math.IsNaN(*v) {
					*v = -1e300
				}
			}
		}
	}
	return reflect.DeepEqual(a, b)
}

// TestLoadedRunGoesOn trains 30 steps, saves, loads and trains 20 more, which
// must give the losses of 50 steps at once, bit for bit.
func TestLoadedRunGoesOn(t *testing.T) {
	for _, job := range []flow.Job{cnfJob, nfJob, notebook(cnfJob, 2), notebook(nfJob, 20)} {
		whole := trained(t, job, 30)
		first := trained(t, job, 30)
		whole.Judge()
		first.Judge()
		f := read(t, write(t, File{Models: []Model{{State: first.State()}}}))
		second, err := flow.Restore(f.Models[0].State)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := train(t, second, 20), train(t, whole, 20); !reflect.DeepEqual(got, want) {
			t.Errorf("%v: losses %v, without interruption %v", job, got, want)
		}
		if second.Judge() != whole.Judge() {
			t.Errorf("%v: a loaded run ends elsewhere", job)
		}
		if !same(File{Models: []Model{{State: second.State()}}}, File{Models: []Model{{State: whole.State()}}}) {
			t.Errorf("%v: a loaded run ends in another state", job)
		}
	}
}

// bothModels returns a file with all that one may have.
func bothModels(t testing.TB) File {
	nf := trained(t, notebook(nfJob, 2), 3)
	nf.Judge()
	return File{
		Settings: map[string]string{"data": "moons", "note": "π \"quoted\"\n", "seed": "1"},
		Models: []Model{
			{State: trained(t, flow.Job{Kind: flow.Continuous, Width: 1, Data: "moons", Seed: 1, Recipe: "tuned"}, 1).State()},
			{State: nf.State(), History: History{
				Steps: []float64{1, 2, 3}, Train: []float64{14.5, 14.25, 1.0 / 3},
				HeldSteps: []float64{0, 3}, HeldOut: []float64{14.7, 2e-5},
			}},
		},
	}
}

func TestThereAndBack(t *testing.T) {
	f := bothModels(t)
	text := write(t, f)
	again := read(t, text)
	if !same(again, f) {
		t.Errorf("read %+v, written %+v", again, f)
	}
	if write(t, again) != text {
		t.Error("written again, the file differs")
	}
	empty := strings.Replace(smallFile(t), `"settings":{"seed":"1"}`, `"settings":{}`, 1)
	empty = regexp.MustCompile(`"history":\{[^}]*\}`).ReplaceAllString(empty, `"history":{"steps":[],"train":[]}`)
	if f := read(t, empty); f.Settings != nil || f.Models[0].History.Steps != nil {
		t.Errorf("what is empty came back as %v and %v", f.Settings, f.Models[0].History)
	}
	start := File{Models: []Model{{State: trained(t, nfJob, 0).State()}}}
	if !same(read(t, write(t, start)), start) {
		t.Error("a trainer before its first step does not come back")
	}
}

// TestNumbersSurvive puts float32's corners and awkward decimals through a file.
func TestNumbersSurvive(t *testing.T) {
	f := File{Models: []Model{{State: trained(t, notebook(nfJob, 2), 1).State()}}}
	corners := []float32{
		math.MaxFloat32, -math.SmallestNonzeroFloat32, 0x1p-126, float32(math.Copysign(0, -1)), 0,
		1. / 3, 16777217, 0.1, 1e-10, 8.5899346e9,
	}
	copy(f.Models[0].State.Params, corners)
	got := read(t, write(t, f)).Models[0].State.Params
	for i, v := range corners {
		if math.Float32bits(got[i]) != math.Float32bits(v) {
			t.Errorf("%v came back as %v", v, got[i])
		}
	}
	r := uint32(1)
	for range 50 {
		for i := range f.Models[0].State.Params {
			r = r*1664525 + 1013904223
			f.Models[0].State.Params[i] = math.Float32frombits(r &^ (1 << 30)) // finite
		}
		if !same(read(t, write(t, f)), f) {
			t.Fatalf("%v do not come back", f.Models[0].State.Params)
		}
	}
	f.Models[0].State.Params[0] = 0.1
	if text := write(t, f); !strings.Contains(text, `"values":[0.1,`) {
		t.Errorf("0.1 is not written as such: %.900s", text)
	}
}

// TestEveryFieldIsKept makes every field of a job and of a history differ from
// zero, so that one added to them cannot be forgotten here.
func TestEveryFieldIsKept(t *testing.T) {
	var j flow.Job
	fill(reflect.ValueOf(&j).Elem())
	j.Kind = flow.Discrete
	j.Method = flow.Method{
		Field: "paper", Solver: "tsit5", Steps: 7, Trace: flow.GaussianTrace,
		Gradient: flow.CheckpointedGradient, Objective: flow.FlowMatchingTransport,
		Tolerance: 1e-5, Generative: true, Kinetic: 0.1, Frobenius: 0.2,
		Rate: 1e-3, Batch: 64, Average: 0.99, Patience: 5,
	}
	for i, f := range reflect.ValueOf(j.Method).Fields() {
		if f.IsZero() {
			t.Errorf("the test leaves %s zero", i.Name)
		}
	}
	d := describeJob(j)
	if again, err := d.job(""); err != nil || again != j {
		t.Errorf("job %+v came back as %+v, %v", j, again, err)
	}
	if n := reflect.TypeFor[flow.State]().NumField(); n != 13 {
		t.Errorf("flow.State has %d fields; are all of them in the file?", n)
	}
}

func fill(v reflect.Value) {
	for i, f := range v.Fields() {
		switch f := f; f.Kind() {
		case reflect.Int:
			f.SetInt(int64(len(i.Name)))
		case reflect.Float64:
			f.SetFloat(0.5)
		case reflect.String:
			f.SetString(i.Name)
		case reflect.Bool:
			f.SetBool(true)
		}
	}
}

// TestAverageAndBestAreKept does so for what no recipe asks for: the document
// has them, and a state with them is refused by a job without.
func TestAverageAndBestAreKept(t *testing.T) {
	s := trained(t, notebook(nfJob, 2), 3).State()
	s.Average = flow.AverageState{Updates: 3, Values: s.Params}
	s.Patience = flow.PatienceState{Looks: 2, Least: 1, Loss: 1.5, Best: s.Adam.M, Stopped: true}
	s.Solver = flow.SolverState{Steps: 5, Error: 1e-3, Tolerance: 1e-4}
	again, err := describe(Model{State: s}).model("")
	if err != nil {
		t.Fatal(err)
	}
	if !same(File{Models: []Model{again}}, File{Models: []Model{{State: s}}}) {
		t.Errorf("read %+v, written %+v", again.State, s)
	}
	s.Solver = flow.SolverState{}
	err = Write(io.Discard, File{Models: []Model{{State: s}}})
	if err == nil || !strings.Contains(err.Error(), "average") {
		t.Errorf("an average that the job does not ask for: %v", err)
	}
}

func TestWriteRefuses(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		change func(*File)
		field  string
		says   string
	}{
		{func(f *File) { f.Models = nil }, "models", "there is none"},
		{func(f *File) { f.Models = append(f.Models, f.Models[0]) }, "models[2]", "second CNF"},
		{func(f *File) { f.Models[0].State.Params[3] = float32(nan) }, "models[0]", "is NaN"},
		{func(f *File) { f.Models[0].State.Job.Kind = 9 }, "models[0]", "number 9"},
		{func(f *File) { f.Models[1].History.Train[1] = inf }, "models[1].history.train", "+Inf at step 2"},
		{func(f *File) { f.Models[1].History.Steps[1] = nan }, "models[1].history.train", "ascend"},
		{func(f *File) { f.Models[1].History.Steps[0] = 5 }, "models[1].history.train", "ascend"},
		{func(f *File) { f.Models[1].History.HeldSteps[0] = -1 }, "models[1].history.heldOut", "before the first"},
		{func(f *File) { f.Models[1].History.HeldSteps = nil }, "models[1].history.heldOut", "2 losses at 0 steps"},
		{func(f *File) {
			f.Models[1].History = History{Steps: make([]float64, maxCurve+1), Train: make([]float64, maxCurve+1)}
		}, "models[1].history.train", "more than"},
		{func(f *File) { f.Settings["data"] = "\xff" }, "settings.data", "UTF-8"},
		{func(f *File) { f.Settings["data"] = strings.Repeat("x", MaxBytes) }, "", "larger"},
	} {
		f := bothModels(t)
		c.change(&f)
		var b bytes.Buffer
		err := Write(&b, f)
		checkError(t, err, c.field, c.says)
		if b.Len() > 0 {
			t.Errorf("%s: %d bytes were written", c.says, b.Len())
		}
	}
}

// checkError complains unless err is an *Error of that field that says so.
func checkError(t *testing.T, err error, field, says string) {
	t.Helper()
	var e *Error
	switch {
	case err == nil:
		t.Errorf("no error with %q for %s", says, field)
	case !errors.As(err, &e):
		t.Errorf("%v is no *Error", err)
	case e.Field != field || !strings.Contains(e.Error(), says):
		t.Errorf("want an error of %q with %q, got %q of %q", field, says, e.Reason, e.Field)
	}
}

func TestReaderAndWriterFail(t *testing.T) {
	broken := errors.New("broken")
	if _, err := Read(io.MultiReader(strings.NewReader("{"), failing{broken})); !errors.Is(err, broken) {
		t.Errorf("a reader that fails: %v", err)
	}
	f := File{Models: []Model{{State: trained(t, notebook(nfJob, 1), 0).State()}}}
	if err := Write(failing{broken}, f); !errors.Is(err, broken) {
		t.Errorf("a writer that fails: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error)  { return 0, f.err }
func (f failing) Write([]byte) (int, error) { return 0, f.err }
