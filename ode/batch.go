package ode

// Float is the number type of a solve: float32 where speed counts, float64
// where digits do.
type Float interface{ float32 | float64 }

// A Batch holds n states of dimension d as a structure of arrays: d slices of
// length n, so that equal components of neighbouring states lie side by side.
type Batch[T Float] [][]T

// NewBatch returns a batch of n zero states of dimension dim in one block of
// memory.
func NewBatch[T Float](dim, n int) Batch[T] {
	block := make([]T, dim*n)
	b := make(Batch[T], dim)
	for c := range b {
		b[c] = block[c*n : (c+1)*n : (c+1)*n]
	}
	return b
}

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

// A term of a sum is a factor and what it multiplies.
type term[T Float] struct {
	s T
	x Batch[T]
}

// add adds s·x to b.
func (b Batch[T]) add(s T, x Batch[T]) { b.sum(b, term[T]{s, x}) }

// sum sets b to z + Σ s·x, term after term; z may be b, and nil is zero. Products are rounded before they are added, so that every
// machine gets the same bits.
func (b Batch[T]) sum(z Batch[T], terms ...term[T]) {
	if len(terms) == 0 {
		if z == nil {
			b.Zero()
		} else {
			b.Copy(z)
		}
		return
	}
	for c, dst := range b {
		var from []T
		if z != nil {
			from = z[c]
		}
		for i := 0; i < len(terms); i += 2 {
			s, x := terms[i].s, terms[i].x[c]
			if i+1 < len(terms) {
				addTwo(dst, from, s, x, terms[i+1].s, terms[i+1].x[c])
			} else {
				addOne(dst, from, s, x)
			}
			from = dst
		}
	}
}

// addOne sets dst to z + s·x, where z may be empty.
func addOne[T Float](dst, z []T, s T, x []T) {
	k := addOneVectors(dst, z, s, x)
	dst, x = dst[k:], x[k:][:len(dst)-k]
	if len(z) == 0 {
		for i, v := range x {
			dst[i] = T(s * v)
		}
		return
	}
	z = z[k:][:len(dst)]
	for i, v := range x {
		dst[i] = z[i] + T(s*v)
	}
}

// addTwo sets dst to (z + s·x) + t·y, where z may be empty.
func addTwo[T Float](dst, z []T, s T, x []T, t T, y []T) {
	k := addTwoVectors(dst, z, s, x, t, y)
	dst, x, y = dst[k:], x[k:][:len(dst)-k], y[k:][:len(dst)-k]
	if len(z) == 0 {
		for i, v := range x {
			dst[i] = T(s*v) + T(t*y[i])
		}
		return
	}
	z = z[k:][:len(dst)]
	for i, v := range x {
		dst[i] = z[i] + T(s*v) + T(t*y[i])
	}
}
