//go:build goexperiment.simd

package kernel

// Here each call has room of its own: many goroutines may compute at a time.
func splatsAt(own *[mostUnits]splat) *[mostUnits]splat { return own }
func slopesAt(own *[2]slopes) *[2]slopes               { return own }
func leapsAt(own *[mostLeaps]leap) *[mostLeaps]leap    { return own }
func layerAt(own *layerSplat) *layerSplat              { return own }
