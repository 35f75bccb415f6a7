package web

import (
	"math"
	"slices"
	"strings"
	"testing"

	"flowplayground/flow"
)

// aLine returns a drawing of a line from (-2, 0) to (2, 0).
func aLine() *Drawing {
	d := NewDrawing(1)
	d.Begin([2]float64{-2, 0})
	for x := -1.9; x < 2.05; x += 0.1 {
		d.To([2]float64{x, 0})
	}
	d.End()
	return d
}

func TestStrokesSprayAlongTheirWay(t *testing.T) {
	d := aLine()
	if n := len(d.Points()); n < 120 || n > 135 {
		t.Errorf("a line of length 4 has %d points", n)
	}
	left := 0
	for _, p := range d.Points() {
		if math.Abs(p[1]) > d.Brush || math.Abs(p[0]) > 2+d.Brush+1e-9 {
			t.Errorf("point %v lies outside the brush", p)
		}
		if p[0] < 0 {
			left++
		}
	}
	if left < 50 || left > 85 {
		t.Errorf("%d of %d points lie on the left half", left, len(d.Points()))
	}
	if !slices.Equal(d.Points(), aLine().Points()) {
		t.Error("equal strokes give other points")
	}
	d.Puff([2]float64{Extent, -Extent})
	for _, p := range d.Points() {
		if math.Abs(p[0]) > Extent || math.Abs(p[1]) > Extent {
			t.Errorf("point %v lies outside the window", p)
		}
	}
}

func TestUndoAndRedo(t *testing.T) {
	d := aLine()
	line := d.Points()
	d.Puff([2]float64{0, 2})
	both := d.Points()
	d.Erase = true
	d.Puff([2]float64{0, 2})
	if !slices.Equal(d.Points(), line) {
		t.Errorf("erasing the puff leaves %d points of %d", len(d.Points()), len(line))
	}
	d.Puff([2]float64{0, -2.5}) // nothing there
	for i, want := range [][][2]float64{both, line, nil} {
		if !d.Undo() || !slices.Equal(d.Points(), want) {
			t.Errorf("undone %d times there are %d points, want %d", i+1, len(d.Points()), len(want))
		}
	}
	if d.Undo() || d.CanUndo() || !d.CanRedo() {
		t.Error("there is more to undo, or nothing to redo")
	}
	once, twice := d.Redo(), d.Redo()
	if !once || !twice || !slices.Equal(d.Points(), both) {
		t.Error("redone, the points are others")
	}
	d.Erase = false
	d.Add([2]float64{1, 1})
	if d.CanRedo() || d.Points()[len(both)] != [2]float64{1, 1} {
		t.Error("after a new point the undone stroke can still be redone, or the point is not there")
	}
	d.Clear()
	d.Clear()
	if len(d.Points()) != 0 || !d.Undo() || len(d.Points()) != len(both)+1 {
		t.Error("clearing cannot be undone at once")
	}
	d.Load(line)
	d.Load(line)
	if !slices.Equal(d.Points(), line) || !d.Undo() || len(d.Points()) != len(both)+1 {
		t.Error("loading cannot be undone at once")
	}
}

// TestEraserGoesAlongALine wipes the middle out with two far points.
func TestEraserGoesAlongALine(t *testing.T) {
	d := aLine()
	d.Erase, d.Brush = true, 0.3
	d.Begin([2]float64{0, -2})
	d.To([2]float64{0, 2})
	d.To([2]float64{2, 2})
	d.End()
	for _, p := range d.Points() {
		if math.Abs(p[0]) <= 0.3 {
			t.Errorf("point %v is still there", p)
		}
	}
	if n := len(d.Points()); n < 90 || n > 120 {
		t.Errorf("%d points are left", n)
	}
}

// TestFullDrawingsThinOut draws a second line as long as the first, past the most.
func TestFullDrawingsThinOut(t *testing.T) {
	d := NewDrawing(3)
	stroke := func(y float64) {
		d.Begin([2]float64{-3, y})
		for range 10 {
			d.To([2]float64{3, y})
			d.To([2]float64{-3, y})
		}
		d.End()
	}
	stroke(1)
	if !d.Full() || len(d.Points()) != flow.MostGiven {
		t.Fatalf("%d points", len(d.Points()))
	}
	stroke(-1)
	above := 0
	for _, p := range d.Points() {
		if p[1] > 0 {
			above++
		}
	}
	if half := flow.MostGiven / 2; len(d.Points()) != flow.MostGiven || above < half-80 || above > half+80 {
		t.Errorf("%d of %d points are of the first of two equal strokes", above, len(d.Points()))
	}
	if words := d.words(); !strings.HasPrefix(words, "750 points, as many as a link carries") {
		t.Error(words)
	}
	g, err := d.Given()
	if err != nil || len(g.Text()) > 2100 {
		t.Errorf("%d characters, %v", len(g.Text()), err)
	}
}

func TestPaths(t *testing.T) {
	for got, want := range map[string]string{
		pointsPath([][2]float64{{1, 2}, {-0.5, -3}}): "M1.000 -2.000h0M-0.500 3.000h0",
		ringPath([2]float64{1, 2}, 0.5):              "M0.500 -2.000a0.500 0.500 0 1 0 1.000 0a0.500 0.500 0 1 0 -1.000 0",
		crossPath([2]float64{1, 2}):                  "M0.920 -2.000h0.160M1.000 -2.080v0.160",
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestCursorStaysInTheWindow(t *testing.T) {
	d := NewDrawing(1)
	for range 7 {
		d.Move(-0.1, 0.5)
	}
	if d.Cursor != [2]float64{-0.7, 3} {
		t.Errorf("the cursor is at %v", d.Cursor)
	}
	if _, err := d.Given(); err == nil {
		t.Error("nothing was drawn and is learned")
	}
}
