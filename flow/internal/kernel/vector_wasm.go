//go:build goexperiment.simd

package kernel

const haveVectors = true
