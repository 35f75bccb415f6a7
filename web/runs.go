package web

import (
	"fmt"
	"slices"

	"flowplayground/flow"
)

// A Run is what a model came to before it was restarted: its held-out losses, to
// compare the present ones with.
type Run struct {
	Name           string // what tells it from the present run, such as "M = 8"
	Steps, HeldOut []float64
	job            flow.Job
}

const (
	// keptRuns is the most earlier runs of a model that are kept.
	keptRuns = 4
	// leastLooks is how many times the usual distance between two scores a run
	// worth keeping has gone: what a slider passes on its way has not.
	leastLooks = 4
)

// begin turns to another job, or once more to the same, and keeps what the last
// one came to while the two can be compared.
func (l *lane) begin(generation int, job flow.Job) {
	if h := l.history.HeldSteps; len(h) > 1 && h[len(h)-1] >= float64(leastLooks*judgeEvery[l.kind]) {
		l.keep(Run{Steps: l.history.HeldSteps, HeldOut: l.history.HeldOut, job: l.job})
	}
	l.runs = slices.DeleteFunc(slices.Clone(l.runs), func(r Run) bool { return !alike(r.job, job) })
	l.job = job
	l.restart(generation)
}

// keep adds a run to the earlier ones. Of equal jobs, whose losses are equal as
// far as they go, the longer run stays.
func (l *lane) keep(r Run) {
	same := func(o Run) bool { return o.job == r.job }
	if i := slices.IndexFunc(l.runs, same); i >= 0 && len(l.runs[i].Steps) > len(r.Steps) {
		r = l.runs[i]
	}
	l.runs = append(slices.DeleteFunc(slices.Clone(l.runs), same), r)
	l.runs = l.runs[max(len(l.runs)-keptRuns, 0):]
}

// alike reports whether the losses of two jobs of a model mean the same:
// those of other data, or of what was not to be made small, do not.
func alike(a, b flow.Job) bool {
	return a.Data == b.Data && a.Given == b.Given && a.Noise == b.Noise && a.Method.Objective == b.Method.Objective
}

// named returns the earlier runs with their names beside the present job.
func (l *lane) named() []Run {
	runs := slices.Clone(l.runs)
	for i := range runs {
		runs[i].Name = runName(runs[i].job, l.job)
	}
	return runs
}

// runName says what tells a job from the present one, the width in any case.
func runName(job, present flow.Job) string {
	letter := "M"
	if job.Kind == flow.Discrete {
		letter = "K"
	}
	name := fmt.Sprintf("%s = %d", letter, job.Width)
	if job.Seed != present.Seed {
		name += fmt.Sprintf(", seed %d", job.Seed)
	}
	if job.Recipe != present.Recipe || job.Method != present.Method {
		name += ", other method"
	}
	return name
}

// ClearRuns forgets the earlier runs of both models.
func (s *Session) ClearRuns() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes++
	for _, l := range s.lanes {
		l.runs = nil
		l.history.Version++
	}
}
