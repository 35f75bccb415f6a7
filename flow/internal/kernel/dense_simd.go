//go:build goexperiment.simd && (wasm || amd64)

package kernel

import (
	"simd/archsimd"
	"unsafe"
)

// transposeVectors transposes four rows at a time, and returns how many. There are
// no shuffles: pairs of entries change places as the halves of integers.
func transposeVectors(dst, src []float32, cols int) int {
	const low = 1<<32 - 1
	rows := len(src) / cols
	done := rows / 4 * 4
	if done == 0 {
		return 0
	}
	_ = dst[:len(src)]
	across, down := 4*cols, 4*rows
	var a, b, c, d uint64
	for r := 0; r < done; r += 4 {
		from, to := unsafe.Pointer(&src[r*cols]), unsafe.Pointer(&dst[r])
		for range cols / 4 {
			a, b = *(*uint64)(from), *(*uint64)(unsafe.Add(from, across))
			c, d = *(*uint64)(unsafe.Add(from, 2*across)), *(*uint64)(unsafe.Add(from, 3*across))
			*(*uint64)(to) = a&low | b<<32
			*(*uint64)(unsafe.Add(to, 8)) = c&low | d<<32
			to = unsafe.Add(to, down)
			*(*uint64)(to) = a>>32 | b&^low
			*(*uint64)(unsafe.Add(to, 8)) = c>>32 | d&^low
			to = unsafe.Add(to, down)
			from = unsafe.Add(from, 8)
			a, b = *(*uint64)(from), *(*uint64)(unsafe.Add(from, across))
			c, d = *(*uint64)(unsafe.Add(from, 2*across)), *(*uint64)(unsafe.Add(from, 3*across))
			*(*uint64)(to) = a&low | b<<32
			*(*uint64)(unsafe.Add(to, 8)) = c&low | d<<32
			to = unsafe.Add(to, down)
			*(*uint64)(to) = a>>32 | b&^low
			*(*uint64)(unsafe.Add(to, 8)) = c>>32 | d&^low
			to = unsafe.Add(to, down)
			from = unsafe.Add(from, 8)
		}
	}
	return done
}

// sumRowsVectors and dotRowsVectors are sumRowsPlain and dotRowsPlain, four rows
// at a time.
func sumRowsVectors(dst, a []float32, rows []int, cols int) {
	q, width := quads(a), cols/Lanes
	for ; len(rows) >= 4; rows = rows[4:] {
		r := (*[4]int)(rows)
		at := unsafe.Pointer(&q[r[0]*width : (r[3]+1)*width][0])
		to1, to2, to3 := (r[1]-r[0])*width*quadSize, (r[2]-r[0])*width*quadSize, (r[3]-r[0])*width*quadSize
		var s0, s1, s2, s3 vector
		for range width {
			s0 = s0.Add(archsimd.LoadFloat32x4Array((*quad)(at)))
			s1 = s1.Add(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, to1))))
			s2 = s2.Add(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, to2))))
			s3 = s3.Add(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, to3))))
			at = unsafe.Add(at, quadSize)
		}
		dst[r[0]] += totalVector(s0)
		dst[r[1]] += totalVector(s1)
		dst[r[2]] += totalVector(s2)
		dst[r[3]] += totalVector(s3)
	}
	sumRowsPlain(dst, a, rows, cols)
}

func dotRowsVectors(dst, a, v []float32, rows []int, cols int) {
	q, width := quads(a), cols/Lanes
	for ; len(rows) >= 4; rows = rows[4:] {
		r := (*[4]int)(rows)
		at := unsafe.Pointer(&q[r[0]*width : (r[3]+1)*width][0])
		to1, to2, to3 := (r[1]-r[0])*width*quadSize, (r[2]-r[0])*width*quadSize, (r[3]-r[0])*width*quadSize
		var s0, s1, s2, s3, w vector
		for i := range quads(v)[:width] {
			w = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(v)), i*quadSize)))
			s0 = s0.Add(w.Mul(archsimd.LoadFloat32x4Array((*quad)(at))))
			s1 = s1.Add(w.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, to1)))))
			s2 = s2.Add(w.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, to2)))))
			s3 = s3.Add(w.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, to3)))))
			at = unsafe.Add(at, quadSize)
		}
		dst[r[0]] += totalVector(s0)
		dst[r[1]] += totalVector(s1)
		dst[r[2]] += totalVector(s2)
		dst[r[3]] += totalVector(s3)
	}
	dotRowsPlain(dst, a, v, rows, cols)
}
