//go:build js && wasm

package web

import (
	"strings"
	"syscall/js"
)

// A hint is the text in a group of controls that says what in it cannot be
// chosen now, and why.
type hint struct {
	element js.Value
	names   []string // of the group's fields
	shown   string
}

// bindHints ties every control of a group that has a hint to it.
func (c *controls) bindHints() {
	at := map[string]int{} // by id
	for _, f := range fields() {
		if f.Hidden {
			continue
		}
		e := c.screen.element(f.Name)
		set := e.Call("closest", "fieldset")
		text := set.Call("querySelector", ".why")
		if text.IsNull() {
			continue
		}
		id := text.Get("id").String()
		e.Call("setAttribute", "aria-describedby", id)
		if _, ok := at[id]; !ok {
			at[id] = len(c.hints)
			c.hints = append(c.hints, hint{element: text})
		}
		h := &c.hints[at[id]]
		h.names = append(h.names, f.Name)
	}
}

// showBlocked disables what cannot be chosen beside the settings, and says why.
// The caller holds mu.
func (c *controls) showBlocked(s Settings) {
	for i := range c.hints {
		h := &c.hints[i]
		text := strings.Join(s.blocks(h.names), " ")
		if text == h.shown {
			continue
		}
		h.shown = text
		h.element.Set("textContent", text)
		for _, name := range h.names {
			c.block(name, s)
		}
	}
}

// block disables a field's element, or some of its choices.
func (c *controls) block(name string, s Settings) {
	f, _ := field(name)
	e, reason := c.screen.element(name), f.Blocked(s)
	e.Set("disabled", reason != "")
	e.Set("title", f.Help)
	if reason != "" {
		e.Set("title", sentence(reason)+".")
	}
	if f.Kind != Option {
		return
	}
	options := e.Get("options")
	for i, choice := range f.Choices {
		reason := f.BlockedChoice(s, choice.Value)
		options.Index(i).Set("disabled", reason != "")
		options.Index(i).Set("title", sentence(reason))
	}
}
