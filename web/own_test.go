package web

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"flowplayground/flow"
)

func TestParsePoints(t *testing.T) {
	want := [][2]float64{{1, 2}, {-3, 0.5}, {4e3, -5}}
	for name, text := range map[string]string{
		"commas":        "1,2\n-3,0.5\n4e3,-5",
		"commas, space": " 1, 2\r\n -3 ,0.5\r\n\r\n4e3,-5\r\n",
		"tabs":          "1\t2\n-3\t0.5\n4e3\t-5\n",
		"blanks":        "  1   2\n-3 0.5\n# a comment\n4e3 -5",
		"decimal comma": "1;2\n-3;0,5\n4e3;-5",
		"both commas":   "1,0 2,0\n-3 0,5\n4e3   -5,00",
		"header":        "\ufefflongitude,latitude\n1,2\n-3,0.5\n4e3,-5",
		"named columns": "id,y,x\n7,2,1\n8,0.5,-3\n9,-5,4e3",
		"quoted names":  "\"Y\";\"X\"\n\"2\";\"1\"\n0,5;-3\n-5;4e3",
		"other columns": "name,a,b,c\nP,1,2,9\nQ,-3,0.5,\nR,4e3,-5,x",
		"tuples":        "(1, 2)\n(-3, 0.5)\n(4e3, -5)",
		"pairs":         "[[1,2],[-3,0.5],[4e3,-5]]",
		"spread pairs":  " [ [1, 2, 7] ,\n[-3,0.5,true], [4e+3,-5 ,null] ]\n",
		"objects":       `[{"x":1,"y":2},{"Y":0.5,"X":-3,"tag":"a\"]"},{"x":4000,"y":-5,"more":[{}]}]`,
		"axes":          `{"x":[1,-3,4e3],"y":[2,0.5,-5]}`,
		"within":        `{"n":3,"points":[[1,2],[-3,0.5],[4e3,-5]]}`,
	} {
		if got, err := parsePoints(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestParsePointsSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "no points",
		"hello":                             `not "hello"`,
		"x,y":                               "no points",
		"x,y\na,b":                          `line 2 has no two numbers: "a,b"`,
		"1,2\n3,4\n5;b":                     `line 3 has no two numbers: "5;b"`,
		"1,2\n3, 4 5":                       `line 2 has no two numbers: "3, 4 5"`,
		"1,2\n3":                            `line 2 has no two numbers: "3"`,
		"1,2\nNaN,4":                        "line 2",
		"1,2\n1e999,4":                      "line 2",
		"a b\nc d\n1 2":                     "line 2",
		"[[1,2],[3]]":                       "point 2 of the list",
		"[[1,2],[3,\"4\"]]":                 "point 2 of the list",
		"[[1,2],[3,1e999]]":                 "point 2 of the list",
		"[[1,2],[3,4]":                      "cut short",
		"[[1,2]\n[3,4]]":                    "not JSON at line 2",
		"[[1,2],[3,oops]]":                  `not JSON at line 1: "oops]]"`,
		"[1,2]]":                            "not JSON",
		`{"a":1}`:                           "no list of points",
		`{"a`:                               "cut short",
		"{1:2}":                             "not JSON",
		`{"x":[1,2],"y":[1]}`:               "no list of points",
		strings.Repeat("[", 100000):         "lists within lists",
		strings.Repeat("1", maxText) + ",2": "more than 8 MB",
	} {
		if got, err := parsePoints(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.30q: %v, %v; want an error with %s", text, got, err, want)
		}
	}
}

func TestLooksLikeModel(t *testing.T) {
	for text, want := range map[string]bool{
		"\ufeff {\"format\":\"flow": true, `{"models":[]}`: true,
		`{"points":[[1,2]]}`: false, "[[1,2]]": false, "1,2": false, "": false,
	} {
		if got := looksLikeModel(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// line returns n points on a line, in odd units.
func line(n int) (points [][2]float64) {
	for i := range n {
		points = append(points, [2]float64{1e6 + float64(i), -3 * float64(i)})
	}
	return points
}

func TestGivenPoints(t *testing.T) {
	g, notes, err := givenPoints(line(500))
	if err != nil || notes != nil || len(g.X) != 500 {
		t.Fatalf("%d points, %q, %v", len(g.X), notes, err)
	}
	if math.Abs(g.X[0]+math.Sqrt(3)) > 0.01 || math.Abs(g.Y[0]-math.Sqrt(3)) > 0.01 {
		t.Errorf("a line begins at (%v, %v), want √3 standard deviations out", g.X[0], g.Y[0])
	}
	g, notes, err = givenPoints(line(2001))
	if err != nil || len(notes) != 1 || !strings.Contains(notes[0], "2,001") || len(g.X) != flow.MostGiven {
		t.Errorf("%d of 2001 points, %q, %v", len(g.X), notes, err)
	}
	g, notes, err = givenPoints(append(line(500), [2]float64{1e12, 0}))
	if err != nil || len(notes) != 1 || !strings.HasPrefix(notes[0], "1 point lay far") || g.X[500] != flow.GivenReach {
		t.Errorf("with one far away: %q, %v, the point moved to %v", notes, err, g.X[500:])
	}
	if spread := g.X[499] - g.X[0]; spread < 1 {
		t.Errorf("one point far away presses the others into %v", spread)
	}
	if back, err := flow.ParseGiven(g.Text()); err != nil || len(back.X) != 501 {
		t.Error(err)
	}
	for want, points := range map[string][][2]float64{
		"2 points are too few": line(2), "1 point is": line(1), "0 points": nil,
		"the same x": {{1, 2}, {1, 3}, {1, 4}}, "the same y": {{1, 0}, {2, 0}, {3, 0}}, "too large": {{1, 0}, {1e308, 1}, {-1e308, 2}},
	} {
		if _, _, err := givenPoints(points); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %s", points, err, want)
		}
	}
}

// pixels returns a picture's bytes from brightnesses, all opaque.
func pixels(gray ...byte) (rgba []byte) {
	for _, v := range gray {
		rgba = append(rgba, v, v, v, 255)
	}
	return rgba
}

func TestGivenPicture(t *testing.T) {
	g, err := givenPicture(pixels(0, 255, 255, 127, 255, 0), 3, 2)
	if want := (flow.Given{Width: 3, Height: 2, Darkness: []byte{15, 0, 0, 8, 0, 15}}); err != nil || !reflect.DeepEqual(g, want) {
		t.Errorf("%+v, %v, want %+v", g, err, want)
	}
	g, err = givenPicture([]byte{0, 0, 0, 0, 0, 0, 0, 255}, 2, 1)
	if err != nil || !reflect.DeepEqual(g.Darkness, []byte{0, 15}) {
		t.Errorf("transparent beside black is %v, %v", g.Darkness, err)
	}
	g, err = givenPicture(pixels(90, 90), 1, 2)
	if err != nil || !reflect.DeepEqual(g.Darkness, []byte{15, 15}) {
		t.Errorf("one shade is %v, %v", g.Darkness, err)
	}
	if _, err := givenPicture(pixels(255, 255), 2, 1); err == nil || !strings.Contains(err.Error(), "white") {
		t.Errorf("white: %v", err)
	}
	if _, err := givenPicture(nil, 0, 1); err == nil {
		t.Error("an empty picture was taken")
	}
}

// TestLargePicturesShrink has the right half dark, to a part of a cell.
func TestLargePicturesShrink(t *testing.T) {
	const w, h = 130, 61
	gray := make([]byte, w*h)
	for i := range gray {
		if i%w < w/2 {
			gray[i] = 255
		}
	}
	g, err := givenPicture(pixels(gray...), w, h)
	if err != nil || g.Width != 40 || g.Height != 19 {
		t.Fatalf("%d × %d cells, %v", g.Width, g.Height, err)
	}
	for i, v := range g.Darkness {
		if want := byte(15 * (i % 40 / 20)); v != want {
			t.Fatalf("cell %d has darkness %d, want %d", i, v, want)
		}
	}
	if _, err := flow.ParseGiven(g.Text()); err != nil {
		t.Error(err)
	}
	mean := func(v []float64) (m float64) {
		for _, x := range v {
			m += x / float64(len(v))
		}
		return m
	}
	v := []float64{1, 0, 0.5, 0.25, 1, 1, 0, 0, 0.5, 0, 0.3, 0.7, 1, 0.1, 0.9}
	if got, want := mean(shrink(v, 5, 3, 4, 2)), mean(v); math.Abs(got-want) > 1e-12 {
		t.Errorf("shrinking changes the mean from %v to %v", want, got)
	}
}

// TestLearnOwn lets a session learn points, go to other data and come back.
func TestLearnOwn(t *testing.T) {
	s, ctx := start(t, paused()), within(t)
	g, _, err := givenPoints([][2]float64{{0, 0}, {1, 0}, {0, 1}, {2, 2}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.LearnOwn(ctx, g); err != nil {
		t.Fatal(err)
	}
	if err := s.Step(ctx, 3); err != nil {
		t.Fatal(err)
	}
	st := s.State()
	if st.Data != flow.Own || st.Points != g.Text() || st.CNF.Step != 3 || math.IsNaN(st.CNF.Train) || math.IsNaN(st.Entropy) {
		t.Errorf("%+v", st)
	}
	if words := ownStatus(s.Settings()); words != "The models learn your 4 points." {
		t.Error(words)
	}
	if err := s.Set(ctx, "data", "circles"); err != nil {
		t.Fatal(err)
	}
	if words := ownStatus(s.Settings()); !strings.HasPrefix(words, "Kept: your 4 points.") {
		t.Error(words)
	}
	if err := s.Set(ctx, "data", flow.Own); err != nil {
		t.Error(err)
	}
	saved, err := s.Save(ctx)
	if err == nil {
		err = s.Set(ctx, "points", "")
	}
	if err == nil {
		err = s.Load(ctx, saved)
	}
	if st := s.State(); err != nil || st.Data != flow.Own || st.Points != g.Text() {
		t.Errorf("saved and loaded, the data are %s, %s, %v", st.Data, st.Points, err)
	}
	if err := s.LearnOwn(ctx, flow.Given{X: []float64{1, 1, 1}, Y: []float64{0, 1, 2}}); err == nil || !strings.Contains(err.Error(), "no spread") {
		t.Errorf("points on a line: %v", err)
	}
	if ownStatus(Defaults()) != "" || ownWords("iAgLw-A") != "picture of 2 × 2 cells" {
		t.Error("the words for no data, or for a picture, are wrong")
	}
}

// FuzzParsePoints feeds the readers of points with texts from outside: what they take
// becomes a text for links, or an error that says something.
func FuzzParsePoints(f *testing.F) {
	for _, text := range []string{"x,y\n1,2\n3,4\n5,0", "1;2,5\n3;4", `[[1,2],[3,4],{"x":1e9,"y":-1}]`, `{"x":[1,"\\"],"y":[[],null]}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		g, _, err := givenText(text)
		if err != nil {
			if strings.TrimSpace(err.Error()) == "" {
				t.Error("refused without a reason")
			}
			return
		}
		if _, err := flow.ParseGiven(g.Text()); err != nil {
			t.Errorf("%q gives %+v: %v", text, g, err)
		}
	})
}
