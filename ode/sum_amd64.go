//go:build goexperiment.simd

package ode

import "simd/archsimd"

var haveVectors = archsimd.X86.AVX()
