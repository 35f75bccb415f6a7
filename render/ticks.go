package render

import (
	"math"
	"strconv"
	"strings"
)

// A Tick is a marked place on an axis.
type Tick struct {
	Value float64
	Label string
}

// Ticks returns about n ticks in [lo, hi] at multiples of 1, 2 or 5 times a power of ten; none if the range is empty or
// not finite.
func Ticks(lo, hi float64, n int) []Tick {
	if !(hi > lo) || math.IsInf(hi-lo, 0) || n < 1 {
		return nil
	}
	step, digits := niceStep((hi - lo) / float64(n))
	var ticks []Tick
	const slack = 1e-9 // of a step: an end that is a multiple but for rounding still counts
	for k := math.Ceil(lo/step - slack); k <= math.Floor(hi/step+slack); k++ {
		ticks = append(ticks, Tick{k * step, number(k*step, digits)})
	}
	return ticks
}

// niceStep returns the 1, 2 or 5 times a power of ten closest to raw by ratio, and the decimals that its multiples need.
func niceStep(raw float64) (step float64, digits int) {
	exponent := math.Floor(math.Log10(raw))
	unit := math.Pow(10, exponent)
	step = unit
	for _, m := range []struct{ factor, from float64 }{{2, math.Sqrt2}, {5, math.Sqrt(10)}, {10, math.Sqrt(50)}} {
		if raw/unit >= m.from {
			step = m.factor * unit
		}
	}
	digits = int(max(-math.Floor(math.Log10(step)+1e-9), 0))
	return step, digits
}

// Decades returns a tick at each power of ten from 1 to hi.
func Decades(hi float64) []Tick {
	var ticks []Tick
	for v := 1.0; v <= hi*(1+1e-9); v *= 10 {
		ticks = append(ticks, Tick{v, thousands(v)})
	}
	return ticks
}

// number writes v with a true minus sign, which is as wide as the digits.
func number(v float64, digits int) string {
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if strings.Trim(s, "-0.") == "" {
		return strings.TrimPrefix(s, "-")
	}
	return strings.Replace(s, "-", "−", 1)
}

// thousands writes a whole number with commas: 10,000.
func thousands(v float64) string {
	s := strconv.FormatFloat(v, 'f', 0, 64)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
