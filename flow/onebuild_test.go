package flow

import "testing"

// inOneBuild keeps a test to the plain native build, of the four that make test
// runs. It is for statistics at length: of long training, and of quadratures and
// many draws in float64, which no build has code of its own for. [TestTraceBits]
// holds all builds to the same bits of the same objectives and data, so that such a test
// would come to the same in each. What compares with reference values, with
// differences or with other code belongs into all four.
func inOneBuild(t *testing.T) {
	t.Helper()
	if !plainNative {
		t.Skip("runs in the plain native build, for all: see inOneBuild")
	}
}

// plainNative is set in that build.
var plainNative bool
