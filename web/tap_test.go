package web

import "testing"

func TestTapping(t *testing.T) {
	for name, c := range map[string]struct {
		id      int
		x, y    float64
		after   float64
		dropped bool
		want    bool
	}{
		"a tap":         {id: 1, x: 103, y: 104, after: 120, want: true},
		"a swipe":       {id: 1, x: 108, y: 107, after: 120},
		"held":          {id: 1, x: 100, y: 100, after: 600},
		"scrolled":      {id: 1, x: 100, y: 100, after: 120, dropped: true},
		"other fingers": {id: 2, x: 100, y: 100, after: 120},
	} {
		var tap tapping
		tap.press(1, true, 100, 100, 1000)
		if c.dropped {
			tap.drop()
		}
		if got := tap.lift(c.id, c.x, c.y, 1000+c.after); got != c.want {
			t.Errorf("%s is a tap: %v", name, got)
		}
		if got := tap.click(1000 + c.after + 5); got == c.want {
			t.Errorf("%s: the click after it counts: %v", name, got)
		}
		if !tap.click(3000) {
			t.Errorf("%s: a click much later does not count", name)
		}
		if tap.lift(1, 100, 100, 1130) {
			t.Errorf("%s is lifted twice", name)
		}
	}
	var two tapping
	two.press(1, true, 100, 100, 1000)
	two.press(2, false, 200, 100, 1010)
	if two.lift(1, 100, 100, 1050) || two.lift(2, 200, 100, 1060) {
		t.Error("two fingers tap")
	}
	if two.press(3, true, 100, 100, 2000); !two.lift(3, 100, 100, 2050) {
		t.Error("after two fingers one does not tap")
	}
}
