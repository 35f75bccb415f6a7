package flow

import (
	"fmt"
	"slices"
	"strings"
)

// The choices of a [Method] are written as their names, in files, links and
// messages.
var (
	traceNames     = []string{"exact", "gaussian", "rademacher"}
	gradientNames  = []string{"stored", "checkpointed", "adjoint"}
	objectiveNames = []string{"likelihood", "matching", "transport", "energy"}
)

// String returns "exact", "gaussian" or "rademacher".
func (t Trace) String() string { return traceNames[t] }

// MarshalText returns the name.
func (t Trace) MarshalText() ([]byte, error) { return textOf("trace estimator", traceNames, int(t)) }

// UnmarshalText sets t by its name.
func (t *Trace) UnmarshalText(text []byte) error {
	return named("trace estimator", traceNames, text, t)
}

// String returns "stored", "checkpointed" or "adjoint".
func (g GradientMethod) String() string { return gradientNames[g] }

// MarshalText returns the name.
func (g GradientMethod) MarshalText() ([]byte, error) {
	return textOf("gradient method", gradientNames, int(g))
}

// UnmarshalText sets g by its name.
func (g *GradientMethod) UnmarshalText(text []byte) error {
	return named("gradient method", gradientNames, text, g)
}

// String returns "likelihood", "matching", "transport" or "energy".
func (o Objective) String() string { return objectiveNames[o] }

// MarshalText returns the name.
func (o Objective) MarshalText() ([]byte, error) {
	return textOf("objective", objectiveNames, int(o))
}

// UnmarshalText sets o by its name.
func (o *Objective) UnmarshalText(text []byte) error {
	return named("objective", objectiveNames, text, o)
}

func textOf(what string, names []string, i int) ([]byte, error) {
	if i < 0 || i >= len(names) {
		return nil, fmt.Errorf("flow: no %s has number %d", what, i)
	}
	return []byte(names[i]), nil
}

func named[N ~int](what string, names []string, text []byte, v *N) error {
	i := slices.Index(names, string(text))
	if i < 0 {
		return fmt.Errorf("flow: no %s %q; there are %s", what, text, strings.Join(names, ", "))
	}
	*v = N(i)
	return nil
}
