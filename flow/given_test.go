package flow

import (
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// ellipse returns n points on an ellipse, with rounded coordinates.
func ellipse(n int) Given {
	g := Given{X: make([]float64, n), Y: make([]float64, n)}
	for k := range n {
		a := 2 * math.Pi * float64(k) / float64(n)
		g.X[k], g.Y[k] = coordinate(level(2*math.Cos(a))), coordinate(level(math.Sin(a)))
	}
	return g
}

// cross returns a picture of so many cells, darker towards its end.
func cross(width, height int) Given {
	g := Given{Width: width, Height: height, Darkness: make([]byte, width*height)}
	for i := range g.Darkness {
		g.Darkness[i] = byte(i * MostDarkness / max(1, len(g.Darkness)-1))
	}
	g.Darkness[len(g.Darkness)-1] = MostDarkness
	return g
}

func TestGivenThereAndBack(t *testing.T) {
	for _, g := range []Given{ellipse(LeastPoints), ellipse(4), ellipse(5), ellipse(MostGiven), cross(1, 1), cross(3, 3), cross(4, 5), cross(MostCells, MostCells)} {
		text := g.Text()
		back, err := ParseGiven(text)
		if err != nil || !reflect.DeepEqual(back, g) || back.Text() != text {
			t.Errorf("%.30s…: read back %+v, %v", text, back, err)
		}
		if n := len(text); n > 2001 {
			t.Errorf("%d characters are too many for a link", n)
		}
		if strings.Trim(text, digits) != "" {
			t.Errorf("%s must be escaped in a link", text)
		}
		if len(g.X) > 0 || len(g.Darkness) > 1 {
			if d, err := g.Dataset(); err != nil || d.Name != Own || !finite(d.Entropy) {
				t.Errorf("%.30s…: dataset %+v, %v", text, d, err)
			}
		}
	}
}

func TestGivenMovesPointsAHundredth(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		v := GivenReach * (2*r.Float64() - 1)
		if d := coordinate(level(v)) - v; math.Abs(d) > 0.012 {
			t.Fatalf("%v moves by %v", v, d)
		}
	}
	if coordinate(level(7)) != GivenReach || coordinate(level(math.Inf(-1))) != -GivenReach {
		t.Error("what lies outside does not move to the edge")
	}
}

// TestGivenBits pins texts, which stand in people's links.
func TestGivenBits(t *testing.T) {
	for text, want := range map[string]Given{
		"pAAD__wCA": {X: []float64{-3, 3, -3}, Y: []float64{-3, 3, coordinate(128)}},
		"iAgLw-A":   {Width: 2, Height: 2, Darkness: []byte{15, 0, 15, 8}},
	} {
		if got, err := ParseGiven(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v; want %+v", text, got, err, want)
		}
	}
}

var badGivens = map[string]string{
	"": "no points", "x": "begin with p", "p": "fewer than 3", "pAAD_": "fewer than 3",
	"pAAD__wA": "half a one", "pAAD__wCAA": "cut short", "pAAD__wC": "cut short", "pAAD__wC!": "base64url",
	"pAAD/_wCA": "base64url", "i": "40 cells", "iAgLw": "as many cells", "iAAAA": "40 cells", "iKSkA": "40 cells", "iAQH_": "as many cells",
	"p" + strings.Repeat("AAAA", 600): "more than 750",
}

func TestParseGivenRefuses(t *testing.T) {
	for text, want := range badGivens {
		if g, err := ParseGiven(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20s: %+v, %v; want an error with %s", text, g, err, want)
		}
	}
}

func TestOwnJobs(t *testing.T) {
	job := Job{Kind: Discrete, Width: 2, Data: Own, Seed: 1, Recipe: "tuned", Given: ellipse(50).Text()}
	trained(t, job, 5)
	job.Given = cross(5, 4).Text()
	trained(t, job, 5)
	for want, change := range map[string]func(*Job){
		"no points":  func(j *Job) { j.Given = "" },
		"only the":   func(j *Job) { j.Data = "circles" },
		"noise":      func(j *Job) { j.Noise = 0.2 },
		"spread":     func(j *Job) { j.Given = "pAAAAAAAA" },
		"all white":  func(j *Job) { j.Given = "iAQEA" },
		"not energy": func(j *Job) { j.Method.Objective = DensityMatching },
	} {
		bad := job
		change(&bad)
		if err := bad.Check(); err == nil || want != "not energy" && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func BenchmarkGivenDataset(b *testing.B) {
	g := ellipse(MostGiven)
	for b.Loop() {
		if _, err := g.Dataset(); err != nil {
			b.Fatal(err)
		}
	}
}
