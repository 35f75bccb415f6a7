//go:build js && wasm

package web

import "syscall/js"

// WatchVisibility pauses training while the tab is hidden, and says so where
// the tab still shows something: in its title. Call it once.
func WatchVisibility(s *Session) {
	document := js.Global().Get("document")
	title := document.Get("title").String()
	look := func() {
		hidden := document.Get("hidden").Bool()
		s.Hide(hidden)
		text := title
		if hidden && s.Settings().Play {
			text = "Paused: tab hidden · " + title
		}
		document.Set("title", text)
	}
	listen(document, "visibilitychange", func(js.Value) { go look() })
	look()
}
