package web

import (
	"os"
	"strings"
	"testing"
)

func TestInvitation(t *testing.T) {
	now, _ := ParseFragment("k=5&lesson=dt&present=true&hide=about")
	for _, c := range []struct {
		v    invitation
		want string
	}{
		{invitation{from: asNow}, "lesson=dt&k=5"},
		{invitation{from: noLesson}, ""},
		{invitation{from: "trace", embed: true}, "lesson=trace&embed=true"},
		{invitation{from: asNow, present: true, hide: []string{"about", "data"}}, "lesson=dt&k=5&present=true&hide=data.about"},
	} {
		if got := c.v.settings(now).Fragment(); got != c.want {
			t.Errorf("%+v: %s, want %s", c.v, got, c.want)
		}
	}
	if got, want := now.whole().Fragment(), "lesson=dt&k=5"; got != want {
		t.Errorf("out of the frame: %s, want %s", got, want)
	}
	for _, b := range beginnings() {
		if v := (invitation{from: b.Value}); b.Label == "" || v.settings(Defaults()).Lesson != strings.Replace(b.Value, asNow, noLesson, 1) {
			t.Errorf("%s begins with %s", b.Value, v.settings(Defaults()).Lesson)
		}
	}
}

// TestInvitationSaysWhatIsLost checks that a teacher is told that a frame shows no lesson.
func TestInvitationSaysWhatIsLost(t *testing.T) {
	for _, v := range []invitation{{from: "trace"}, {from: "trace", present: true}, {from: noLesson, embed: true}, {from: asNow, embed: true}} {
		if text := v.lost(v.settings(Defaults())); text != "" {
			t.Errorf("%+v: %s", v, text)
		}
	}
	now, _ := ParseFragment("lesson=dt")
	for _, v := range []invitation{{from: "trace", embed: true}, {from: asNow, present: true, embed: true}} {
		if v.lost(v.settings(now)) == "" {
			t.Errorf("%+v: nothing is said of the lesson", v)
		}
	}
}

func TestFrameCodeEscapesTheLink(t *testing.T) {
	code := frameCode(`https://a.b/?x="<&#k=8&m=2`)
	if !strings.Contains(code, `src="https://a.b/?x=&quot;&lt;&amp;#k=8&amp;m=2"`) {
		t.Error(code)
	}
}

// TestStageHeight checks that a frame is neither a slit nor a tower.
func TestStageHeight(t *testing.T) {
	for width, want := range map[float64][2]int{200: {300, 400}, 360: {330, 380}, 640: {540, 580}, 1000: {750, 830}, 3000: {750, 830}} {
		if h := stageHeight(width); h < want[0] || h > want[1] {
			t.Errorf("%v wide: %d high, want %v", width, h, want)
		}
	}
}

// TestReadmeListsLessons and the parts that can be hidden.
func TestReadmeListsLessons(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lessons {
		if !strings.Contains(string(text), "`#lesson="+l.ID+"`") {
			t.Errorf("not in the README: %s", l.ID)
		}
	}
	var parts []string
	for _, p := range panelParts {
		parts = append(parts, p.ID)
	}
	if !strings.Contains(string(text), "`"+strings.Join(parts, ".")+"`") {
		t.Error("the README lists other parts of the panel")
	}
}

// TestColoursAgree holds what the browser is told to the stylesheets.
func TestColoursAgree(t *testing.T) {
	for present, name := range map[bool]string{false: "style", true: "modes"} {
		sheet, err := os.ReadFile("static/" + name + ".css")
		if err != nil {
			t.Fatal(err)
		}
		s := Settings{Audience: Audience{Present: present}}
		for _, want := range []string{"--ground: " + themeColor(s), "color-scheme: " + colorScheme(s)} {
			if !strings.Contains(string(sheet), want+";") {
				t.Errorf("no %s in %s.css", want, name)
			}
		}
	}
}

func TestWhatIsShown(t *testing.T) {
	for _, c := range []struct {
		v    invitation
		want string
	}{
		{invitation{embed: true, present: true}, "train size"},
		{invitation{present: true}, "train size time"},
		{invitation{}, "train size numbers time show data own method lessons share about"},
	} {
		var shown []string
		for _, p := range panelParts {
			if c.v.shows(p.ID) {
				shown = append(shown, p.ID)
			}
		}
		if got := strings.Join(shown, " "); got != c.want {
			t.Errorf("%+v shows %s, want %s", c.v, got, c.want)
		}
	}
	if s, _ := ParseFragment("hide=data.about"); !s.hides("about") || s.hides("method") {
		t.Error("hides is wrong")
	}
}
