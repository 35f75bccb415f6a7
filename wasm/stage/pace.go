package stage

import (
	"slices"
	"time"
)

// A Pace decides which refreshes of the display get a new frame. Where a frame
// costs a graphics card's blink all of them do; where the browser draws in
// software, frames would take the cores that the models learn on, so they come
// at less than half the rate at which they could.
//
// A frame's cost is not known when it is drawn, as the browser finishes it
// elsewhere; what shows is how late the next refresh comes when each gets a
// frame. So a few such frames are drawn now and then as a probe, the first when
// there is something to see.
type Pace struct {
	last    time.Time       // refresh
	probed  []time.Duration // intervals of the present probe
	skip    int             // intervals left out of it so far
	delay   time.Duration   // from frame to frame, 0 for none
	next    time.Time       // when the next frame is due
	checked time.Time       // end of the last probe
}

const (
	probeFrames = 7
	warmFrames  = 2                      // of a probe, not counted
	smooth      = 30 * time.Millisecond  // an interval that needs no sparing
	slowest     = 250 * time.Millisecond // even then particles seem to move
	spare       = 2.2                    // intervals from frame to frame in software
	probeEvery  = 20 * time.Second
	waiting     = 200 * time.Millisecond // from frame to frame before that
)

// Due is told of a refresh of the display, and whether there is something to see
// yet, and reports whether it should get a new frame.
func (p *Pace) Due(now time.Time, live bool) bool {
	interval := now.Sub(p.last)
	p.last = now
	if !live {
		if now.Before(p.next) {
			return false
		}
		p.next = now.Add(waiting)
		return true
	}
	if p.delay > 0 && now.Sub(p.checked) < probeEvery {
		if now.Before(p.next) {
			return false
		}
		p.next = now.Add(p.delay)
		return true
	}
	p.probe(interval, now)
	return true
}

// Left is told that a refresh for which a frame was due got none after all, which
// no probe may count.
func (p *Pace) Left() { p.probed, p.skip = p.probed[:0], 0 }

// probe takes in the interval between two refreshes that both get a frame.
func (p *Pace) probe(interval time.Duration, now time.Time) {
	if p.skip < warmFrames {
		p.skip++
		return
	}
	p.probed = append(p.probed, interval)
	if len(p.probed) < probeFrames {
		return
	}
	slices.Sort(p.probed)
	median := p.probed[len(p.probed)/2]
	p.probed, p.skip, p.checked, p.delay = p.probed[:0], 0, now, 0
	if median > smooth {
		p.delay = min(time.Duration(spare*float64(median)), slowest)
		p.next = now.Add(p.delay)
	}
}

// A Still finds frames that would show what the one before shows. To be on the
// safe side it lets one through now and then.
type Still struct {
	seen  any
	drawn time.Time
}

// stillEvery is the time from frame to frame of what stands still.
const stillEvery = time.Second

// Same is told whether something moves by itself and what else a frame depends
// on, which must be comparable, and reports whether no frame is needed.
func (s *Still) Same(now time.Time, moves bool, seen any) bool {
	if !moves && seen == s.seen && now.Sub(s.drawn) < stillEvery {
		return true
	}
	s.seen, s.drawn = seen, now
	return false
}
