package web

import (
	"fmt"
	"slices"
	"strconv"
)

// Settings is everything a person can choose. The controls, the link and
// window.playground are views of it through the table that Fields returns.
// Whatever it holds, both models' jobs make sense: see [Settings.Set].
type Settings struct {
	Data   string  // the Name of one of flow.Datasets, or flow.Own
	Given  string  // a person's own data, the text of a flow.Given, or "" for none
	Noise  float64 // σ of the two moons' noise, 0.05 to 0.5
	Seed   int     // of every random number, 1 to 9999
	K      int     // layers of the NF, 1 to 64
	M      int     // hidden units of the CNF, 1 to 64
	Recipe string  // "tuned" or "notebook"

	// How the models differ from the recipe. "auto", 0 and "0" leave it as it is.
	Model              string // of flow.Fields, where the CNF's coefficients come from
	Direction          string // of the NF's layers: "normalizing" or "generative"
	Objective          string // a flow.Objective
	Solver             string // a flow.SolverName
	Steps              int    // of the solver, 0 to 100
	Tolerance          string // of a solver that chooses its steps, "0" for fixed ones
	Trace              string // a flow.Trace
	Gradient           string // a flow.GradientMethod
	Kinetic, Frobenius float64
	Rate               float64 // of learning, at most; 0 to 1
	Batch              int     // 0 to 4096
	Average            string  // decay of the parameters' average

	Workers int // threads that train the CNF, 1 to 8, or 0 for what the machine has cores for

	Until   int  // training stops after so many steps, up to a million; 0 for never
	Plateau bool // training stops when the held-out loss gets no better

	Speed  string  // training steps per second: "1", "10", "100" or "max"
	Play   bool    // training runs
	Travel bool    // particles travel on their own
	T      float64 // time from 0 (noise) to 1 (data) that is shown while Travel is off

	View
	Audience
}

// Fields returns the table of all settings, in the order in which links name them.
func Fields() []Field { return slices.Clone(fields()) }

// Defaults returns the settings of a page opened without a fragment.
func Defaults() Settings {
	var s Settings
	for _, f := range fields() {
		f.store(&s, f.Default)
	}
	return s
}

// Get returns the named setting as text that Set accepts, or "" if there is no such setting.
func (s Settings) Get(name string) string {
	f, ok := field(name)
	if !ok {
		return ""
	}
	switch p := f.in(&s).(type) {
	case *int:
		return strconv.Itoa(*p)
	case *float64:
		return strconv.FormatFloat(*p, 'g', -1, 64)
	case *bool:
		return strconv.FormatBool(*p)
	default:
		return *p.(*string)
	}
}

// Set changes the named setting. Others that make no sense beside its new value
// fall back to their defaults; the notes say so in words for the person. If
// there is no such setting, the value is not allowed, or it makes no sense
// beside one that must not fall back, Set changes nothing and the error says
// what is allowed or why. Another lesson brings its settings along.
func (s *Settings) Set(name, value string) (notes []string, err error) {
	next := *s
	if err := next.put(name, value); err != nil {
		return nil, err
	}
	if next.Lesson != s.Lesson {
		next = next.begin()
	}
	if notes, err = next.settle(name); err != nil {
		return nil, err
	}
	*s = next
	return notes, nil
}

// put changes the named setting, whatever the others are. If there is no such
// setting or the value is not allowed, the error says what is.
func (s *Settings) put(name, value string) error {
	f, ok := field(name)
	if !ok {
		return fmt.Errorf("there is no setting %s; the settings are %s", quote(name), join(names(), "and"))
	}
	nearest, exact := f.nearest(value)
	if !exact {
		return fmt.Errorf("%s must be %s, not %s", f.Name, f.Allowed(), quote(value))
	}
	f.store(s, nearest)
	return nil
}

func field(name string) (Field, bool) {
	i := slices.IndexFunc(fields(), func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return fields()[i], true
}

func names() []string {
	list := make([]string, len(fields()))
	for i, f := range fields() {
		list[i] = f.Name
	}
	return list
}
