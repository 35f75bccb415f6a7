package web

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"flowplayground/flow"
)

const (
	maxNotes  = 5  // more would push the controls off the screen
	maxQuoted = 24 // runes of a stranger's text in a message
)

// Fragment returns the settings as the fragment of a link, without "#": only
// those that differ from the defaults, or from its lesson's settings, such as
// "k=8&m=32" or "lesson=depth&m=8". Points of a person's own that are not in use
// would make it long, and are left out. No value has a character that must be
// escaped.
func (s Settings) Fragment() string {
	standard := startOf(s.Lesson)
	var parts []string
	if s.Lesson != noLesson {
		parts = append(parts, "lesson="+s.Lesson)
	}
	s = s.linked()
	for _, f := range fields() {
		if v := s.Get(f.Name); v != standard.Get(f.Name) {
			parts = append(parts, f.Name+"="+v)
		}
	}
	return strings.Join(parts, "&")
}

// ParseFragment reads the fragment of a link, with or without its "#". What is
// not named keeps its default, or what the named lesson has; what is out of range is moved to the nearest
// allowed value, what makes no sense is ignored, and settings that make none beside others
// keep their defaults; the notes say so in words for the reader of the page.
// The settings are always valid.
func ParseFragment(fragment string) (Settings, []string) {
	parts := strings.Split(strings.TrimPrefix(fragment, "#"), "&")
	s := startOf(lessonOf(parts))
	var notes []string
	seen := map[string]bool{}
	for _, part := range parts {
		if part == "" {
			continue
		}
		if note := s.take(part, seen); note != "" {
			notes = append(notes, note)
		}
	}
	unsettled, _ := s.settle("") // without a chosen one there is no error
	notes = append(notes, unsettled...)
	if n := len(notes); n > maxNotes {
		notes = append(notes[:maxNotes-1], fmt.Sprintf("The link has %d more mistakes.", n-maxNotes+1))
	}
	return s, notes
}

// linked returns the settings that a link carries: a person's own points only while
// they are learned.
func (s Settings) linked() Settings {
	if s.Data != flow.Own {
		s.Given = ""
	}
	return s
}

// lessonOf returns the last lesson that the parts of a link name, or none.
func lessonOf(parts []string) string {
	id := noLesson
	for _, part := range parts {
		text, _ := unescape(part)
		name, value, _ := strings.Cut(text, "=")
		if strings.ToLower(name) == "lesson" && (value == noLesson || lessonAt(value) >= 0) {
			id = value
		}
	}
	return id
}

// take applies one "name=value" of a link and returns what to tell the reader, or "".
func (s *Settings) take(part string, seen map[string]bool) (note string) {
	text, ok := unescape(part)
	if !ok {
		return fmt.Sprintf("The link's part %s is garbled and was ignored.", quote(part))
	}
	name, value, _ := strings.Cut(text, "=")
	f, ok := field(strings.ToLower(name))
	if !ok {
		return fmt.Sprintf("The link names a setting %s that this page does not have; it was ignored.", quote(name))
	}
	nearest, exact := f.nearest(value)
	switch {
	case nearest == "" && !exact:
		return fmt.Sprintf("The link's %s = %s was ignored: %s must be %s.", f.Name, quote(value), f.Name, f.Allowed())
	case !exact:
		note = fmt.Sprintf("The link's %s = %s became %s: %s must be %s.", f.Name, quote(value), nearest, f.Name, f.Allowed())
	case seen[f.Name]:
		note = fmt.Sprintf("The link names %s more than once; the last one, %s, counts.", f.Name, nearest)
	}
	seen[f.Name] = true
	f.store(s, nearest)
	return note
}

// unescape decodes %XX, as programs that pass links on may write any character.
// Package net/url would do it too, and be a twentieth of the workers' program.
func unescape(part string) (text string, ok bool) {
	pieces := strings.Split(part, "%")
	for i, piece := range pieces[1:] {
		if len(piece) < 2 {
			return "", false
		}
		b, err := strconv.ParseUint(piece[:2], 16, 8)
		if err != nil {
			return "", false
		}
		pieces[i+1] = string([]byte{byte(b)}) + piece[2:]
	}
	return strings.Join(pieces, ""), true
}

// quote shows text from outside: short, in quotation marks, control characters visible.
func quote(text string) string {
	if utf8.RuneCountInString(text) > maxQuoted {
		text = string([]rune(text)[:maxQuoted]) + "…"
	}
	return fmt.Sprintf("%q", text)
}

// join lists words: "a", "a or b", "a, b or c".
func join(words []string, last string) string {
	n := len(words) - 1
	if n < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n], ", ") + " " + last + " " + words[n]
}
