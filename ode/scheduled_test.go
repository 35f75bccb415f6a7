package ode_test

import (
	"slices"
	"testing"

	"flowplayground/ode"
)

// A scheduled field is dz/dt = -t z, and notes what it is told and asked. In
// reverse it has no parameters.
type scheduled struct {
	told          []ode.Stage
	asked, untold int
	schedules     int
}

func (f *scheduled) Schedule(at []ode.Stage) {
	f.told = append(f.told[:0], at...)
	f.schedules++
}

func (f *scheduled) Eval(dst, z ode.Batch[float64], at ode.Stage) {
	f.asked++
	if !slices.Contains(f.told, at) {
		f.untold++
	}
	for k, v := range z[0] {
		dst[0][k] = -at.Time * v
	}
}

func (f *scheduled) Adjoint(dz, _, λ ode.Batch[float64], at ode.Stage, _ float64) {
	for k, v := range λ[0] {
		dz[0][k] = -at.Time * v
	}
}

// TestSchedule: a field hears of every stage of an attempted step before it is
// asked, by solves and by their adjoints; only the two evaluations that choose
// the first step are not announced.
func TestSchedule(t *testing.T) {
	for _, tab := range pairs() {
		for name, solve := range map[string]func(f *scheduled) (ode.Stats, error){
			"solve": func(f *scheduled) (ode.Stats, error) {
				z := ode.Batch[float64]{{1, 2, 3}}
				return ode.NewAdaptive[float64](tab, ode.PID{Atol: 1e-3, Rtol: 1e-3}, 1, 3).Solve(z, f, 0, 4)
			},
			"adjoint": func(f *scheduled) (ode.Stats, error) {
				z, λ := ode.Batch[float64]{{1, 2, 3}}, ode.Batch[float64]{{1, 1, 1}}
				return ode.NewAdaptiveAdjoint[float64](tab, ode.PID{Atol: 1e-3, Rtol: 1e-3}, 1, 3).Backward(z, λ, f, 0, 4)
			},
		} {
			f := &scheduled{}
			stats, err := solve(f)
			if err != nil {
				t.Fatal(err)
			}
			if f.untold != 2 || f.asked != stats.Evaluations || f.schedules != stats.Accepted+stats.Rejected {
				t.Errorf("%s, %s: of %d evaluations %d were not announced; %d steps were, %+v",
					tab.Name, name, f.asked, f.untold, f.schedules, stats)
			}
			if len(f.told) != tab.Stages()+1 {
				t.Errorf("%s, %s: a step of %d stages", tab.Name, name, len(f.told))
			}
		}
	}
}
