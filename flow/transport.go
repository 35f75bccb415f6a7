package flow

import (
	"fmt"
	"math"
)

// assignment finds, for an n×n matrix of costs, the permutation of least total
// cost: rows are given columns one after the other, each along the shortest
// augmenting path in the costs reduced by dual prices, in O(n²) a row (Jonker &
// Volgenant, "A shortest augmenting path algorithm for dense and sparse linear
// assignment problems", Computing 38, 1987; of their cheap first reductions
// only that of columns pays here). It owns its scratch.
type assignment struct {
	u, v  []float64 // prices of rows and columns: cost[i][j] ≥ u[i] + v[j], with equality where matched
	row   []int     // the row that has column j, or -1
	least []float64 // length of the shortest path to column j
	from  []int     // the row before column j on it
	order []int     // the columns: those whose path is final, then the others
}

// solve writes to match the column of every row and returns the total cost.
// cost is row-major and finite. It panics if the lengths do not agree.
func (a *assignment) solve(match []int, cost []float64) float64 {
	n := len(match)
	if len(cost) != n*n {
		panic(fmt.Sprintf("flow: %d costs for an assignment of %d", len(cost), n))
	}
	a.reserve(n)
	a.reduce(match, cost)
	for i, j := range match {
		if j < 0 {
			a.augment(i, match, cost)
		}
	}
	total := 0.0
	for i, j := range match {
		total += cost[i*n+j]
	}
	return total
}

// reduce sets the prices to the least cost of every column and then of every
// row in what that leaves, and matches what is free where it costs nothing
// more.
func (a *assignment) reduce(match []int, cost []float64) {
	n := len(match)
	copy(a.v, cost)
	for i := range n {
		match[i], a.row[i] = -1, -1
		for j, c := range cost[i*n : (i+1)*n] {
			a.v[j] = min(a.v[j], c)
		}
	}
	for i := range n {
		best, least := 0, math.Inf(1)
		for j, c := range cost[i*n : (i+1)*n] {
			if d := c - a.v[j]; d < least {
				best, least = j, d
			}
		}
		a.u[i] = least
		if a.row[best] < 0 {
			a.row[best], match[i] = i, best
		}
	}
}

// augment gives row i a column, moving other rows to other columns along the
// shortest path to a free one.
func (a *assignment) augment(i int, match []int, cost []float64) {
	for j := range a.least {
		a.least[j], a.order[j] = math.Inf(1), j
	}
	length, row, column, done := 0.0, i, -1, 0
	for {
		at := a.scan(row, length, done, cost)
		column = a.order[at]
		a.order[at], a.order[done] = a.order[done], column
		done++
		length = a.least[column]
		if a.row[column] < 0 {
			break
		}
		row = a.row[column]
	}
	a.price(i, length, a.order[:done])
	for {
		r := a.from[column]
		a.row[column] = r
		match[r], column = column, match[r]
		if r == i {
			return
		}
	}
}

// scan lengthens the paths by the edges from a row to the columns that are not
// done, and returns where in the order the nearest of them stands.
func (a *assignment) scan(row int, length float64, done int, cost []float64) (nearest int) {
	base := length - a.u[row]
	costs, shortest := cost[row*len(a.v):][:len(a.v)], math.Inf(1)
	for at := done; at < len(a.order); at++ {
		j := a.order[at]
		l := a.least[j]
		if d := base + costs[j] - a.v[j]; d < l {
			a.least[j], a.from[j], l = d, row, d
		}
		if l < shortest {
			nearest, shortest = at, l
		}
	}
	return nearest
}

// price changes the prices so that the path of that length from row i costs
// nothing, and no edge less than nothing.
func (a *assignment) price(i int, length float64, done []int) {
	a.u[i] += length
	for _, j := range done {
		spare := length - a.least[j]
		a.v[j] -= spare
		if r := a.row[j]; r >= 0 {
			a.u[r] += spare
		}
	}
}

// reserve makes the scratch that of n rows.
func (a *assignment) reserve(n int) {
	if cap(a.u) < n {
		a.u, a.v, a.least = make([]float64, n), make([]float64, n), make([]float64, n)
		a.row, a.from, a.order = make([]int, n), make([]int, n), make([]int, n)
	}
	a.u, a.v, a.least = a.u[:n], a.v[:n], a.least[:n]
	a.row, a.from, a.order = a.row[:n], a.from[:n], a.order[:n]
}
