package ode

// A block is a batch in one piece of memory: flat holds the components one
// after the other, so that a solver's sums over all of them are sums over one
// slice. What a solver keeps are blocks; the batches of others are copied into
// one when a solve begins and out of it when it ends.
type block[T Float] struct {
	Batch[T]
	flat []T
}

func newBlock[T Float](dim, n int) *block[T] {
	b := &block[T]{make(Batch[T], dim), make([]T, dim*n)}
	for c := range b.Batch {
		b.Batch[c] = b.flat[c*n : (c+1)*n : (c+1)*n]
	}
	return b
}
