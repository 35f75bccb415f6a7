package ode

// Float is the number type of a solve: float32 where speed counts, float64
// where digits do.
type Float interface{ float32 | float64 }

// A Batch holds n states of dimension d as a structure of arrays: d slices of
// length n, so that equal components of neighbouring states lie side by side.
type Batch[T Float] [][]T

// NewBatch returns a batch of n zero states of dimension dim in one block of
// memory.
func NewBatch[T Float](dim, n int) Batch[T] { return newBlock[T](dim, n).Batch }

// Len returns the number of states.
func (b Batch[T]) Len() int {
	if len(b) == 0 {
		return 0
	}
	return len(b[0])
}

// Slice returns the states i ≤ k < j as a batch that shares b's memory.
func (b Batch[T]) Slice(i, j int) Batch[T] {
	s := make(Batch[T], len(b))
	for c := range b {
		s[c] = b[c][i:j]
	}
	return s
}

// Copy copies src, which has b's shape, to b.
func (b Batch[T]) Copy(src Batch[T]) {
	for c := range b {
		copy(b[c], src[c])
	}
}

// Zero sets every entry to 0.
func (b Batch[T]) Zero() {
	for c := range b {
		clear(b[c])
	}
}
