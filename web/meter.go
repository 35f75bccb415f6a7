package web

import "time"

// A meter measures a rate over about a second.
type meter struct {
	since time.Time
	n     int
	last  float64
}

func (m *meter) reset() { *m = meter{} }

func (m *meter) count(now time.Time) {
	if m.since.IsZero() {
		m.since = now
		return
	}
	m.n++
	if d := now.Sub(m.since); d >= time.Second || m.last == 0 && d >= 200*time.Millisecond {
		m.last = float64(m.n) / d.Seconds()
		m.since, m.n = now, 0
	}
}

// rate returns events per second, 0 before it is known.
func (m *meter) rate() float64 { return m.last }
