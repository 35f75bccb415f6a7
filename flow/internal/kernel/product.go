package kernel

import "unsafe"

// entries are those of a matrix or its transpose: a(r, k) = of[r·row + k·col].
type entries[T Float] struct {
	of       []T
	row, col int
}

// accumulate adds to the given rows of dst those of the product of a and b, whose
// rows have length cols, of the given terms, one after the other; rows and terms
// are in order. With a start, row r begins with start[r] instead of what stands
// in dst.
func accumulate[T Float](dst, start []T, a entries[T], b []T, rows, terms []int, cols int) {
	if haveVectors && unsafe.Sizeof(dst[0]) == singleSize && cols%Lanes == 0 {
		v := (*[4][]float32)(unsafe.Pointer(&[...][]T{dst, start, a.of, b}))
		accumulateVectors(v[0], v[1], entries[float32]{v[2], a.row, a.col}, v[3], rows, terms, cols)
	} else {
		accumulatePlain(dst, start, a, b, rows, terms, cols)
	}
}

func accumulatePlain[T Float](dst, start []T, a entries[T], b []T, rows, terms []int, cols int) {
	for _, r := range rows {
		c, row := 0, dst[r*cols:][:cols]
		if start != nil {
			for c := range row {
				row[c] = start[r]
			}
		}
		for ; c+Block <= cols; c += Block {
			d := row[c:][:Block]
			s0, s1, s2, s3 := d[0], d[1], d[2], d[3]
			for _, k := range terms {
				w, s := a.of[r*a.row+k*a.col], b[k*cols+c:][:Block]
				s0 += T(w * s[0])
				s1 += T(w * s[1])
				s2 += T(w * s[2])
				s3 += T(w * s[3])
			}
			d[0], d[1], d[2], d[3] = s0, s1, s2, s3
		}
		for ; c < cols; c++ {
			for _, k := range terms {
				row[c] += T(a.of[r*a.row+k*a.col] * b[k*cols+c])
			}
		}
	}
}
