package flow

import (
	"flowplayground/flow/internal/kernel"
	"flowplayground/ode"
)

// planarField is a table as the right-hand side of the augmented equation
// d(x, y, ℓ)/dt = (f, tr ∂f/∂z); see Chen et al. (2018), theorem 1.
type planarField[T Float] struct {
	table *Table[T]
	rows  []int          // the plan's knot → the table's row
	live  *liveTable[T]  // what the table belongs to where times are not planned
	sums  []pointSums[T] // what Pullback adds to, or nil
	tanhs [][]T          // of as many of the latest calls as Pullback needs
	most  int            // calls that tanhs may grow to, 0 if it does not
	share []T            // a row's cotangent, before its weight
	n     int

	postpones bool // the trace of a recorded solve, to its reverse
}

// newPlanarField prepares the table for solves of n points along a plan.
func newPlanarField[T Float](table *Table[T], knots []float64, n int) *planarField[T] {
	f := &planarField[T]{table: table, n: n, tanhs: [][]T{make([]T, n*table.Units)}}
	for _, t := range knots {
		f.rows = append(f.rows, table.find(t))
	}
	return f
}

// record makes the field keep what Pullback needs of so many calls in a row, and
// Pullback gather in sums the rows' cotangents and what it finds of the trace.
func (f *planarField[T]) record(calls int, sums []pointSums[T]) {
	f.sums = sums
	for len(f.tanhs) < calls {
		f.tanhs = append(f.tanhs, make([]T, f.n*f.table.Units))
	}
}

var (
	_ ode.DifferentiableField[float32] = (*planarField[float32])(nil)
	_ ode.AdjointField[float32]        = (*planarField[float32])(nil)
	_ ode.ScheduledField[float32]      = (*planarField[float32])(nil)
	_ ode.QuadratureField[float32]     = (*planarField[float32])(nil)
)

// FirstQuadrature implements [ode.QuadratureField]: nothing depends on what
// comes after x and y.
func (f *planarField[T]) FirstQuadrature() int { return 2 }

// Eval implements [ode.Field].
func (f *planarField[T]) Eval(dst, z ode.Batch[T], at ode.Stage) {
	_, row, h := f.stage(at)
	kernel.Field(dst[0], dst[1], row, z[0], z[1], h)
	if f.postpones && f.sums != nil {
		clear(dst[2])
		return
	}
	kernel.Trace(dst[2], row, h)
}

// Pullback implements [ode.DifferentiableField]. It and stage slice rows by hand:
// Table.row would be a call where this package is compiled for size.
func (f *planarField[T]) Pullback(dz, z, λ ode.Batch[T], at ode.Stage) {
	i, row, h := f.stage(at)
	f.recall(h, z, row)
	for j := range f.sums {
		s := &f.sums[j]
		k, to := s.from, s.to
		s.traced += float64(kernel.Pullback(dz[0][k:to], dz[1][k:to], s.grad.Rows[i*len(row):][:len(row)], row,
			z[0][k:to], z[1][k:to], λ[0][k:to], λ[1][k:to], λ[2][k], h[k:], f.n))
	}
}

// Adjoint implements [ode.AdjointField], of points that are one sum.
func (f *planarField[T]) Adjoint(dz, z, λ ode.Batch[T], at ode.Stage, weight T) {
	i, row, h := f.stage(at)
	f.share = resized(f.share, len(row))
	kernel.Pullback(dz[0], dz[1], f.share, row, z[0], z[1], λ[0], λ[1], λ[2][0], h, f.n)
	clear(dz[2])
	if weight == 0 {
		return
	}
	grow := f.sums[0].grad.row(i)
	for j, g := range f.share {
		grow[j] += T(weight * g)
	}
}

// Schedule implements [ode.ScheduledField].
func (f *planarField[T]) Schedule(at []ode.Stage) { f.live.schedule(at) }

// stage returns the index of a stage's row in the table, that row, and where the
// units' values go.
func (f *planarField[T]) stage(at ode.Stage) (i int, row kernel.Row[T], h []T) {
	if at.Knot < 0 {
		i = f.live.row(at)
	} else {
		i = f.rows[at.Knot]
	}
	n := len(f.table.Rows) / len(f.table.Knots)
	row = f.table.Rows[i*n:][:n]
	if f.sums == nil {
		return i, row, f.tanhs[0]
	}
	for len(f.tanhs) <= min(at.Call, f.most-1) {
		f.tanhs = append(f.tanhs, make([]T, f.n*f.table.Units))
	}
	return i, row, f.tanhs[at.Call%len(f.tanhs)]
}

// recall computes the units' values at a stage again for its pullback, if there
// were too many calls to keep them.
func (f *planarField[T]) recall(h []T, z ode.Batch[T], row kernel.Row[T]) {
	if f.most > 0 && len(f.tanhs) == f.most {
		kernel.Activate(h, row, z[0], z[1])
	}
}
