//go:build !goexperiment.simd || !(wasm || amd64)

package ode

func sumVectors[T Float](b, z Batch[T], terms []term[T], c int) int { return 0 }
