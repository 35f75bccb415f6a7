//go:build !goexperiment.simd || !(wasm || amd64)

package ode

const haveVectors = false

func sumVectors(dst []float32, terms []term[float32]) int { return 0 }
