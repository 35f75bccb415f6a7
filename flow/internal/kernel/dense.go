package kernel

// Block is what the number of columns of a dense layer is padded to, and the
// number of partial sums over columns.
const Block = 4

// Pad returns n rounded up to a multiple of Block.
func Pad(n int) int { return (n + Block - 1) / Block * Block }

// Dense computes one layer for cols inputs at once, dst = W src + b, all
// row-major: W is out × in, src is in × cols, dst is out × cols. cols must be
// a multiple of [Block].
func Dense[T Float](dst, w, b, src []T, cols int) {
	in := len(src) / cols
	for o, bias := range b {
		row := w[o*in:][:in]
		for c := 0; c < cols; c += Block {
			s0, s1, s2, s3 := bias, bias, bias, bias
			for i, wi := range row {
				s := src[i*cols+c:][:Block]
				s0 += T(wi * s[0])
				s1 += T(wi * s[1])
				s2 += T(wi * s[2])
				s3 += T(wi * s[3])
			}
			d := dst[o*cols+c:][:Block]
			d[0], d[1], d[2], d[3] = s0, s1, s2, s3
		}
	}
}

// DensePullback runs Dense in reverse: for the cotangent g of dst it adds those
// of W and b to gw and gb, and writes that of src to gsrc unless it is nil.
func DensePullback[T Float](gw, gb, gsrc, w, src, g []T, cols int) {
	in := len(src) / cols
	for o := range gb {
		row := g[o*cols:][:cols]
		gb[o] += sum(row)
		gwo := gw[o*in:][:in]
		for i := range gwo {
			gwo[i] += dot(row, src[i*cols:][:cols])
		}
	}
	if gsrc != nil {
		transposed(gsrc, w, g, in, cols)
	}
}

// transposed computes dst = Wᵀ g.
func transposed[T Float](dst, w, g []T, in, cols int) {
	out := len(g) / cols
	for i := range in {
		for c := 0; c < cols; c += Block {
			var s0, s1, s2, s3 T
			for o := range out {
				wi, s := w[o*in+i], g[o*cols+c:][:Block]
				s0 += T(wi * s[0])
				s1 += T(wi * s[1])
				s2 += T(wi * s[2])
				s3 += T(wi * s[3])
			}
			d := dst[i*cols+c:][:Block]
			d[0], d[1], d[2], d[3] = s0, s1, s2, s3
		}
	}
}

// sum returns Σ a_k in Block partial sums.
func sum[T Float](a []T) T {
	var s0, s1, s2, s3 T
	for c := 0; c+Block <= len(a); c += Block {
		a := a[c:][:Block]
		s0, s1, s2, s3 = s0+a[0], s1+a[1], s2+a[2], s3+a[3]
	}
	return (s0 + s2) + (s1 + s3)
}

// dot returns Σ a_k b_k in Block partial sums.
func dot[T Float](a, b []T) T {
	b = b[:len(a)]
	var s0, s1, s2, s3 T
	for c := 0; c+Block <= len(a); c += Block {
		a, b := a[c:][:Block], b[c:][:Block]
		s0 += T(a[0] * b[0])
		s1 += T(a[1] * b[1])
		s2 += T(a[2] * b[2])
		s3 += T(a[3] * b[3])
	}
	return (s0 + s2) + (s1 + s3)
}
