package web

import (
	"math"
	"math/rand/v2"
	"slices"

	"flowplayground/flow"
)

// A Drawing is what a person draws: points in the window of the plane, sprayed by a
// brush, with the strokes that can be undone, and a cursor for those who draw by
// keys. It is not safe for concurrent use.
type Drawing struct {
	Brush  float64 // radius of what is sprayed or erased, in the plane's units
	Erase  bool
	Cursor [2]float64

	now          sketch
	past, future []sketch
	stroke       bool // is under way
	touched      bool // by the stroke
	at           [2]float64
	due          float64 // part of the next point that the stroke has earned
	random       *rand.Rand
}

// A sketch is a drawing at one time. Its points are never changed after the stroke
// that made them.
type sketch struct {
	points [][2]float64
	drawn  float64 // how many points there would be without a most
}

// The size and use of the brush.
const (
	LeastBrush, MostBrush = 0.02, 0.6

	perLength = 30  // points along a line of length 1
	perPuff   = 8   // points of a click or a key
	mostUndo  = 200 // strokes
)

// NewDrawing returns an empty drawing. Equal seeds and strokes give equal points.
func NewDrawing(seed uint64) *Drawing {
	return &Drawing{Brush: 0.15, random: rand.New(rand.NewPCG(seed, 0))}
}

// Points returns the points, which the caller must not change.
func (d *Drawing) Points() [][2]float64 { return d.now.points }

// Full reports whether there are as many points as can be: new ones then replace
// some of the old, so that all that was drawn thins out evenly.
func (d *Drawing) Full() bool { return len(d.now.points) >= flow.MostGiven }

// Begin begins a stroke at a point: it sprays a puff there, or erases.
func (d *Drawing) Begin(p [2]float64) {
	d.End()
	d.keep()
	d.stroke, d.touched, d.at, d.due = true, false, p, 0
	if d.Erase {
		d.wipe(p, p)
		return
	}
	for range perPuff {
		d.spray(p)
	}
}

// To goes on with the stroke in a straight line.
func (d *Drawing) To(p [2]float64) {
	if !d.stroke {
		return
	}
	from := d.at
	d.at = p
	if d.Erase {
		d.wipe(from, p)
		return
	}
	length := math.Hypot(p[0]-from[0], p[1]-from[1])
	for d.due += length * perLength; d.due >= 1; d.due-- {
		t := d.random.Float64()
		d.spray([2]float64{from[0] + t*(p[0]-from[0]), from[1] + t*(p[1]-from[1])})
	}
}

// End ends the stroke, if one is under way. One that changed nothing leaves nothing
// to undo.
func (d *Drawing) End() {
	if d.stroke && !d.touched {
		d.past = d.past[:len(d.past)-1]
	} else if d.stroke {
		d.future = nil
	}
	d.stroke = false
}

// Puff is a stroke of one point: at the cursor it is what a key does.
func (d *Drawing) Puff(p [2]float64) {
	d.Begin(p)
	d.End()
}

// Add adds one point exactly there.
func (d *Drawing) Add(p [2]float64) { d.replace(func() { d.take(p) }) }

// Clear takes all points away.
func (d *Drawing) Clear() {
	if len(d.now.points) > 0 {
		d.replace(func() { d.now = sketch{} })
	}
}

// Load begins with these points in place of those that are there. That can be
// undone too.
func (d *Drawing) Load(points [][2]float64) {
	if slices.Equal(points, d.now.points) {
		return
	}
	d.replace(func() { d.now = sketch{slices.Clone(points), float64(len(points))} })
}

// Move moves the cursor, within the window.
func (d *Drawing) Move(dx, dy float64) {
	for i, by := range [2]float64{dx, dy} {
		v := math.Round((d.Cursor[i]+by)*100) / 100
		d.Cursor[i] = min(max(v, -Extent), Extent)
	}
}

// Undo takes the last change back, and reports whether there was one.
func (d *Drawing) Undo() bool { d.End(); return d.step(&d.past, &d.future) }

// Redo makes the change again that was last undone, and reports whether there was
// one.
func (d *Drawing) Redo() bool { d.End(); return d.step(&d.future, &d.past) }

// CanUndo and CanRedo report whether there is something to undo, or to redo.
func (d *Drawing) CanUndo() bool { return len(d.past) > 0 }
func (d *Drawing) CanRedo() bool { return len(d.future) > 0 }

func (d *Drawing) step(from, to *[]sketch) bool {
	n := len(*from)
	if n == 0 {
		return false
	}
	*to = append(*to, d.now)
	d.now, *from = (*from)[n-1], (*from)[:n-1]
	return true
}

// replace makes one change that can be undone.
func (d *Drawing) replace(change func()) {
	d.End()
	d.keep()
	change()
	d.future = nil
}

// keep notes the sketch before a change.
func (d *Drawing) keep() {
	d.past = append(d.past, d.now)
	if len(d.past) > mostUndo {
		d.past = slices.Delete(d.past, 0, 1)
	}
	d.now.points = slices.Clone(d.now.points)
}

// spray adds a point within the brush's disc about p, evenly chosen.
func (d *Drawing) spray(p [2]float64) {
	angle, r := 2*math.Pi*d.random.Float64(), d.Brush*math.Sqrt(d.random.Float64())
	q := [2]float64{p[0] + r*math.Cos(angle), p[1] + r*math.Sin(angle)}
	for i := range q {
		q[i] = min(max(q[i], -Extent), Extent)
	}
	d.take(q)
}

// take adds a point. Once there are as many as can be, each of all that were ever
// drawn has the same chance to be among them (Vitter 1985, algorithm R).
func (d *Drawing) take(p [2]float64) {
	d.touched = true
	d.now.drawn++
	if !d.Full() {
		d.now.points = append(d.now.points, p)
		return
	}
	if i := int(d.random.Float64() * d.now.drawn); i < len(d.now.points) {
		d.now.points[i] = p
	}
}

// wipe takes away what lies within the brush's reach of a line.
func (d *Drawing) wipe(from, to [2]float64) {
	before := len(d.now.points)
	d.now.points = slices.DeleteFunc(d.now.points, func(p [2]float64) bool { return distance(p, from, to) <= d.Brush })
	if left := len(d.now.points); left < before {
		d.touched = true
		d.now.drawn *= float64(left) / float64(before)
	}
}

// distance returns that of a point from the line between two others.
func distance(p, from, to [2]float64) float64 {
	dx, dy := to[0]-from[0], to[1]-from[1]
	t := 0.0
	if squared := dx*dx + dy*dy; squared > 0 {
		t = min(max(((p[0]-from[0])*dx+(p[1]-from[1])*dy)/squared, 0), 1)
	}
	return math.Hypot(p[0]-from[0]-t*dx, p[1]-from[1]-t*dy)
}

// words says how much there is.
func (d *Drawing) words() string {
	n := counted(len(d.now.points), "point", "points")
	if d.Full() {
		return n + ", as many as a link carries. New ones take the place of some, so that all thins out evenly."
	}
	return n + "."
}

// Given returns the drawing as data.
func (d *Drawing) Given() (flow.Given, error) {
	if n := len(d.now.points); n < flow.LeastPoints {
		return flow.Given{}, tooFew(n)
	}
	x, y := axes(d.now.points)
	return flow.Given{X: x, Y: y}, nil
}
