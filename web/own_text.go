package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// maxText is the largest size of a text with points.
const maxText = 8 << 20

// parsePoints reads points from a text: a table of two columns or more, or JSON.
// An error says which line, or which point, is none.
func parsePoints(text string) ([][2]float64, error) {
	text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
	switch {
	case len(text) > maxText:
		return nil, fmt.Errorf("there are more than %d MB of points, too much for this page", maxText>>20)
	case text == "":
		return nil, fmt.Errorf("there are no points; give x and y of a point on each line")
	case text[0] == '[' || text[0] == '{':
		return parseJSONPoints(text)
	}
	return parseTable(text)
}

// looksLikeModel reports whether a text means to be a model file and not points,
// even if it is damaged.
func looksLikeModel(text string) bool {
	text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
	return strings.HasPrefix(text, "{") && (strings.Contains(text, `"format"`) || strings.Contains(text, `"models"`))
}

// parseTable reads a point from each line: two columns of numbers, between tabs,
// semicolons, commas or blanks. If the first line has no numbers it names the
// columns; those called x and y are taken, else the first two with numbers. Empty
// lines and those that begin with # say nothing.
func parseTable(text string) (points [][2]float64, err error) {
	var columns, named []int
	first := true
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		cells := splitCells(line)
		if columns == nil {
			columns = numeric(cells)
		}
		if len(columns) < 2 && first {
			columns, named, first = nil, called(cells), false
			continue
		}
		if first = false; len(named) == 2 {
			columns = named
		}
		p, ok := pick(cells, columns)
		if !ok {
			return nil, fmt.Errorf("line %d has no two numbers: %s", i+1, quote(line))
		}
		points = append(points, p)
	}
	if points == nil {
		return nil, fmt.Errorf("there are no points; give x and y of a point on each line, not %s", quote(text))
	}
	return points, nil
}

// splitCells splits a line at the first of tab, semicolon and comma that it has, or
// at blanks. Where commas do not separate, they may stand in numbers.
func splitCells(line string) []string {
	if cells := decimalCommas(line); cells != nil {
		return cells
	}
	for _, separator := range []string{"\t", ";", ","} {
		if !strings.Contains(line, separator) {
			continue
		}
		if separator != "," {
			line = strings.ReplaceAll(line, ",", ".")
		}
		return strings.Split(line, separator)
	}
	return strings.Fields(line)
}

// decimalCommas splits a line whose commas stand in numbers, with blanks between
// these, as in "1,5 2,5"; it returns nil for any other, such as "1, 2".
func decimalCommas(line string) []string {
	cells := strings.Fields(strings.ReplaceAll(line, ",", "."))
	if len(cells) < 2 || !strings.Contains(line, ",") {
		return nil
	}
	for i, cell := range strings.Fields(line) {
		if _, ok := numberIn(cells[i]); !ok || strings.HasPrefix(cell, ",") || strings.HasSuffix(cell, ",") {
			return nil
		}
	}
	return cells
}

// numeric returns the columns with numbers.
func numeric(cells []string) (columns []int) {
	for i, c := range cells {
		if _, ok := numberIn(c); ok {
			columns = append(columns, i)
		}
	}
	return columns
}

// called returns the columns called x and y, if there are both.
func called(cells []string) (columns []int) {
	for _, name := range []string{"x", "y"} {
		for i, c := range cells {
			if strings.ToLower(strings.Trim(c, ` "'#`)) == name {
				columns = append(columns, i)
				break
			}
		}
	}
	return columns
}

// pick reads the first two of the columns.
func pick(cells []string, columns []int) (p [2]float64, ok bool) {
	if len(columns) < 2 {
		return p, false
	}
	for i, c := range columns[:2] {
		if c >= len(cells) {
			return p, false
		}
		if p[i], ok = numberIn(cells[c]); !ok {
			return p, false
		}
	}
	return p, true
}

// numberIn reads a finite number, with quotation marks or brackets around it.
func numberIn(cell string) (float64, bool) {
	v, err := strconv.ParseFloat(strings.Trim(cell, " \t\"'()[]"), 64)
	return v, err == nil && !math.IsInf(v, 0) && !math.IsNaN(v)
}
