package web

import (
	"math"
	"strconv"
	"strings"
)

// lossesCSV writes all losses that are kept, a row for each step that has one:
// the model, the step, and the loss in training and held out, which stay empty
// where there is none.
func lossesCSV(curves [2]Curves) string { // by flow.Kind
	var b strings.Builder
	b.WriteString("model,step,train,heldout\n")
	for _, k := range kinds {
		c := curves[k]
		train, heldOut := column{steps: c.Steps, values: c.Train}, column{steps: c.HeldSteps, values: c.HeldOut}
		for {
			step := min(train.next(), heldOut.next())
			if math.IsInf(step, 1) {
				break
			}
			b.WriteString(k.String() + "," + strconv.FormatFloat(step, 'f', -1, 64) + "," + train.take(step) + "," + heldOut.take(step) + "\n")
		}
	}
	return b.String()
}

// A column is a curve that is being written down.
type column struct{ steps, values []float64 }

// next returns the step of the next value, +Inf after the last.
func (c *column) next() float64 {
	if len(c.steps) == 0 {
		return math.Inf(1)
	}
	return c.steps[0]
}

// take returns the text of the step's value, and goes on; "" if there is none.
func (c *column) take(step float64) string {
	if c.next() != step {
		return ""
	}
	v := c.values[0]
	c.steps, c.values = c.steps[1:], c.values[1:]
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// samplesCSV writes samples of both models: x, y and the model.
func samplesCSV(points [2][][2]float64) string { // by flow.Kind
	var b strings.Builder
	b.WriteString("x,y,model\n")
	single := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 32) } // as samples are
	for _, k := range kinds {
		for _, p := range points[k] {
			b.WriteString(single(p[0]) + "," + single(p[1]) + "," + k.String() + "\n")
		}
	}
	return b.String()
}
