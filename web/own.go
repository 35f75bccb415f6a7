package web

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"flowplayground/flow"
)

// LearnOwn lets both models learn data of a person's own and returns when every
// worker concerned has obeyed.
func (s *Session) LearnOwn(ctx context.Context, given flow.Given) error {
	text := given.Text()
	if _, err := (flow.Job{Data: flow.Own, Given: text}).Dataset(); err != nil {
		return errors.New(plain(err))
	}
	return s.change(ctx, func(next *Settings) ([]string, error) {
		first, err := next.Set("points", text)
		if err != nil {
			return nil, err
		}
		second, err := next.Set("data", flow.Own)
		return slices.Concat(first, second), err
	})
}

// ownWords says what data of a person's own there are: "312 points", or "" for
// none.
func ownWords(text string) string {
	g, err := flow.ParseGiven(text)
	switch {
	case err != nil:
		return ""
	case g.Width > 0:
		return fmt.Sprintf("picture of %d × %d cells", g.Width, g.Height)
	}
	return grouped(len(g.X)) + " points"
}

// ownStatus tells how a person's own data stand.
func ownStatus(s Settings) string {
	words := ownWords(s.Given)
	switch {
	case words == "":
		return ""
	case s.Data == flow.Own:
		return "The models learn your " + words + "."
	}
	return "Kept: your " + words + ". To go back, choose “Your own” as data."
}

// farthest is how many standard deviations a point may lie from the mean. One that
// lies a thousand away would leave all others in one spot.
const farthest = 6

// givenPoints returns points in any units as data, standardised. Of too many it
// takes every second or third, and it moves in what lies far outside; the notes
// say so.
func givenPoints(points [][2]float64) (g flow.Given, notes []string, err error) {
	if n := len(points); n < flow.LeastPoints {
		return g, nil, tooFew(n)
	}
	if n := len(points); n > flow.MostGiven {
		points = thinned(points, flow.MostGiven)
		notes = append(notes, fmt.Sprintf("Of your %s points %d, evenly chosen, stand for all.", grouped(n), flow.MostGiven))
	}
	x, y := axes(points)
	moved := map[int]bool{}
	for _, axis := range []struct {
		name   string
		values []float64
	}{{"x", x}, {"y", y}} {
		if err := standardise(axis.values, axis.name, moved); err != nil {
			return g, nil, err
		}
	}
	if n := len(moved); n > 0 {
		notes = append(notes, counted(n, "point", "points")+" lay far outside and moved closer.")
	}
	return flow.Given{X: x, Y: y}, notes, nil
}

// givenText returns the points in a text as data.
func givenText(text string) (g flow.Given, notes []string, err error) {
	points, err := parsePoints(text)
	if err != nil {
		return g, nil, err
	}
	return givenPoints(points)
}

func tooFew(points int) error {
	return fmt.Errorf("%s too few to learn; give %d or more", counted(points, "point is", "points are"), flow.LeastPoints)
}

// counted returns a number with the right word: "1 point", "2 points".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(n) + " " + many
}

// thinned returns n of the points, evenly chosen.
func thinned(points [][2]float64, n int) [][2]float64 {
	some := make([][2]float64, n)
	for i := range some {
		some[i] = points[i*len(points)/n]
	}
	return some
}

func axes(points [][2]float64) (x, y []float64) {
	x, y = make([]float64, len(points)), make([]float64, len(points))
	for k, p := range points {
		x[k], y[k] = p[0], p[1]
	}
	return x, y
}

// standardise shifts v to mean 0, divides it by its standard deviation, and moves
// in what is then farther out than farthest, until nothing is: without what was
// moved the deviation is less. Then it makes all fit into the window. It notes the
// places of what was moved.
func standardise(v []float64, axis string, moved map[int]bool) error {
	for range 20 {
		if err := scale(v, axis); err != nil {
			return err
		}
		inside := true
		for k, a := range v {
			if math.Abs(a) > farthest*1.001 {
				v[k], moved[k], inside = math.Copysign(farthest, a), true, false
			}
		}
		if inside {
			break
		}
	}
	reach := 0.0
	for _, a := range v {
		reach = max(reach, math.Abs(a))
	}
	if reach > flow.GivenReach {
		for k := range v {
			v[k] *= flow.GivenReach / reach
		}
	}
	return nil
}

// scale gives v mean 0 and standard deviation 1.
func scale(v []float64, axis string) error {
	n, mean, squares := float64(len(v)), 0.0, 0.0
	for _, a := range v {
		mean += a / n
	}
	for _, a := range v {
		squares += (a - mean) * (a - mean) / n
	}
	sd := math.Sqrt(squares)
	switch {
	case math.IsNaN(sd) || math.IsInf(sd, 0):
		return fmt.Errorf("the points' %s are too large to compute with", axis)
	case sd <= 1e-9*math.Abs(mean) || sd == 0:
		return fmt.Errorf("all points have the same %s, so there is no shape to learn", axis)
	}
	for k, a := range v {
		v[k] = (a - mean) / sd
	}
	return nil
}
