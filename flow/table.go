package flow

import (
	"fmt"
	"math"

	"flowplayground/flow/internal/kernel"
	"flowplayground/ode"
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

// find returns the index of the row at time t; it panics if there is none.
func (t *Table[T]) find(time float64) int {
	for k, s := range t.Knots {
		if math.Abs(s-time) < 1e-9 {
			return k
		}
	}
	panic(fmt.Sprintf("flow: the table has no row at time %v", time))
}

// planarField is a table as the right-hand side of the augmented equation
// d(x, y, ℓ)/dt = (f, tr ∂f/∂z); see Chen et al. (2018), theorem 1.
type planarField[T Float] struct {
	table *Table[T]
	rows  []int     // the plan's knot → the table's row
	grad  *Table[T] // cotangents of the rows, or nil
	tanhs [][]T     // of as many of the latest calls as Pullback needs
	share []T       // a row's cotangent, before its weight
	n     int
}

// newPlanarField prepares the table for solves of n points along a plan.
func newPlanarField[T Float](table *Table[T], knots []float64, n int) *planarField[T] {
	f := &planarField[T]{table: table, n: n, tanhs: [][]T{make([]T, n*table.Units)}}
	for _, t := range knots {
		f.rows = append(f.rows, table.find(t))
	}
	return f
}

// record makes the field keep what Pullback needs of so many calls in a row and
// gather the rows' cotangents in grad.
func (f *planarField[T]) record(calls int, grad *Table[T]) {
	f.grad = grad
	for len(f.tanhs) < calls {
		f.tanhs = append(f.tanhs, make([]T, f.n*f.table.Units))
	}
}

var (
	_ ode.DifferentiableField[float32] = (*planarField[float32])(nil)
	_ ode.AdjointField[float32]        = (*planarField[float32])(nil)
)

// Eval implements [ode.Field].
func (f *planarField[T]) Eval(dst, z ode.Batch[T], at ode.Stage) {
	kernel.Field(dst[0], dst[1], dst[2], f.table.row(f.rows[at.Knot]), z[0], z[1], f.tanh(at))
}

// Pullback implements [ode.DifferentiableField]. Nothing depends on ℓ.
func (f *planarField[T]) Pullback(dz, z, λ ode.Batch[T], at ode.Stage) {
	row := f.rows[at.Knot]
	kernel.Pullback(dz[0], dz[1], f.grad.row(row), f.table.row(row), z[0], z[1], λ[0], λ[1], λ[2], f.tanh(at))
	clear(dz[2])
}

// Adjoint implements [ode.AdjointField].
func (f *planarField[T]) Adjoint(dz, z, λ ode.Batch[T], at ode.Stage, weight T) {
	row := f.rows[at.Knot]
	f.share = resized(f.share, kernel.RowLen(f.table.Units))
	kernel.Pullback(dz[0], dz[1], f.share, f.table.row(row), z[0], z[1], λ[0], λ[1], λ[2], f.tanh(at))
	clear(dz[2])
	if weight == 0 {
		return
	}
	for i, g := range f.share {
		f.grad.row(row)[i] += T(weight * g)
	}
}

func (f *planarField[T]) tanh(at ode.Stage) []T {
	if f.grad == nil {
		return f.tanhs[0]
	}
	return f.tanhs[at.Call%len(f.tanhs)]
}
