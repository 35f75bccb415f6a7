package stage

import (
	"testing"
	"time"
)

// run draws frames for a while on a browser that needs cost for each, and
// returns how many there were.
func run(p *Pace, cost, while time.Duration) (frames int) {
	now := time.Unix(0, 0)
	const refresh = 16 * time.Millisecond
	for end := now.Add(while); now.Before(end); {
		if p.Due(now, true) {
			frames++
			now = now.Add(max(cost, refresh))
		} else {
			now = now.Add(refresh)
		}
	}
	return frames
}

func TestPaceLeavesAGraphicsCardAlone(t *testing.T) {
	var p Pace
	if n := run(&p, 16*time.Millisecond, 30*time.Second); n < 30*62 {
		t.Errorf("%d frames in 30 s where 60 a second cost nothing", n)
	}
}

func TestPaceSparesSoftware(t *testing.T) {
	for _, cost := range []time.Duration{50, 80, 110} {
		var p Pace
		cost *= time.Millisecond
		const while = 60 * time.Second
		busy := time.Duration(run(&p, cost, while)) * cost
		if busy > while*55/100 || busy < while/3 {
			t.Errorf("frames of %v take %.0f %% of the time", cost, 100*busy.Seconds()/while.Seconds())
		}
	}
}

func TestPaceKeepsMoving(t *testing.T) {
	var p Pace
	if n := run(&p, 400*time.Millisecond, 30*time.Second); n < 70 {
		t.Errorf("%d frames in 30 s", n)
	}
}

func TestPaceNoticesChange(t *testing.T) {
	var p Pace
	run(&p, 100*time.Millisecond, 10*time.Second)
	p.checked = time.Time{} // as if long ago
	if n := run(&p, 10*time.Millisecond, 10*time.Second); n < 600 {
		t.Errorf("%d frames in 10 s after the browser became fast", n)
	}
}

func TestPaceWaitsForSomethingToSee(t *testing.T) {
	var p Pace
	now, frames := time.Unix(0, 0), 0
	for range 125 { // two seconds
		if p.Due(now, false) {
			frames++
		}
		now = now.Add(16 * time.Millisecond)
	}
	if frames < 8 || frames > 11 {
		t.Errorf("%d frames in two seconds before there is something to see", frames)
	}
}

func TestClock(t *testing.T) {
	var c Clock
	last, wraps := 0.0, 0
	for range 1000 {
		c.Advance(0.01)
		time, alpha := c.Time()
		if time < 0 || time > 1 || alpha < 0 || alpha > 1 {
			t.Fatalf("t = %v, opacity %v", time, alpha)
		}
		if time < last {
			if last != 1 || time != 0 {
				t.Errorf("t fell from %v to %v", last, time)
			}
			wraps++
		}
		if time > 0 && time < 1 && alpha != 1 {
			t.Errorf("opacity %v on the way, at t = %v", alpha, time)
		}
		last = time
	}
	if wraps != 1 {
		t.Errorf("%d cycles in 10 s", wraps)
	}
	before := c
	c.Advance(-1)
	if c != before {
		t.Error("time went back")
	}
}

// TestPaceDoesNotProbeWhatIsLeft: refreshes without a frame cost nothing, and say
// nothing about one.
func TestPaceDoesNotProbeWhatIsLeft(t *testing.T) {
	var p Pace
	now := time.Unix(0, 0)
	for range 100 {
		now = now.Add(16 * time.Millisecond)
		if p.Due(now, true) {
			p.Left()
		}
	}
	if !p.checked.IsZero() {
		t.Error("probed without frames")
	}
	busy := time.Duration(run(&p, 100*time.Millisecond, 20*time.Second)) * 100 * time.Millisecond
	if busy > 11*time.Second {
		t.Errorf("frames then take %v of 20 s", busy)
	}
}

// TestStill: what stands still is drawn once, and once a second.
func TestStill(t *testing.T) {
	var s Still
	now := time.Now()
	for i, c := range []struct {
		after time.Duration
		moves bool
		seen  any
		same  bool
	}{
		{0, false, 1, false}, {time.Millisecond, false, 1, true}, {time.Millisecond, true, 1, false},
		{time.Millisecond, false, 1, true}, {time.Millisecond, false, 2, false}, {time.Millisecond, false, 2, true},
		{stillEvery, false, 2, false}, {time.Millisecond, false, 2, true},
	} {
		now = now.Add(c.after)
		if got := s.Same(now, c.moves, c.seen); got != c.same {
			t.Errorf("frame %d: the same is %t", i, got)
		}
	}
}
