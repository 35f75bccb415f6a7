package benchmark

import (
	"slices"
	"time"
)

// batchTime is the least time of one measurement: browsers tell the time in
// steps of 0.1 ms or worse.
const batchTime = 20 * time.Millisecond

// Time returns how long one run of the case takes by the clock now: the median of
// batches of runs for about the time given, at least three, after half as long
// that does not count, as a browser compiles well only what has run for a while.
func (c Case) Time(now func() time.Time, about time.Duration) time.Duration {
	run := c.Prepare()
	batch := func(n int) time.Duration {
		start := now()
		for range n {
			run()
		}
		return now().Sub(start)
	}
	for spent := batch(1); spent < about/2; {
		spent += batch(1)
	}
	n := 1
	for batch(n) < batchTime {
		n *= 2
	}
	perRun := []time.Duration{}
	for spent := time.Duration(0); len(perRun) < 3 || spent < about; {
		took := batch(n)
		spent += took
		perRun = append(perRun, took/time.Duration(n))
	}
	slices.Sort(perRun)
	return perRun[len(perRun)/2]
}
