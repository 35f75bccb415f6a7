//go:build !js

// Command table prints the results of benchmarks, in files as go test writes
// them, side by side: a row for each benchmark and a column for each file, with
// the median of equal names. The last part of a path names its column.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

func main() {
	if err := run(os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "table:", err)
		os.Exit(1)
	}
}

// results are the values of every benchmark and unit, in the order they came.
type results struct {
	rows   []string
	values map[string][]float64
}

func run(w io.Writer, files []string) error {
	var columns []results
	var rows []string
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		column, err := read(file)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		columns = append(columns, column)
		for _, row := range column.rows {
			if !slices.Contains(rows, row) {
				rows = append(rows, row)
			}
		}
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "benchmark\t")
	for _, name := range files {
		fmt.Fprintf(t, "%s\t", strings.TrimSuffix(filepath.Base(name), ".txt"))
	}
	fmt.Fprintln(t)
	for _, row := range rows {
		fmt.Fprintf(t, "%s\t", row)
		for _, c := range columns {
			fmt.Fprintf(t, "%s\t", show(c.values[row]))
		}
		fmt.Fprintln(t)
	}
	return t.Flush()
}

// line matches a result of a benchmark: its name, without what go test and the
// browser's benchmark put around it, and its values with their units.
var line = regexp.MustCompile(`^Benchmark(?:Page/|/)?(\S*?)(?:-\d+)?\s+\d+\s+(.*)$`)

// read reads the times in milliseconds, and rates, of benchmarks.
func read(r io.Reader) (results, error) {
	found := results{values: map[string][]float64{}}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		m := line.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		fields := strings.Fields(m[2])
		for i := 0; i+1 < len(fields); i += 2 {
			value, err := strconv.ParseFloat(fields[i], 64)
			if err != nil {
				return found, fmt.Errorf("%q: %w", lines.Text(), err)
			}
			unit := fields[i+1]
			if unit == "ns/op" {
				value, unit = value/1e6, "ms"
			}
			if value == 0 || unit != "steps/s" && !strings.HasPrefix(unit, "ms") {
				continue // a benchmark that measures something else, or memory
			}
			row := m[1] + ", " + unit
			if found.values[row] == nil {
				found.rows = append(found.rows, row)
			}
			found.values[row] = append(found.values[row], value)
		}
	}
	return found, lines.Err()
}

// show returns the median to three digits.
func show(values []float64) string {
	if len(values) == 0 {
		return ""
	}
	slices.Sort(values)
	return strconv.FormatFloat(values[len(values)/2], 'g', 3, 64)
}
