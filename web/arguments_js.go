//go:build js && wasm

package web

import (
	"fmt"
	"syscall/js"
)

const maxSteps = 1_000_000 // of one request

// argument returns a script's i-th argument, or undefined.
func argument(args []js.Value, i int) js.Value {
	if i >= len(args) {
		return js.Undefined()
	}
	return args[i]
}

// text returns a script's i-th argument as JavaScript writes it: 8 is "8", true
// is "true". Go cannot ask every value for its type: a BigInt makes it panic.
func text(args []js.Value, i int) string {
	return js.Global().Get("String").Invoke(argument(args, i)).String()
}

// isNumber asks JavaScript's Number, "isInteger" or "isFinite", about any value.
func isNumber(question string, v js.Value) bool {
	return js.Global().Get("Number").Call(question, v).Bool()
}

// wholeArgument returns the i-th argument, 1 if it is left out.
func wholeArgument(args []js.Value, i int, name string, low, high int) (int, error) {
	v := argument(args, i)
	if v.IsUndefined() {
		return 1, nil
	}
	if !isNumber("isInteger", v) || v.Float() < float64(low) || v.Float() > float64(high) {
		return 0, fmt.Errorf("%s must be a whole number from %d to %d", name, low, high)
	}
	return v.Int(), nil
}

// modelArgument returns the first argument.
func modelArgument(args []js.Value) (string, error) {
	switch s := text(args, 0); s {
	case "cnf", "nf":
		return s, nil
	default:
		return "", fmt.Errorf("model must be cnf or nf, not %s", quote(s))
	}
}

// pointsArgument returns the i-th argument, a list of [x, y].
func pointsArgument(args []js.Value, i int) ([][2]float64, error) {
	bad := fmt.Errorf("points must be a list of at most %d points [x, y] with finite numbers", maxPoints)
	v := argument(args, i)
	if !isArray(v) {
		return nil, bad
	}
	// A getter that throws would end the program; the clone has none.
	list := js.Global().Call("structuredClone", v)
	n := list.Length()
	if n > maxPoints {
		return nil, bad
	}
	points := make([][2]float64, n)
	for i := range points {
		p, ok := point(list.Index(i))
		if !ok {
			return nil, fmt.Errorf("%w; the one at index %d is not", bad, i)
		}
		points[i] = p
	}
	return points, nil
}

func point(v js.Value) ([2]float64, bool) {
	if !isArray(v) || v.Length() != 2 {
		return [2]float64{}, false
	}
	var p [2]float64
	for i := range p {
		x := v.Index(i)
		if !isNumber("isFinite", x) {
			return [2]float64{}, false
		}
		p[i] = x.Float()
	}
	return p, true
}

func isArray(v js.Value) bool {
	return js.Global().Get("Array").Call("isArray", v).Bool()
}
