package web

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// parseJSONPoints reads points as [[x, y], …], [{"x": …, "y": …}, …],
// {"x": […], "y": […]}, or such a list within an object.
func parseJSONPoints(text string) ([][2]float64, error) {
	r := jsonReader{text: text}
	v := r.value(0)
	if r.space(); r.err == nil && r.at < len(text) {
		r.fail()
	}
	if r.err != nil {
		return nil, r.err
	}
	list, ok := listOfPoints(v)
	if !ok {
		return nil, errors.New("this JSON has no list of points, such as [[0, 1], [2, 3]]")
	}
	points := make([][2]float64, len(list))
	for i, v := range list {
		if points[i], ok = pointOf(v); !ok {
			return nil, fmt.Errorf("point %d of the list has no two numbers", i+1)
		}
	}
	return points, nil
}

// listOfPoints finds the list, whose entries pointOf reads.
func listOfPoints(v any) ([]any, bool) {
	switch v := v.(type) {
	case []any:
		return v, true
	case map[string]any:
		x, okX := v["x"].([]any)
		y, okY := v["y"].([]any)
		if okX && okY && len(x) == len(y) {
			pairs := make([]any, len(x))
			for i := range pairs {
				pairs[i] = []any{x[i], y[i]}
			}
			return pairs, true
		}
		for _, name := range []string{"points", "data"} {
			if list, ok := v[name].([]any); ok {
				return list, true
			}
		}
	}
	return nil, false
}

func pointOf(v any) (p [2]float64, ok bool) {
	var x, y any
	switch v := v.(type) {
	case []any:
		if len(v) < 2 {
			return p, false
		}
		x, y = v[0], v[1]
	case map[string]any:
		x, y = v["x"], v["y"]
	}
	p[0], ok = x.(float64)
	if ok {
		p[1], ok = y.(float64)
	}
	return p, ok
}

// A jsonReader reads JSON into []any, map[string]any with names in small letters,
// float64, and nil for all else, which has no use here. A library would be a tenth
// of the page's program. After an error it reads nothing more.
type jsonReader struct {
	text string
	at   int
	err  error
}

const deepest = 8 // lists within lists

func (r *jsonReader) fail() {
	if r.err != nil {
		return
	}
	if r.at >= len(r.text) {
		r.err = errors.New("this JSON is cut short")
		return
	}
	line := 1 + strings.Count(r.text[:r.at], "\n")
	r.err = fmt.Errorf("this is not JSON at line %d: %s", line, quote(r.text[r.at:]))
}

func (r *jsonReader) space() {
	for r.at < len(r.text) && strings.IndexByte(" \t\r\n", r.text[r.at]) >= 0 {
		r.at++
	}
}

// next skips blanks and, if it is there, the byte.
func (r *jsonReader) next(b byte) bool {
	r.space()
	if r.err != nil || r.at >= len(r.text) || r.text[r.at] != b {
		return false
	}
	r.at++
	return true
}

func (r *jsonReader) value(depth int) any {
	switch r.space(); {
	case r.err != nil:
		return nil
	case depth > deepest:
		r.err = errors.New("this JSON has lists within lists within lists, not points")
		return nil
	case r.next('['):
		return r.list(depth)
	case r.next('{'):
		return r.object(depth)
	case r.at < len(r.text) && r.text[r.at] == '"':
		r.quoted()
		return nil
	}
	return r.word()
}

func (r *jsonReader) list(depth int) any {
	list := []any{}
	for !r.next(']') {
		if len(list) > 0 && !r.next(',') {
			r.fail()
		}
		list = append(list, r.value(depth+1))
		if r.err != nil {
			return nil
		}
	}
	return list
}

func (r *jsonReader) object(depth int) any {
	object := map[string]any{}
	for first := true; !r.next('}'); first = false {
		if !first && !r.next(',') {
			r.fail()
		}
		r.space()
		name := strings.ToLower(r.quoted())
		if !r.next(':') {
			r.fail()
		}
		object[name] = r.value(depth + 1)
		if r.err != nil {
			return nil
		}
	}
	return object
}

// quoted reads a text; what is escaped in it stays so.
func (r *jsonReader) quoted() string {
	if !r.next('"') {
		r.fail()
		return ""
	}
	from := r.at
	for ; r.at < len(r.text) && r.text[r.at] != '"'; r.at++ {
		if r.text[r.at] == '\\' {
			r.at++
		}
	}
	if r.at >= len(r.text) {
		r.at = len(r.text)
		r.fail()
		return ""
	}
	r.at++
	return r.text[from : r.at-1]
}

// word reads a number, or true, false and null.
func (r *jsonReader) word() any {
	from := r.at
	for r.at < len(r.text) && strings.IndexByte("+-.0123456789abcdefghijklmnopqrstuvwxyzE", r.text[r.at]) >= 0 {
		r.at++
	}
	word := r.text[from:r.at]
	switch word {
	case "true", "false", "null":
		return nil
	}
	v, err := strconv.ParseFloat(word, 64)
	switch {
	case math.IsInf(v, 0) || math.IsNaN(v):
		return nil
	case err != nil:
		r.at = from
		r.fail()
		return nil
	}
	return v
}
