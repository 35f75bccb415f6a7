package web

var shortcuts = map[string]string{" ": "play", "ArrowRight": "step", ".": "step", "r": "reset", "R": "reset"}

// shortcut returns the button that a key presses, or "" for none. The element
// with the focus, given by its HTML tag in capitals and its type, comes first.
func shortcut(key, tag, typ string) string {
	if needs(key, tag, typ) {
		return ""
	}
	return shortcuts[key]
}

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
			return key == "ArrowRight"
		case "checkbox":
			return key == " "
		}
		return true
	}
	return false
}
