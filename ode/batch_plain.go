//go:build !goexperiment.simd || !(wasm || amd64)

package ode

func addOneVectors[T Float](dst, z []T, s T, x []T) int { return 0 }

func addTwoVectors[T Float](dst, z []T, s T, x []T, t T, y []T) int { return 0 }
