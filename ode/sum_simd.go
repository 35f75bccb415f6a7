//go:build goexperiment.simd && (wasm || amd64)

package ode

import (
	"simd/archsimd"
	"unsafe"
)

type vector = archsimd.Float32x4

// A strip is the part of a sum that one round of sumVectors makes: its eight
// vectors stay in registers while the terms are added, and WebAssembly's loop,
// which costs as much as three additions, runs once for them.
type strip [8][4]float32

// width is the number of entries of a strip.
const width = 8 * 4

// at returns the strip of v that begins at i. To convert the slice to an array,
// and to index that, would take a quarter longer.
func at(v []float32, i int) *strip { return (*strip)(unsafe.Pointer(&v[i : i+width][0])) }

func (s *strip) entry(i int) *[4]float32 { return (*[4]float32)(unsafe.Add(unsafe.Pointer(s), 16*i)) }
func (s *strip) load(i int) vector       { return archsimd.LoadFloat32x4Array(s.entry(i)) }
func (s *strip) store(i int, v vector)   { v.StoreArray(s.entry(i)) }

// never is the number of a term that there is not, in a variable so that the
// compiler cannot know.
var never = -1

// sumVectors is sumPlain of whole strips, with the same bits, and returns how
// many entries these are. It isn't generic: what is generic is compiled with the
// flags of the package that uses it, perhaps without inlining. The jump that is
// never taken keeps Go from making eight products before it adds the first, for
// which there are not enough registers. On amd64 that takes forty times as long
// once a goroutine has been preempted: vectors are spilled by SSE's moves, which
// wait for AVX's registers.
func sumVectors(dst []float32, terms []term[float32]) int {
	if !haveVectors {
		return 0
	}
	first, rest, nowhere := &terms[0], terms[1:], never
	whole := len(dst) / width * width
	for i := 0; i < whole; i += width {
		s, x := archsimd.BroadcastFloat32x4(first.s), at(first.x, i)
		a0, a1, a2, a3 := s.Mul(x.load(0)), s.Mul(x.load(1)), s.Mul(x.load(2)), s.Mul(x.load(3))
		a4, a5, a6, a7 := s.Mul(x.load(4)), s.Mul(x.load(5)), s.Mul(x.load(6)), s.Mul(x.load(7))
		for j := range rest {
			t := &rest[j]
			s, x := archsimd.BroadcastFloat32x4(t.s), at(t.x, i)
			a0 = a0.Add(s.Mul(x.load(0)))
			a1 = a1.Add(s.Mul(x.load(1)))
			a2 = a2.Add(s.Mul(x.load(2)))
			a3 = a3.Add(s.Mul(x.load(3)))
			if j == nowhere {
				break
			}
			a4 = a4.Add(s.Mul(x.load(4)))
			a5 = a5.Add(s.Mul(x.load(5)))
			a6 = a6.Add(s.Mul(x.load(6)))
			a7 = a7.Add(s.Mul(x.load(7)))
		}
		d := at(dst, i)
		d.store(0, a0)
		d.store(1, a1)
		d.store(2, a2)
		d.store(3, a3)
		d.store(4, a4)
		d.store(5, a5)
		d.store(6, a6)
		d.store(7, a7)
	}
	return whole
}
