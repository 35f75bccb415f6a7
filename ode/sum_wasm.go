//go:build goexperiment.simd

package ode

const haveVectors = true
