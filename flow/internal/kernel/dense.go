package kernel

import "unsafe"

// Block is what the number of columns of a dense layer is padded to, and the
// number of partial sums over columns.
const Block = 4

// Pad returns n rounded up to a multiple of Block.
func Pad(n int) int { return (n + Block - 1) / Block * Block }

// Dense computes one layer for cols inputs at once, dst = W src + b, all
// row-major: W is out × in, src is in × cols, dst is out × cols. cols must be a
// multiple of [Block]. rows are those of dst, all of them; src is zero but for its
// rows live, in order.
func Dense[T Float](dst, w, b, src []T, live, rows []int, cols int) {
	in := len(src) / cols
	accumulate(dst, b, entries[T]{w, in, 1}, src, rows, live, cols)
}

// DensePullback runs Dense in reverse: for the cotangent g of dst, zero but for
// the rows liveOut and the columns used, it adds those of W and b to gw and gb,
// and writes that of src, of its rows live alone, to gsrc unless it is nil.
// scratch has src's length.
func DensePullback[T Float](gw, gb, gsrc, w, src, g, scratch []T, live, liveOut, used []int, cols int) {
	in, out := len(src)/cols, len(gb)
	sumRows(gb, g, liveOut, cols)
	switch {
	case in == 1:
		dotRows(gw, g, src, liveOut, cols)
	case out == 1:
		dotRows(gw, src, g, live, cols)
	default:
		transpose(scratch, src, cols)
		accumulate(gw, nil, entries[T]{g, cols, 1}, scratch, liveOut, used, in)
	}
	if gsrc != nil {
		clear(gsrc)
		accumulate(gsrc, nil, entries[T]{w, 1, in}, g, live, liveOut, cols)
	}
}

// transpose writes the transpose of src, which has rows of length cols, to dst.
func transpose[T Float](dst, src []T, cols int) {
	done := 0
	if haveVectors && unsafe.Sizeof(dst[0]) == singleSize && cols%Lanes == 0 {
		v := (*[2][]float32)(unsafe.Pointer(&[...][]T{dst, src}))
		done = transposeVectors(v[0], v[1], cols)
	}
	rows := len(src) / cols
	for r := done; r < rows; r++ {
		for c, v := range src[r*cols:][:cols] {
			dst[c*rows+r] = v
		}
	}
}

// sumRows adds the sums of the given rows of a, which are in order, to theirs of
// dst, in Block partial sums; cols is a multiple of Block.
func sumRows[T Float](dst, a []T, rows []int, cols int) {
	if haveVectors && unsafe.Sizeof(dst[0]) == singleSize && cols%Lanes == 0 {
		v := (*[2][]float32)(unsafe.Pointer(&[...][]T{dst, a}))
		sumRowsVectors(v[0], v[1], rows, cols)
	} else {
		sumRowsPlain(dst, a, rows, cols)
	}
}

func sumRowsPlain[T Float](dst, a []T, rows []int, cols int) {
	for _, r := range rows {
		var s [Lanes]T
		for c := 0; c < cols; c += Block {
			a := a[r*cols+c:][:Block]
			s[0], s[1], s[2], s[3] = s[0]+a[0], s[1]+a[1], s[2]+a[2], s[3]+a[3]
		}
		dst[r] += total(&s)
	}
}

// dotRows adds the products of the given rows of a, which are in order, with v to
// theirs of dst, in Block partial sums; cols, v's length, is a multiple of Block.
func dotRows[T Float](dst, a, v []T, rows []int, cols int) {
	if haveVectors && unsafe.Sizeof(dst[0]) == singleSize && cols%Lanes == 0 {
		v := (*[3][]float32)(unsafe.Pointer(&[...][]T{dst, a, v}))
		dotRowsVectors(v[0], v[1], v[2], rows, cols)
	} else {
		dotRowsPlain(dst, a, v, rows, cols)
	}
}

func dotRowsPlain[T Float](dst, a, v []T, rows []int, cols int) {
	for _, r := range rows {
		var s [Lanes]T
		for c := 0; c < cols; c += Block {
			a, v := a[r*cols+c:][:Block], v[c:][:Block]
			s[0], s[1] = s[0]+T(a[0]*v[0]), s[1]+T(a[1]*v[1])
			s[2], s[3] = s[2]+T(a[2]*v[2]), s[3]+T(a[3]*v[3])
		}
		dst[r] += total(&s)
	}
}
