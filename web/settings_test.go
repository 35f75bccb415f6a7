package web

import (
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"flowplayground/flow"
)

func TestDefaults(t *testing.T) {
	want := Settings{
		Data: "moons", Noise: 0.2, Seed: 1, K: 20, M: 20, Recipe: "tuned",
		Model: "auto", Direction: "normalizing", Objective: "likelihood", Solver: "auto", Tolerance: "0",
		Trace: "exact", Gradient: "stored", Average: "0",
		Speed: "max", Play: true, Travel: true, T: 1,
		View: View{
			Density: true, Dots: true, Particles: true,
			Colors: "viridis", Pace: "1", Dock: "loss", Smooth: 0.9,
		},
		Audience: Audience{Lesson: "none"},
	}
	if got := Defaults(); got != want {
		t.Errorf("Defaults() = %+v, want %+v", got, want)
	}
	for _, fragment := range []string{"", "#", Defaults().Fragment()} {
		got, notes := ParseFragment(fragment)
		if got != want || notes != nil {
			t.Errorf("ParseFragment(%q) = %+v, %q", fragment, got, notes)
		}
	}
}

// Every field of Settings is in the table once, with words for the page.
func TestTableIsComplete(t *testing.T) {
	var s Settings
	at := map[any]bool{}
	for _, f := range Fields() {
		at[f.in(&s)] = true
		if f.Label == "" || f.Help == "" {
			t.Errorf("%s has no words for the page", f.Name)
		}
		for _, c := range f.Choices {
			if c.Value == "" || c.Label == "" {
				t.Errorf("%s has the choice %+v", f.Name, c)
			}
		}
	}
	n := 0
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Settings]()) {
		if !f.Anonymous {
			n++
		}
	}
	if len(at) != n {
		t.Errorf("the table reaches %d of the %d settings", len(at), n)
	}
}

// texts are allowed values of each Text.
var texts = map[string][]string{
	"at": {"", "0.5,-1.25"}, "mute": {"", "c3.c20.n1"}, "hide": {"", "data.method"},
	"points": {"", "pAAD__wCA", "iAgLw-A"},
}

// values returns all allowed values of an Option or Toggle, both ends of a number, and some texts.
func values(f Field) []string {
	switch f.Kind {
	case Toggle:
		return []string{"true", "false"}
	case Option:
		var list []string
		for _, c := range f.Choices {
			list = append(list, c.Value)
		}
		return list
	case Integer:
		return []string{strconv.Itoa(int(f.Min)), strconv.Itoa(int(f.Max))}
	case Text:
		return texts[f.Name]
	default:
		return []string{number(f.Min), number(f.Max)}
	}
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func TestBothEnds(t *testing.T) {
	for _, f := range Fields() {
		for _, v := range values(f) {
			s := Defaults()
			if f.BlockedChoice(s, v) != "" {
				s.Data = flow.WalledU1.Name
			}
			if v == flow.Own {
				s.Given = "pAAD__wCA"
			}
			if notes, err := s.Set(f.Name, v); err != nil || notes != nil {
				t.Errorf("Set(%s, %s): %v, %q", f.Name, v, err, notes)
			}
			if got := s.Get(f.Name); got != v {
				t.Errorf("Get(%s) = %q after Set %q", f.Name, got, v)
			}
			if got, notes := ParseFragment("#" + s.Fragment()); got != s.linked() || notes != nil {
				t.Errorf("%s: read back %+v, %q", s.Fragment(), got, notes)
			}
		}
	}
}

func TestSetRefuses(t *testing.T) {
	bad := map[Kind][]string{
		Integer: {"", "x", "-1", "10000000", "1.5", "NaN", "Inf", "1e400"},
		Real:    {"", "x", "-0.01", "1.01", "NaN", "-Inf"},
		Option:  {"", "Moons", "moons ", "x"},
		Toggle:  {"", "yes", "2"},
		Text:    {"x", "1,", "1,NaN", "c0", "c65.n1", "data..method", "pAAAAAAAA"},
	}
	for _, f := range Fields() {
		for _, v := range bad[f.Kind] {
			s := Defaults()
			_, err := s.Set(f.Name, v)
			if err == nil {
				t.Errorf("Set(%s, %q) was accepted", f.Name, v)
				continue
			}
			if msg := err.Error(); !strings.HasPrefix(msg, f.Name+" ") || !strings.Contains(msg, f.Allowed()) {
				t.Errorf("Set(%s, %q): %q names neither the setting nor what is allowed", f.Name, v, msg)
			}
			if s != Defaults() {
				t.Errorf("Set(%s, %q) failed and yet changed something", f.Name, v)
			}
		}
	}
}

func TestUnknownName(t *testing.T) {
	s := Defaults()
	_, err := s.Set("kk", "3")
	const want = `there is no setting "kk"; the settings are data, noise, seed, k, m, recipe, model, nf, objective, ` +
		`solver, steps, tolerance, trace, gradient, kinetic, frobenius, lr, batch, average, workers, speed, until, plateau, play, travel, t, ` +
		`density, contours, dots, particles, tails, arrows, lattice, back, morph, log, colors, pace, dock, gap, smooth, slow, at, mute, ` +
		`lesson, present, embed, hide and points`
	if err == nil || err.Error() != want {
		t.Errorf("Set(kk) = %v, want %s", err, want)
	}
	if got := s.Get("kk"); got != "" {
		t.Errorf("Get(kk) = %q", got)
	}
}

func TestAllowed(t *testing.T) {
	for name, want := range map[string]string{
		"k": "a whole number from 1 to 64", "t": "a number from 0 to 1",
		"trace": "exact, gaussian or rademacher", "steps": "a whole number from 0 to 100, where 0 is the recipe's", "speed": "1, 10, 100 or max", "play": "true or false",
	} {
		if f, _ := field(name); f.Allowed() != want {
			t.Errorf("%s: %q, want %q", name, f.Allowed(), want)
		}
	}
}

func TestFragmentNamesOnlyDifferences(t *testing.T) {
	s := Defaults()
	s.K, s.M, s.T, s.Play = 8, 32, 0.25, false
	if got, want := s.Fragment(), "k=8&m=32&play=false&t=0.25"; got != want {
		t.Errorf("Fragment() = %q, want %q", got, want)
	}
}

func TestRandomRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 800 {
		s := random(r)
		if got, notes := ParseFragment(s.Fragment()); got != s.linked() || notes != nil {
			t.Fatalf("%s: read back %+v, %q", s.Fragment(), got, notes)
		}
	}
}

// random returns settings as a person may leave them who sets everything in turn.
func random(r *rand.Rand) Settings {
	s := Defaults()
	for _, i := range r.Perm(len(fields())) {
		s.Set(fields()[i].Name, randomValue(fields()[i], r)) // what is refused leaves s as it was
	}
	return s
}

func randomValue(f Field, r *rand.Rand) string {
	switch f.Kind {
	case Integer:
		return strconv.Itoa(int(f.Min) + r.IntN(int(f.Max-f.Min)+1))
	case Real:
		return number(f.Min + (f.Max-f.Min)*r.Float64())
	case Toggle:
		return strconv.FormatBool(r.IntN(2) == 0)
	case Text:
		return texts[f.Name][r.IntN(len(texts[f.Name]))]
	}
	return f.Choices[r.IntN(len(f.Choices))].Value
}

func TestSettingsQueueAppliesOnlyTheNewest(t *testing.T) {
	var got []setting
	entered, leave := make(chan bool), make(chan bool)
	q := &settingsQueue{apply: func(name, value string) {
		got = append(got, setting{name, value})
		entered <- true
		<-leave
	}}
	q.put("k", "1")
	<-entered
	for _, v := range []string{"2", "3", "4"} {
		q.put("k", v)
		q.put("m", v)
	}
	if !q.waits("k") || q.waits("t") {
		t.Error("waits is wrong")
	}
	leave <- true
	for range 2 {
		<-entered
		leave <- true
	}
	want := []setting{{"k", "1"}, {"k", "4"}, {"m", "4"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("applied %v, want %v", got, want)
	}
}
