package ode

import "fmt"

// A Plan lays a method over [T0, T1] with equal steps. T1 < T0 solves backward
// in time.
type Plan struct {
	Tableau Tableau
	T0, T1  float64
	Steps   int
}

// StepSize returns h = (T1 - T0)/Steps, negative for a backward solve.
func (p Plan) StepSize() float64 { return (p.T1 - p.T0) / float64(p.Steps) }

// Calls returns the number of evaluations of the field in one solve.
func (p Plan) Calls() int { return p.Steps * p.Tableau.Stages() }

// Time returns the time at which step begins; Time(Steps) is T1.
func (p Plan) Time(step int) float64 {
	if step == p.Steps {
		return p.T1
	}
	return p.T0 + float64(float64(step)*p.StepSize())
}

// Knots returns the distinct stage times in the order in which a solve meets
// them. Stages that share a time (the two middle ones of RK4, the end of a step
// and the beginning of the next) share a knot.
func (p Plan) Knots() []float64 {
	knots, _ := p.schedule()
	return knots
}

// Reversed returns the plan that runs the interval the other way.
func (p Plan) Reversed() Plan {
	p.T0, p.T1 = p.T1, p.T0
	return p
}

// schedule returns the knots and, for every call, its stage.
func (p Plan) schedule() (knots []float64, stages []Stage) {
	if p.Steps < 1 {
		panic(fmt.Sprintf("ode: a plan of %d steps", p.Steps))
	}
	index := map[float64]int{}
	h := p.StepSize()
	for step := range p.Steps {
		for _, c := range p.Tableau.C {
			t := p.Time(step) + float64(c*h)
			if c == 1 { // exactly the next step's beginning, whatever the rounding
				t = p.Time(step + 1)
			}
			k, seen := index[t]
			if !seen {
				k = len(knots)
				index[t] = k
				knots = append(knots, t)
			}
			stages = append(stages, Stage{Time: t, Knot: k, Call: len(stages)})
		}
	}
	return knots, stages
}
