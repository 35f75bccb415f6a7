package web

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func with(change func(*Settings)) Settings {
	s := Defaults()
	change(&s)
	return s
}

func TestParseFragment(t *testing.T) {
	for _, c := range []struct {
		fragment string
		want     Settings
		notes    []string
	}{
		{"k=8&m=32", with(func(s *Settings) { s.K, s.M = 8, 32 }), nil},
		{"#K=8", with(func(s *Settings) { s.K = 8 }), nil},
		{"%6b=%38&&t=0%2E5&", with(func(s *Settings) { s.K, s.T = 8, 0.5 }), nil},
		{"t=-0&play=0&travel=F", with(func(s *Settings) { s.T, s.Play, s.Travel = 0, false, false }), nil},
		{"k=65", with(func(s *Settings) { s.K = 64 }),
			[]string{`The link's k = "65" became 64: k must be a whole number from 1 to 64.`}},
		{"m=-3", with(func(s *Settings) { s.M = 1 }),
			[]string{`The link's m = "-3" became 1: m must be a whole number from 1 to 64.`}},
		{"k=7.6", with(func(s *Settings) { s.K = 8 }),
			[]string{`The link's k = "7.6" became 8: k must be a whole number from 1 to 64.`}},
		{"seed=1e999", with(func(s *Settings) { s.Seed = 9999 }),
			[]string{`The link's seed = "1e999" became 9999: seed must be a whole number from 1 to 9999.`}},
		{"t=1.5", Defaults(), []string{`The link's t = "1.5" became 1: t must be a number from 0 to 1.`}},
		{"t=NaN", Defaults(), []string{`The link's t = "NaN" was ignored: t must be a number from 0 to 1.`}},
		{"trace=sum", Defaults(), []string{`The link's trace = "sum" was ignored: trace must be exact, gaussian or rademacher.`}},
		{"gradient=adjoint&trace=gaussian", with(func(s *Settings) { s.Trace = "gaussian" }),
			[]string{"Gradient is “All stages kept” again: the adjoint needs the exact trace."}},
		{"steps=7&tolerance=1e-3", with(func(s *Settings) { s.Tolerance = "1e-3" }),
			[]string{"Steps is the recipe's again: with a tolerance the solver chooses its steps itself."}},
		{"objective=energy", Defaults(),
			[]string{"Objective is “Likelihood of the data” again: only the data U1 to U4 are given by an energy."}},
		{"data=circles&noise=0.3", with(func(s *Settings) { s.Data, s.Noise = "circles", 0.3 }), nil},
		{"k", Defaults(), []string{`The link's k = "" was ignored: k must be a whole number from 1 to 64.`}},
		{"k=8&k=9", with(func(s *Settings) { s.K = 9 }),
			[]string{"The link names k more than once; the last one, 9, counts."}},
		{"class=3", Defaults(),
			[]string{`The link names a setting "class" that this page does not have; it was ignored.`}},
		{"k%3D8", with(func(s *Settings) { s.K = 8 }), nil}, // a program that escapes all it can
		{"class=%c3%a9", Defaults(),
			[]string{`The link names a setting "class" that this page does not have; it was ignored.`}},
		{"k=%zz", Defaults(), []string{`The link's part "k=%zz" is garbled and was ignored.`}},
		{"k=%+8", Defaults(), []string{`The link's part "k=%+8" is garbled and was ignored.`}},
		{"k=8%3", Defaults(), []string{`The link's part "k=8%3" is garbled and was ignored.`}},
	} {
		got, notes := ParseFragment(c.fragment)
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", c.fragment, got, c.want)
		}
		if !reflect.DeepEqual(notes, c.notes) {
			t.Errorf("%s: notes %q, want %q", c.fragment, notes, c.notes)
		}
	}
}

// TestLinksNeedNoEscapes holds the names and values of all settings to characters
// that stand for themselves in a link.
func TestLinksNeedNoEscapes(t *testing.T) {
	for _, f := range Fields() {
		words := []string{f.Name, f.Default}
		for _, c := range f.Choices {
			words = append(words, c.Value)
		}
		for _, word := range words {
			if strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789-.") != "" {
				t.Errorf("%s: %q would have to be escaped in a link", f.Name, word)
			}
		}
	}
}

func TestNotesAreFewAndShort(t *testing.T) {
	_, notes := ParseFragment(strings.Repeat(strings.Repeat("é", 999)+"&", 40))
	if len(notes) != maxNotes || notes[maxNotes-1] != "The link has 36 more mistakes." {
		t.Errorf("%d notes: %q", len(notes), notes)
	}
	for _, note := range notes {
		if utf8.RuneCountInString(note) > 160 {
			t.Errorf("too long: %s", note)
		}
	}
}

func FuzzParseFragment(f *testing.F) {
	for _, seed := range []string{"", "#k=8&m=32", "k=1e999&t=NaN&t=-0", "data=%6doons&speed=max", "k=%zz&=&&=%ff", "play=t&travel=0",
		"data=u1&objective=energy&tolerance=1e-3&nf=generative", "data=circles&noise=0.3&objective=energy&batch=1",
		"recipe=notebook&batch=1", "gradient=adjoint&trace=gaussian&kinetic=1", "objective=transport&gradient=adjoint&steps=7",
		"solver=rk4&tolerance=1e-2&steps=7&lr=1e-9&average=0.99&model=hyper", "lesson=dt&steps=0&solver=auto&tolerance=1e-3"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, fragment string) {
		s, notes := ParseFragment(fragment)
		for _, field := range Fields() {
			same := s
			if same.Get(field.Name) == field.Default {
				continue
			}
			if notes, err := same.Set(field.Name, s.Get(field.Name)); same != s || notes != nil || err != nil && field.Blocked(s) == "" {
				t.Fatalf("%q: %s is not valid: %v, %q", fragment, field.Name, err, notes)
			}
		}
		checkJobs(t, s)
		if again, more := ParseFragment(s.Fragment()); again != s.linked() || more != nil {
			t.Fatalf("%q: %+v reads back as %+v, %q", fragment, s, again, more)
		}
		if len(notes) > maxNotes || !utf8.ValidString(strings.Join(notes, "")) {
			t.Fatalf("%q: notes %q", fragment, notes)
		}
	})
}
