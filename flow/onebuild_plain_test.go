//go:build !js && !goexperiment.simd

package flow

func init() { plainNative = true }
