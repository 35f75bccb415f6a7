package web

import (
	"fmt"
	"strconv"
)

// The drawing is shown as paths of SVG, in the plane's units; there y points down.

// pointsPath returns a path of no length for each point, which a round end makes a
// dot.
func pointsPath(points [][2]float64) string {
	var path []byte
	for _, p := range points {
		path = append(path, 'M')
		path = strconv.AppendFloat(path, p[0], 'f', 3, 64)
		path = append(path, ' ')
		path = strconv.AppendFloat(path, -p[1], 'f', 3, 64)
		path = append(path, "h0"...)
	}
	return string(path)
}

// ringPath returns a circle.
func ringPath(at [2]float64, r float64) string {
	return fmt.Sprintf("M%.3f %.3fa%.3f %.3[3]f 0 1 0 %.3[4]f 0a%.3[3]f %.3[3]f 0 1 0 %.3[5]f 0", at[0]-r, -at[1], r, 2*r, -2*r)
}

// crossPath returns the keyboard's cursor.
func crossPath(at [2]float64) string {
	const arm = 0.08
	return fmt.Sprintf("M%.3f %.3fh%.3[3]fM%.3[4]f %.3[5]fv%.3[3]f", at[0]-arm, -at[1], 2*arm, at[0], -at[1]-arm)
}
