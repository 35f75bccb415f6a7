package flow

import (
	"math"
	"slices"

	"flowplayground/flow/internal/kernel"
)

// covering returns the table if it has a row for each of the knots, or else one
// that has, with rows by interpolation. The table's own knots must be evenly
// spaced and increasing, four or more.
func (t *Table[T]) covering(knots []float64) *Table[T] {
	if !slices.ContainsFunc(knots, func(time float64) bool { return t.index(time) < 0 }) {
		return t
	}
	c := newTable[T](t.Units, knots)
	for k, time := range knots {
		t.between(c.row(k), time)
	}
	return c
}

// between writes the coefficients at any time to dst: those of the row there,
// or the cubic polynomial through the four nearest.
func (t *Table[T]) between(dst kernel.Row[T], time float64) {
	if k := t.index(time); k >= 0 {
		copy(dst, t.row(k))
		return
	}
	n := len(t.Knots)
	u := (time - t.Knots[0]) / (t.Knots[n-1] - t.Knots[0]) * float64(n-1)
	first := min(max(int(math.Floor(u))-1, 0), n-4)
	w := lagrange(u - float64(first))
	rows := [4]kernel.Row[T]{t.row(first), t.row(first + 1), t.row(first + 2), t.row(first + 3)}
	for i := range dst {
		dst[i] = T(w[0]*float64(rows[0][i])) + T(w[1]*float64(rows[1][i])) + T(w[2]*float64(rows[2][i])) + T(w[3]*float64(rows[3][i]))
	}
}

// lagrange returns the weights of values at 0, 1, 2 and 3 in the cubic
// polynomial through them at u.
func lagrange(u float64) [4]float64 {
	a, b, c, d := u, u-1, u-2, u-3
	return [4]float64{-b * c * d / 6, a * c * d / 2, -a * b * d / 2, a * b * c / 6}
}
