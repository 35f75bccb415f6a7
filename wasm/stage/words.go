package stage

import (
	"fmt"
	"math"
	"strings"

	"flowplayground/flow"
	"flowplayground/web"
)

// title names a panel's model and, if it departs from its recipe, briefly how.
func title(k flow.Kind, m web.ModelState) string {
	name, unit := "CNF · M = %d", "hidden unit"
	if k == flow.Discrete {
		name, unit = "NF · K = %d", "layer"
	}
	if m.Width != 1 {
		unit += "s"
	}
	text := fmt.Sprintf(name, m.Width)
	if v := variant(k, m); v != "" {
		return text + " · " + v
	}
	return text + " " + unit
}

// variant returns what departs from the recipe in a word or two, or "".
func variant(k flow.Kind, m web.ModelState) string {
	var parts []string
	add := func(yes bool, text string) {
		if yes {
			parts = append(parts, text)
		}
	}
	add(m.Method.Field != "", m.Method.Field)
	if k == flow.Continuous {
		fixed := m.Method.Tolerance == 0
		add(!fixed, fmt.Sprintf("%s at %g", m.Solver, m.Method.Tolerance))
		chosen := m.Method.Solver != "" || m.Method.Steps != 0
		add(fixed && chosen && m.SolverSteps > 0, fmt.Sprintf("%s × %d", m.Solver, m.SolverSteps))
	}
	switch m.Method.Objective {
	case flow.FlowMatchingIndependent, flow.FlowMatchingTransport:
		add(true, "matching")
	case flow.DensityMatching:
		add(true, "energy")
	}
	add(k == flow.Discrete && m.Method.Generative && m.Method.Objective == flow.Likelihood, "noise → data")
	return strings.Join(parts, " · ")
}

// caption returns the numbers under a panel's title.
func caption(m web.ModelState) string {
	parts := []string{fmt.Sprintf("step %d", m.Step)}
	if !math.IsNaN(m.Heldout) {
		parts = append(parts, fmt.Sprintf("held-out NLL %.3f nats", m.Heldout))
	}
	return strings.Join(parts, " · ")
}

// percent writes a part as "50 %".
func percent(part float64) string { return fmt.Sprintf("%.0f %%", 100*part) }

// signed writes a number to be added: "+ 0.831".
func signed(v float64) string {
	if v < 0 {
		return fmt.Sprintf("− %.3f", -v)
	}
	return fmt.Sprintf("+ %.3f", v)
}

// signed2 is signed with two decimals.
func signed2(v float64) string {
	if v < 0 {
		return fmt.Sprintf("− %.2f", -v)
	}
	return fmt.Sprintf("+ %.2f", v)
}

// minus gives numbers a true minus sign, which is as wide as the digits.
func minus(text string) string { return strings.ReplaceAll(text, "-", "−") }
