package stage

import "math"

// A Clock is the particles' cycle: they appear as noise, travel to the data,
// stay a while and vanish. The zero Clock stands at its beginning.
type Clock struct{ seconds float64 }

// Lengths of the cycle's parts, in seconds.
const (
	appear = 0.5
	travel = 3.5
	stay   = 1.4
	vanish = 0.4
	cycle  = appear + travel + stay + vanish
)

// Advance moves the clock on by dt seconds.
func (c *Clock) Advance(dt float64) {
	if dt > 0 { // neither backward nor NaN
		c.seconds = math.Mod(c.seconds+dt, cycle)
	}
}

// Time returns the particles' time t ∈ [0, 1] and their opacity.
func (c *Clock) Time() (t, alpha float64) {
	switch s := c.seconds; {
	case s < appear:
		return 0, s / appear
	case s < appear+travel:
		f := (s - appear) / travel
		return f * f * (3 - 2*f), 1 // starts and arrives gently
	case s < appear+travel+stay:
		return 1, 1
	default:
		return 1, max(0, (cycle-s)/vanish)
	}
}
