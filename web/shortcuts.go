package web

import "strings"

// buttonKeys are the keys that press a button of the page, by its id.
var buttonKeys = map[string]string{" ": "play", "ArrowRight": "step", ".": "step", "r": "reset", "ArrowLeft": "story-back"}

// shortcut returns the id of the button or box that a key presses, or "" for
// none. The element with the focus, given by its HTML tag in capitals and its
// type, comes first. A letter counts without Shift only, though as well while the
// capitals are locked; a dot or a digit needs Shift on some keyboards.
func shortcut(key string, shift bool, tag, typ string) string {
	if needs(key, tag, typ) {
		return ""
	}
	if lower := strings.ToLower(key); len(key) == 1 && lower != strings.ToUpper(key) {
		if shift {
			return ""
		}
		key = lower
	}
	if id, ok := buttonKeys[key]; ok {
		return id
	}
	for _, f := range fields() {
		if f.Key == key && key != "" {
			return f.Name
		}
		for _, c := range f.Choices {
			if c.Key == key && key != "" {
				return choiceID(f, c)
			}
		}
	}
	return ""
}

// choiceID returns the id of a choice's button, for a field that has one for
// each.
func choiceID(f Field, c Choice) string { return f.Name + "-" + c.Value }

// needs reports whether an element has a use of its own for the key.
func needs(key, tag, typ string) bool {
	switch tag {
	case "BUTTON", "SUMMARY":
		return key == " "
	case "SELECT", "TEXTAREA":
		return true
	case "INPUT":
		switch typ {
		case "range":
			return key == "ArrowRight" || key == "ArrowLeft"
		case "checkbox":
			return key == " "
		}
		return true
	}
	return false
}
