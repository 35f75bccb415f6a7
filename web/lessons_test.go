package web

import (
	"math/rand/v2"
	"strings"
	"testing"

	"flowplayground/flow"
)

// TestLessons holds every lesson to be whole, and its settings and buttons to what is allowed.
func TestLessons(t *testing.T) {
	if len(lessons) < 6 {
		t.Errorf("%d lessons", len(lessons))
	}
	seen := map[string]bool{noLesson: true}
	for _, l := range lessons {
		if seen[l.ID] || l.Title == "" || len(l.Text) == 0 || len(l.Do) == 0 || l.See == "" {
			t.Errorf("%q is not whole, or there are two of it", l.ID)
		}
		seen[l.ID] = true
		if s, notes := ParseFragment(l.Settings); notes != nil || s.Fragment() != l.Settings {
			t.Errorf("%s: %q is read as %q, %q", l.ID, l.Settings, s.Fragment(), notes)
		}
		s, notes := ParseFragment("lesson=" + l.ID)
		if notes != nil || s.Lesson != l.ID || !s.holds(l.Settings) {
			t.Errorf("%s: its link gives %+v, %q", l.ID, s, notes)
		}
		for _, task := range l.Do {
			if task.Text == "" {
				t.Errorf("%s: a task without words", l.ID)
			}
			for _, try := range task.Tries {
				checkTry(t, l, s, try)
			}
		}
	}
}

func checkTry(t *testing.T, l Lesson, s Settings, try Try) {
	t.Helper()
	if try.Press != "" && try.Fragment == "" {
		return
	}
	if notes, err := s.try(try.Fragment); err != nil || notes != nil || !s.holds(try.Fragment) || s.Lesson != l.ID {
		t.Errorf("%s, %q: %v, %q", l.ID, try.Label, err, notes)
	}
}

func TestLessonIsTheBaseOfItsLink(t *testing.T) {
	for _, c := range []struct{ fragment, again string }{
		{"lesson=depth", "lesson=depth"},
		{"k=2&m=2&lesson=depth", "lesson=depth"},
		{"k=20&lesson=depth", "lesson=depth&k=20"},
		{"lesson=depth&lesson=none", ""},
		{"lesson=none&k=3", "k=3"},
		{"%6cesson=dept%68&m=8", "lesson=depth&m=8"},
	} {
		s, _ := ParseFragment(c.fragment)
		if got := s.Fragment(); got != c.again {
			t.Errorf("%s: %s, want %s", c.fragment, got, c.again)
		}
	}
	if _, notes := ParseFragment("lesson=knots"); len(notes) != 1 || !strings.Contains(notes[0], "depth") {
		t.Errorf("an unknown lesson: %q", notes)
	}
}

// TestLessonLinksReadBack changes settings at random beside every lesson.
func TestLessonLinksReadBack(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, l := range lessons {
		for range 100 {
			s := startOf(l.ID)
			for range r.IntN(6) {
				if f := fields()[r.IntN(len(fields()))]; f.Name != "lesson" {
					s.Set(f.Name, randomValue(f, r))
				}
			}
			if got, notes := ParseFragment(s.Fragment()); got != s.linked() || notes != nil {
				t.Fatalf("%s: read back %+v, %q", s.Fragment(), got, notes)
			}
		}
	}
}

func TestChoosingAndLeavingALesson(t *testing.T) {
	s, _ := ParseFragment("data=own&points=pAAD__wCA&k=7&seed=3&present=true&hide=about&workers=2")
	if _, err := s.Set("lesson", "depth"); err != nil {
		t.Fatal(err)
	}
	if want := "lesson=depth&workers=2&present=true&hide=about"; s.Fragment() != want {
		t.Errorf("a lesson gives %s, want %s", s.Fragment(), want)
	}
	if _, err := s.Set("data", flow.Own); err != nil {
		t.Errorf("a lesson loses a person's own points: %v", err)
	}
	s.Set("data", "moons")
	s.Set("m", "8")
	if before := s; true {
		if s.Set("lesson", "depth"); s != before {
			t.Errorf("the same lesson again changed %s", s.Fragment())
		}
	}
	s.Set("lesson", noLesson)
	if want := "k=2&m=8&workers=2&present=true&hide=about"; s.Fragment() != want {
		t.Errorf("without it %s, want %s", s.Fragment(), want)
	}
}

func TestPresets(t *testing.T) {
	for _, p := range presets {
		if p.Label == "" || p.Help == "" {
			t.Errorf("%s has no words", p.ID)
		}
		s, _ := ParseFragment("lesson=dt&seed=9&noise=0.3&trace=rademacher&kinetic=0.5")
		if notes, err := s.preset(p); err != nil || notes != nil {
			t.Errorf("%s: %v, %q", p.ID, err, notes)
		}
		if !s.holds("seed=9&noise=0.3&lesson=none&steps=0&kinetic=0&speed=10") || !s.follows(p) {
			t.Errorf("%s gives %s", p.ID, s.Fragment())
		}
		if checkJobs(t, s); p.Fragment != "" && !s.holds(p.Fragment) {
			t.Errorf("%s is not as it says: %s", p.ID, s.Fragment())
		}
		for _, other := range presets {
			if other.ID != p.ID && s.follows(other) {
				t.Errorf("%s looks like %s", p.ID, other.ID)
			}
		}
	}
	// An energy asks for its data; data of one's own stay otherwise.
	s, _ := ParseFragment("data=u2&objective=energy")
	if s.preset(presets[0]); s.Fragment() != "data=u2" {
		t.Errorf("the page's own preset gives %s", s.Fragment())
	}
}

// TestSessionTriesAndPresets has the models follow.
func TestSessionTriesAndPresets(t *testing.T) {
	s := start(t, paused())
	ctx := within(t)
	if err := s.Try(ctx, "lesson=depth&play=false&k=3"); err != nil {
		t.Fatal(err)
	}
	if st := s.State(); st.CNF.Width != 2 || st.NF.Width != 3 {
		t.Errorf("M = %d, K = %d", st.CNF.Width, st.NF.Width)
	}
	before := s.Settings()
	if err := s.Try(ctx, "k=5&m=0"); err == nil || s.Settings() != before {
		t.Errorf("half a fragment was obeyed: %v, %s", err, s.Settings().Fragment())
	}
	if err := s.preset(ctx, presets[1]); err != nil {
		t.Fatal(err)
	}
	if st := s.State(); st.CNF.Width != 20 || st.CNF.Method.Trace.String() != "gaussian" || s.Settings().Lesson != noLesson {
		t.Errorf("the notebook's preset gives %s", s.Settings().Fragment())
	}
}
