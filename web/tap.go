package web

import "math"

// A finger on the canvas may mean a tap, or that the page should scroll.
const (
	tapReach = 10  // CSS pixels that a finger may move in a tap
	tapTime  = 500 // milliseconds that it may last
	tapEcho  = 700 // milliseconds in which a browser may make a click of it as well
)

// A tapping tells taps from other touches. Ebiten prevents the clicks that browsers
// make of taps, but not everywhere, so that the page counts taps itself and leaves
// out their clicks. Times are in milliseconds.
type tapping struct {
	down         bool
	id           int
	x, y, begins float64
	echoes       float64 // until when a click is a tap's
}

// press takes in that a finger or a pen touches the canvas. A second finger, which is
// not the primary one, makes it no tap.
func (t *tapping) press(id int, primary bool, x, y, now float64) {
	t.down, t.id, t.x, t.y, t.begins = primary, id, x, y, now
}

// lift takes in that it has left, and reports whether that was a tap.
func (t *tapping) lift(id int, x, y, now float64) bool {
	tap := t.down && id == t.id && math.Hypot(x-t.x, y-t.y) <= tapReach && now-t.begins <= tapTime
	t.down = false
	if tap {
		t.echoes = now + tapEcho
	}
	return tap
}

// drop takes in that the browser makes something else of it.
func (t *tapping) drop() { t.down = false }

// click reports whether a click is one of its own, and no tap's.
func (t *tapping) click(now float64) bool { return now >= t.echoes }
