package web

import (
	"fmt"
	"math"
	"strconv"

	"flowplayground/flow"
)

// missing stands for a number that does not exist yet.
const missing = "–"

// grouped writes a count with commas: 12345 is "12,345".
func grouped(n int) string {
	digits := strconv.Itoa(n)
	first := 0
	if n < 0 {
		first = 1
	}
	for i := len(digits) - 3; i > first; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// nats writes a loss with the three decimals in which models differ; a loss of
// 100 or more is far from learned, and its decimals would only crowd the table.
func nats(v float64) string {
	switch {
	case math.IsNaN(v):
		return missing
	case math.IsInf(v, 0) || math.Abs(v) >= 1e5:
		return "huge"
	case math.Abs(v) >= 100:
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.3f", v)
}

// rate writes steps per second with two significant digits or more.
func rate(v float64) string {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return missing
	case v > 0 && v < 9.95:
		return fmt.Sprintf("%.1f", v)
	}
	return grouped(int(math.Round(v)))
}

// lossClass is the table's class for a training loss that is not an NLL.
func lossClass(o flow.Objective) string {
	if o == flow.Likelihood {
		return ""
	}
	return "other"
}

// lossNote says what the training losses with that class are, or "" if there are
// none.
func lossNote(o flow.Objective) string {
	switch o {
	case flow.FlowMatchingIndependent, flow.FlowMatchingTransport:
		return "* squared error of the CNF's velocities, not nats"
	case flow.DensityMatching:
		return "* mean of log q + U, whose best value depends on the energy"
	}
	return ""
}

// canvasLabel says what the canvas shows to who does not see it.
func canvasLabel(dock string) string {
	below := map[string]string{
		"loss":  "both losses over the training steps. The table says the numbers",
		"strip": "below them the densities of both at six times from noise to data",
		"units": "below them the units of the CNF and the layers of the NF. The buttons under “Show” take them out",
	}[dock]
	return "Density and particles of the CNF and of the NF, and " + below + "."
}
