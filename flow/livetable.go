package flow

import (
	"slices"

	"flowplayground/flow/internal/kernel"
	"flowplayground/ode"
)

// A liveTable is a table whose rows are computed as a solve asks for them, for
// solvers that choose their steps. The rows of a step's stages are computed
// together, when it is attempted; those of rejected steps remain, with no
// cotangents. A row is found by the number of its call, or by its time among
// the rows computed with it.
type liveTable[T Float] struct {
	groups        []Group
	params        []T
	table, gtable *Table[T]

	net   *coefficientNet[T] // at the times of one step
	whole *coefficientNet[T] // at the times that have cotangents
	calls []int              // the row of every call
	used  []int              // the rows that have cotangents, in order
	times []float64          // to be computed
}

func newLiveTable[T Float](spec CNFSpec) *liveTable[T] {
	return &liveTable[T]{
		table: newTable[T](spec.Units, nil), gtable: newTable[T](spec.Units, nil),
		net: newCoefficientNet[T](spec, nil), whole: newCoefficientNet[T](spec, nil),
	}
}

// begin forgets all rows. Those to come are of the given parameters.
func (l *liveTable[T]) begin(groups []Group, params []T) {
	l.groups, l.params = groups, params
	l.calls, l.used = l.calls[:0], l.used[:0]
	for _, t := range []*Table[T]{l.table, l.gtable} {
		t.Knots, t.Rows = t.Knots[:0], t.Rows[:0]
	}
}

// schedule computes the rows of stages that are not there yet.
func (l *liveTable[T]) schedule(at []ode.Stage) {
	first := len(l.table.Knots)
	l.times = l.times[:0]
	for _, s := range at {
		for len(l.calls) <= s.Call {
			l.calls = append(l.calls, -1)
		}
		if l.knows(s) {
			continue
		}
		i := slices.Index(l.times, s.Time)
		if i < 0 {
			i = len(l.times)
			l.times = append(l.times, s.Time)
		}
		l.calls[s.Call] = first + i
	}
	if len(l.times) == 0 {
		return
	}
	l.net.at(l.times)
	l.net.forward(l.groups, l.params)
	for i, time := range l.times {
		l.table.Knots = append(l.table.Knots, time)
		l.table.Rows = append(l.table.Rows, l.net.table.row(i)...)
		l.gtable.Knots = append(l.gtable.Knots, time)
		l.gtable.Rows = append(l.gtable.Rows, l.net.gtable.row(i)...) // zeros
	}
}

// knows reports whether a stage's call has a row, and at the stage's time: a
// step that is tried again has other times under the same numbers.
func (l *liveTable[T]) knows(s ode.Stage) bool {
	i := l.calls[s.Call]
	return i >= 0 && i < len(l.table.Knots) && l.table.Knots[i] == s.Time
}

// row returns the index of a stage's row.
func (l *liveTable[T]) row(s ode.Stage) int {
	if s.Call >= len(l.calls) || !l.knows(s) {
		l.schedule([]ode.Stage{s})
	}
	return l.calls[s.Call]
}

// backward adds to grad the cotangents of the parameters for those of all rows.
func (l *liveTable[T]) backward(grad []T) {
	l.used, l.times = l.used[:0], l.times[:0]
	for i, time := range l.gtable.Knots {
		if slices.ContainsFunc(l.gtable.row(i), func(g T) bool { return g != 0 }) {
			l.used, l.times = append(l.used, i), append(l.times, time)
		}
	}
	l.whole.at(l.times)
	l.whole.forward(l.groups, l.params)
	n := kernel.RowLen(l.table.Units)
	for k, i := range l.used {
		copy(l.whole.gtable.Rows[k*n:], l.gtable.row(i))
	}
	l.whole.backward(l.groups, l.params, grad)
}
