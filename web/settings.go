package web

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Settings is everything a person can choose. The controls, the link and
// window.playground are views of it through the table that Fields returns.
type Settings struct {
	Data   string  // data set: "moons" or "circles"
	Seed   int     // of every random number, 1 to 9999
	K      int     // layers of the NF, 1 to 64
	M      int     // hidden units of the CNF, 1 to 64
	Recipe string  // "tuned" or "notebook"
	Speed  string  // training steps per second: "1", "10", "100" or "max"
	Play   bool    // training runs
	Travel bool    // particles travel on their own
	T      float64 // time from 0 (noise) to 1 (data) that is shown while Travel is off
}

// Kind says what values a field takes.
type Kind int

// The kinds of fields.
const (
	Integer Kind = iota // a whole number from Min to Max
	Real                // a number from Min to Max
	Option              // the Value of one of Choices
	Toggle              // true or false
)

// Scope is the set of models that a changed setting sends back to step 0.
type Scope uint

// The models, and the sets of them.
const (
	NF      Scope = 1 << iota
	CNF           // one bit each
	Nothing Scope = 0
	Both          = NF | CNF
)

// Choice is one allowed value of an Option, and the words for it.
type Choice struct{ Value, Label string }

// Field describes one setting: its name in links and scripts, its words on the
// page, its allowed values, and where in Settings it stands.
type Field struct {
	Name, Label, Help string
	Kind              Kind
	Min, Max, Step    float64 // of numbers; Step is what one press of an arrow key adds
	Choices           []Choice
	Default           string
	Restarts          Scope
	in                func(*Settings) any // pointer to the struct field: *int, *float64, *bool or *string
}

var fields = []Field{
	{Name: "data", Label: "Data", Help: "What the models learn. Changing it restarts both.",
		Kind: Option, Choices: []Choice{{"moons", "Two moons"}, {"circles", "Two circles"}},
		Default: "moons", Restarts: Both, in: func(s *Settings) any { return &s.Data }},
	{Name: "seed", Label: "Seed", Help: "The same seed gives the same run, step for step. Changing it restarts both models.",
		Kind: Integer, Min: 1, Max: 9999, Step: 1,
		Default: "1", Restarts: Both, in: func(s *Settings) any { return &s.Seed }},
	{Name: "k", Label: "K, layers of the NF", Help: "More layers bend space more often. Changing it restarts the NF.",
		Kind: Integer, Min: 1, Max: 64, Step: 1,
		Default: "20", Restarts: NF, in: func(s *Settings) any { return &s.K }},
	{Name: "m", Label: "M, hidden units of the CNF", Help: "More units make a richer flow. Changing it restarts the CNF.",
		Kind: Integer, Min: 1, Max: 64, Step: 1,
		Default: "20", Restarts: CNF, in: func(s *Settings) any { return &s.M }},
	{Name: "recipe", Label: "Recipe", Help: "How the models start and learn. Changing it restarts both.",
		Kind: Option, Choices: []Choice{{"tuned", "Tuned (default)"}, {"notebook", "The notebook's"}},
		Default: "tuned", Restarts: Both, in: func(s *Settings) any { return &s.Recipe }},
	{Name: "speed", Label: "Speed", Help: "Training steps per second, for each model.",
		Kind:    Option,
		Choices: []Choice{{"1", "1 step/s"}, {"10", "10 steps/s"}, {"100", "100 steps/s"}, {"max", "Full speed"}},
		Default: "max", in: func(s *Settings) any { return &s.Speed }},
	{Name: "play", Label: "Training runs", Help: "Training runs, or is paused.",
		Kind: Toggle, Default: "true", in: func(s *Settings) any { return &s.Play }},
	{Name: "travel", Label: "Particles travel", Help: "Particles travel from noise to data again and again, or stand still at time t.",
		Kind: Toggle, Default: "true", in: func(s *Settings) any { return &s.Travel }},
	{Name: "t", Label: "Time t", Help: "Hold the particles and the density at this time.",
		Kind: Real, Min: 0, Max: 1, Step: 0.01,
		Default: "1", in: func(s *Settings) any { return &s.T }},
}

// Fields returns the table of all settings, in the order in which links name them.
func Fields() []Field { return slices.Clone(fields) }

// Defaults returns the settings of a page opened without a fragment.
func Defaults() Settings {
	var s Settings
	for _, f := range fields {
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

// Set changes the named setting. If there is no such setting or the value is
// not allowed, it changes nothing and the error says what is allowed.
func (s *Settings) Set(name, value string) error {
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

// Allowed says in words which values the field takes: "a whole number from 1 to 64".
func (f Field) Allowed() string {
	switch f.Kind {
	case Integer:
		return fmt.Sprintf("a whole number from %v to %v", f.Min, f.Max)
	case Real:
		return fmt.Sprintf("a number from %v to %v", f.Min, f.Max)
	case Toggle:
		return "true or false"
	}
	values := make([]string, len(f.Choices))
	for i, c := range f.Choices {
		values[i] = c.Value
	}
	return join(values, "or")
}

// nearest returns the allowed value closest to text, written as Get writes it,
// or "" if none is close. exact reports whether text is itself an allowed value.
func (f Field) nearest(text string) (value string, exact bool) {
	switch f.Kind {
	case Option:
		if slices.ContainsFunc(f.Choices, func(c Choice) bool { return c.Value == text }) {
			return text, true
		}
		return "", false
	case Toggle:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return "", false
		}
		return strconv.FormatBool(b), true
	default:
		return f.nearestNumber(text)
	}
}

func (f Field) nearestNumber(text string) (value string, exact bool) {
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	// Too many digits for a float64 still say which end of the range is meant: v is ±Inf then.
	if math.IsNaN(v) || err != nil && !math.IsInf(v, 0) {
		return "", false
	}
	near := min(max(v, f.Min), f.Max)
	if f.Kind == Integer {
		near = math.Round(near)
	}
	if near == 0 {
		near = 0 // "-0" is allowed, but is written "0"
	}
	return strconv.FormatFloat(near, 'g', -1, 64), near == v
}

// store writes a value that nearest returned.
func (f Field) store(s *Settings, value string) {
	switch p := f.in(s).(type) {
	case *int:
		*p, _ = strconv.Atoi(value)
	case *float64:
		*p, _ = strconv.ParseFloat(value, 64)
	case *bool:
		*p = value == "true"
	case *string:
		*p = value
	}
}

func field(name string) (Field, bool) {
	i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return fields[i], true
}

func names() []string {
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = f.Name
	}
	return list
}
