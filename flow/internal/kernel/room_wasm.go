//go:build goexperiment.simd

package kernel

// Where the kernels keep a row's coefficients as vectors, and the like. At a fixed
// address a vector costs one instruction instead of three, and one goroutine runs
// at a time here, without being interrupted.
var (
	splatRoom [mostUnits]splat
	slopeRoom [2]slopes
	leapRoom  [mostLeaps]leap
	layerRoom layerSplat
)

func splatsAt(*[mostUnits]splat) *[mostUnits]splat { return &splatRoom }
func slopesAt(*[2]slopes) *[2]slopes               { return &slopeRoom }
func leapsAt(*[mostLeaps]leap) *[mostLeaps]leap    { return &leapRoom }
func layerAt(*layerSplat) *layerSplat              { return &layerRoom }
