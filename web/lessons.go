package web

import (
	"context"
	"slices"
	"strings"
)

// A Lesson is a short text beside the controls: a thing to do and a thing to
// see, with the settings that show it. A link that names a lesson starts from
// its settings, not from the defaults: see [ParseFragment].
type Lesson struct {
	ID, Title string
	Settings  string   // the fragment of a link, without the lesson itself
	Text      []string // paragraphs
	Do        []Task
	See       string
}

// A Task is one thing to do in a lesson, and buttons that do it.
type Task struct {
	Text  string
	Tries []Try
}

// A Try is a button of a task. It lays a fragment over the settings, or presses
// a button of the page.
type Try struct {
	Label    string
	Fragment string
	Press    string // the button's id
}

// noLesson is the value of the setting for none.
const noLesson = "none"

// lesson returns the lesson with that id.
func lesson(id string) (l Lesson, ok bool) {
	i := lessonAt(id)
	if i < 0 {
		return l, false
	}
	return lessons[i], true
}

// lessonAt returns the place of a lesson in their order, or -1.
func lessonAt(id string) int {
	return slices.IndexFunc(lessons, func(l Lesson) bool { return l.ID == id })
}

func lessonChoices() []Choice {
	list := []Choice{{Value: noLesson, Label: "No lesson"}}
	for _, l := range lessons {
		list = append(list, Choice{Value: l.ID, Label: l.Title})
	}
	return list
}

// startOf returns the settings of a link that names nothing but a lesson.
func startOf(id string) Settings {
	s := Defaults()
	l, ok := lesson(id)
	if !ok {
		return s
	}
	s.Lesson = id
	for name, value := range settingsOf(l.Settings) {
		s.put(name, value) // a test holds the lessons to what is allowed
	}
	return s
}

// begin returns the settings with which the chosen lesson starts. Who looks at
// the page, and on what machine, stays as it is, and so do a person's own points.
// Leaving a lesson changes nothing else.
func (s Settings) begin() Settings {
	if s.Lesson == noLesson {
		return s
	}
	next := startOf(s.Lesson).forReader(s)
	next.Given = s.Given
	return next
}

// settingsOf yields the names and values of a fragment of our own, which has no
// escapes.
func settingsOf(fragment string) func(yield func(name, value string) bool) {
	return func(yield func(name, value string) bool) {
		for part := range strings.SplitSeq(fragment, "&") {
			name, value, ok := strings.Cut(part, "=")
			if ok && !yield(name, value) {
				return
			}
		}
	}
}

// try sets all that a fragment names, one after the other.
func (s *Settings) try(fragment string) (notes []string, err error) {
	next := *s
	for name, value := range settingsOf(fragment) {
		more, err := next.Set(name, value)
		if err != nil {
			return nil, err
		}
		notes = append(notes, more...)
	}
	*s = next
	return notes, nil
}

// holds reports whether the settings are all as the fragment names them, but for
// play: training that was begun may have come to its end.
func (s Settings) holds(fragment string) bool {
	for name, value := range settingsOf(fragment) {
		if name != "play" && s.Get(name) != value {
			return false
		}
	}
	return fragment != ""
}

// Try sets all that a fragment names at once and returns when every worker
// concerned has obeyed.
func (s *Session) Try(ctx context.Context, fragment string) error {
	return s.change(ctx, func(next *Settings) ([]string, error) { return next.try(fragment) })
}
