package flow

import "math"

// A Schedule is the learning rate η of every step s, counted from 0: it rises
// along a line through Warmup steps, falls along half a cosine until step Steps
// and stays there,
//
//	η(s) = From (s+1)/(Warmup+1)                                s < Warmup,
//	η(s) = To + (From - To) ½ (1 + cos π(s-Warmup)/(Steps-Warmup))  Warmup ≤ s < Steps,
//	η(s) = To                                                   else.
//
// With Steps 0 and From = To the rate is constant, after the warm-up if there
// is one; [ConstantRate] returns such a schedule. The cosine is that of Loshchilov &
// Hutter (2017) without restarts, the warm-up that of Goyal et al. (2017).
type Schedule struct {
	From, To float64
	Steps    int // all of them, the warm-up included
	Warmup   int // 0 for none
}

// ConstantRate returns the schedule that stays at one rate.
func ConstantRate(rate float64) Schedule { return Schedule{From: rate, To: rate} }

// Rate returns the rate of a step, counted from 0.
func (s Schedule) Rate(step int) float64 {
	if step < s.Warmup {
		return s.From * float64(step+1) / float64(s.Warmup+1)
	}
	if step >= s.Steps {
		return s.To
	}
	c := 0.5 * (1 + math.Cos(math.Pi*float64(step-s.Warmup)/float64(s.Steps-s.Warmup)))
	return s.To + float64((s.From-s.To)*c)
}
