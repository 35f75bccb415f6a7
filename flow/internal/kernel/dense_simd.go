//go:build goexperiment.simd && (wasm || amd64)

package kernel

import (
	"simd/archsimd"
	"unsafe"
)

// transposeVectors transposes four rows at a time, and returns how many.
func transposeVectors(dst, src []float32, cols int) int {
	rows, width := len(src)/cols, cols/Lanes
	q := quads(src)
	done := rows / 4 * 4
	for r := 0; r < done; r += 4 {
		for i := range width {
			a, b := load(&q[r*width+i]), load(&q[(r+1)*width+i])
			c, d := load(&q[(r+2)*width+i]), load(&q[(r+3)*width+i])
			to := dst[Lanes*i*rows+r:]
			broadcast(a.GetElem(0)).SetElem(1, b.GetElem(0)).SetElem(2, c.GetElem(0)).SetElem(3, d.GetElem(0)).StoreArray((*quad)(to))
			broadcast(a.GetElem(1)).SetElem(1, b.GetElem(1)).SetElem(2, c.GetElem(1)).SetElem(3, d.GetElem(1)).StoreArray((*quad)(to[rows:]))
			broadcast(a.GetElem(2)).SetElem(1, b.GetElem(2)).SetElem(2, c.GetElem(2)).SetElem(3, d.GetElem(2)).StoreArray((*quad)(to[2*rows:]))
			broadcast(a.GetElem(3)).SetElem(1, b.GetElem(3)).SetElem(2, c.GetElem(3)).SetElem(3, d.GetElem(3)).StoreArray((*quad)(to[3*rows:]))
		}
	}
	return done
}

// sumRowsVectors and dotRowsVectors are sumRowsPlain and dotRowsPlain, four rows
// at a time.
func sumRowsVectors(dst, a []float32, cols int) {
	q, width := quads(a), cols/Lanes
	r := 0
	for ; r+4 <= len(dst); r += 4 {
		d, at := (*[4]float32)(dst[r:]), unsafe.Pointer(&q[r*width : (r+4)*width][0])
		row := width * quadSize
		var s0, s1, s2, s3 vector
		for range width {
			s0 = s0.Add(archsimd.LoadFloat32x4Array((*quad)(at)))
			s1 = s1.Add(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, row))))
			s2 = s2.Add(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, 2*row))))
			s3 = s3.Add(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, 3*row))))
			at = unsafe.Add(at, quadSize)
		}
		d[0] += totalVector(s0)
		d[1] += totalVector(s1)
		d[2] += totalVector(s2)
		d[3] += totalVector(s3)
	}
	sumRowsPlain(dst[r:], a[r*cols:], cols)
}

func dotRowsVectors(dst, a, v []float32, cols int) {
	q, width := quads(a), cols/Lanes
	r := 0
	for ; r+4 <= len(dst); r += 4 {
		d, at := (*[4]float32)(dst[r:]), unsafe.Pointer(&q[r*width : (r+4)*width][0])
		row := width * quadSize
		var s0, s1, s2, s3, w vector
		for i := range quads(v)[:width] {
			w = archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(v)), i*quadSize)))
			s0 = s0.Add(w.Mul(archsimd.LoadFloat32x4Array((*quad)(at))))
			s1 = s1.Add(w.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, row)))))
			s2 = s2.Add(w.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, 2*row)))))
			s3 = s3.Add(w.Mul(archsimd.LoadFloat32x4Array((*quad)(unsafe.Add(at, 3*row)))))
			at = unsafe.Add(at, quadSize)
		}
		d[0] += totalVector(s0)
		d[1] += totalVector(s1)
		d[2] += totalVector(s2)
		d[3] += totalVector(s3)
	}
	dotRowsPlain(dst[r:], a[r*cols:], v, cols)
}
