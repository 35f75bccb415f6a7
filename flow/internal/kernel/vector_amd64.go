//go:build goexperiment.simd

package kernel

import "simd/archsimd"

var haveVectors = archsimd.X86.AVX()
