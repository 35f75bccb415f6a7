package flow

import (
	"fmt"
	"math"
	"slices"

	"flowplayground/flow/internal/kernel"
)

// A Table is a planar vector field over time: for each knot the coefficients
// of
//
//	f(t, z) = ρ(t) z + Σᵢ cᵢ(t) tanh(wᵢ(t)·z + bᵢ(t)),
//
// one row of ρ, then (w₁, w₂, b, c₁, c₂) per unit. Every continuous model here
// is such a table between the knots that a solver asks for.
type Table[T Float] struct {
	Units int
	Knots []float64 // times of the rows
	Rows  []T       // len(Knots) × (1 + 5·Units)
}

func newTable[T Float](units int, knots []float64) *Table[T] {
	return &Table[T]{Units: units, Knots: knots, Rows: make([]T, len(knots)*kernel.RowLen(units))}
}

// at moves the table to other knots, with zeros for rows.
func (t *Table[T]) at(knots []float64) {
	t.Knots = knots
	t.Rows = resized(t.Rows, len(knots)*kernel.RowLen(t.Units))
}

// row returns the coefficients at a knot.
func (t *Table[T]) row(knot int) kernel.Row[T] {
	n := kernel.RowLen(t.Units)
	return t.Rows[knot*n : (knot+1)*n]
}

// find returns the index of the row at a time; it panics if there is none.
func (t *Table[T]) find(time float64) int {
	k := t.index(time)
	if k < 0 {
		panic(fmt.Sprintf("flow: the table has no row at time %v", time))
	}
	return k
}

// index returns the index of the row at a time, or -1.
func (t *Table[T]) index(time float64) int {
	return slices.IndexFunc(t.Knots, func(s float64) bool { return math.Abs(s-time) < 1e-9 })
}
