package web

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Kind says what values a field takes.
type Kind int

// The kinds of fields.
const (
	Integer Kind = iota // a whole number from Min to Max
	Real                // a number from Min to Max
	Option              // the Value of one of Choices
	Toggle              // true or false
	Text                // a text of the field's form
)

// Choice is one allowed value of an Option, the words for it, and the key that
// chooses it, if there is one. Choices of one Group stand together under its
// name.
type Choice struct{ Value, Label, Group, Key string }

// Field describes one setting: its name in links and scripts, its words on the
// page, its allowed values, and where in Settings it stands.
type Field struct {
	Name, Label, Help string
	Kind              Kind
	Min, Max, Step    float64 // of numbers; Step is what one press of an arrow key adds
	Zero              string  // what the number 0 stands for, if for something else
	Hidden            bool    // has no control on the page, only links and scripts name it
	Key               string  // turns a Toggle over
	Form              string  // of a Text, in words
	Choices           []Choice
	Default           string
	in                func(*Settings) any // pointer to the struct field: *int, *float64, *bool or *string
	// check returns a Text as it is written in links, without characters that
	// must be escaped there, and whether it is allowed.
	check func(text string) (canonical string, ok bool)
}

// Allowed says in words which values the field takes: "a whole number from 1 to 64".
func (f Field) Allowed() string {
	zero := ""
	if f.Zero != "" {
		zero = ", where 0 is " + f.Zero
	}
	switch f.Kind {
	case Integer:
		return fmt.Sprintf("a whole number from %v to %v%s", f.Min, f.Max, zero)
	case Real:
		return fmt.Sprintf("a number from %v to %v%s", f.Min, f.Max, zero)
	case Toggle:
		return "true or false"
	case Text:
		return f.Form
	}
	values := make([]string, len(f.Choices))
	for i, c := range f.Choices {
		values[i] = c.Value
	}
	return join(values, "or")
}

// words returns a value as a person reads it on the page.
func (f Field) words(value string) string {
	if f.Kind == Option {
		return "“" + f.label(value) + "”"
	}
	if value == "0" && f.Zero != "" {
		return f.Zero
	}
	return value
}

// label returns a choice's words.
func (f Field) label(value string) string {
	for _, c := range f.Choices {
		if c.Value == value {
			return c.Label
		}
	}
	return value
}

// nearest returns the allowed value closest to text, written as Get writes it,
// or "" if none is close or text is "". exact reports whether text is itself an allowed value.
func (f Field) nearest(text string) (value string, exact bool) {
	switch f.Kind {
	case Option:
		if slices.ContainsFunc(f.Choices, func(c Choice) bool { return c.Value == text }) {
			return text, true
		}
		return "", false
	case Toggle:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return "", false
		}
		return strconv.FormatBool(b), true
	case Text:
		return f.check(text)
	default:
		return f.nearestNumber(text)
	}
}

func (f Field) nearestNumber(text string) (value string, exact bool) {
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	// Too many digits for a float64 still say which end of the range is meant: v is ±Inf then.
	if math.IsNaN(v) || err != nil && !math.IsInf(v, 0) {
		return "", false
	}
	near, form := min(max(v, f.Min), f.Max), byte('g')
	if f.Kind == Integer {
		near, form = math.Round(near), 'f'
	}
	if near == 0 {
		near = 0 // "-0" is allowed, but is written "0"
	}
	return strconv.FormatFloat(near, form, -1, 64), near == v
}

// store writes a value that nearest returned.
func (f Field) store(s *Settings, value string) {
	switch p := f.in(s).(type) {
	case *int:
		*p, _ = strconv.Atoi(value)
	case *float64:
		*p, _ = strconv.ParseFloat(value, 64)
	case *bool:
		*p = value == "true"
	case *string:
		*p = value
	}
}
