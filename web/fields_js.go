//go:build js && wasm

package web

import (
	"fmt"
	"strconv"
	"strings"
	"syscall/js"
)

// bind gives the field's element its words and limits from the table, and listens to it.
func (c *controls) bind(f Field) {
	e := c.screen.element(f.Name)
	if f.Name == "play" {
		return // a button, see bindButtons
	}
	e.Set("title", f.Help)
	if e.Get("tagName").String() == "DIV" {
		c.bindChoices(f, e)
		return
	}
	label := e.Get("labels").Index(0)
	label.Set("textContent", f.Label)
	showKey(e, label, f.Key)
	switch f.Kind {
	case Integer, Real:
		e.Set("min", f.Min)
		e.Set("max", f.Max)
		e.Set("step", f.Step)
		e.Set("placeholder", f.Zero)
	case Option:
		e.Call("replaceChildren")
		for _, choice := range f.Choices {
			group(e, choice.Group).Call("append", js.Global().Get("Option").New(choice.Label, choice.Value))
		}
	}
	// Half-typed numbers are not meant yet; everything else acts while it moves.
	event := "input"
	if t := e.Get("type").String(); t == "number" || t == "text" {
		event = "change"
	}
	listen(e, event, func(js.Value) { c.changed(f, e) })
}

// bindChoices fills an element with a button for each of an Option's choices, of
// which one is pressed.
func (c *controls) bindChoices(f Field, e js.Value) {
	e.Call("setAttribute", "role", "group")
	e.Call("setAttribute", "aria-label", f.Label)
	for _, choice := range f.Choices {
		b := js.Global().Get("document").Call("createElement", "button")
		b.Set("type", "button")
		b.Set("id", choiceID(f, choice))
		b.Set("textContent", choice.Label)
		showKey(b, b, choice.Key)
		e.Call("append", b)
		listen(b, "click", func(js.Value) {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.written[f.Name] = choice.Value
			c.press(f, choice.Value)
			c.queue.put(f.Name, choice.Value)
		})
	}
}

// press shows which of an Option's buttons is pressed.
func (c *controls) press(f Field, value string) {
	for _, choice := range f.Choices {
		c.screen.element(choiceID(f, choice)).Call("setAttribute", "aria-pressed", strconv.FormatBool(choice.Value == value))
	}
}

// showKey tells of an element's key, and writes it on its label.
func showKey(e, label js.Value, key string) {
	if key == "" {
		return
	}
	e.Call("setAttribute", "aria-keyshortcuts", strings.ToUpper(key))
	label.Get("dataset").Set("key", strings.ToUpper(key))
}

// group returns the part of a select under that heading, at its end if there is
// none yet; without a heading that is the select itself.
func group(e js.Value, heading string) js.Value {
	if heading == "" {
		return e
	}
	if last := e.Get("lastElementChild"); !last.IsNull() && last.Get("label").String() == heading {
		return last
	}
	part := js.Global().Get("document").Call("createElement", "optgroup")
	part.Set("label", heading)
	e.Call("append", part)
	return part
}

// changed takes a new value from the field's element.
func (c *controls) changed(f Field, e js.Value) {
	value := e.Get("value").String()
	switch {
	case f.Kind == Toggle:
		value = strconv.FormatBool(e.Get("checked").Bool())
	case f.Zero != "" && value == "":
		value = "0" // the placeholder says what that means
	case c.askOwn(f, value):
		return
	}
	c.mu.Lock()
	c.written[f.Name] = value
	c.mu.Unlock()
	c.writeOutput(f, value)
	switch {
	case f.Name == "t":
		// Who takes hold of time wants to see that moment, not the particles rushing on.
		c.queue.put("travel", "false")
	case f.Name == "travel" && value == "false":
		// Stop where the particles are, and let a link say so.
		c.queue.put("t", c.screen.element("t").Get("value").String())
	}
	c.queue.put(f.Name, value)
}

func (c *controls) write(f Field, value string) {
	e := c.screen.element(f.Name)
	switch {
	case f.Name == "play":
		c.screen.text("play", map[string]string{"true": "Pause", "false": "Play"}[value])
	case e.Get("tagName").String() == "DIV":
		c.press(f, value)
	case f.Kind == Toggle:
		e.Set("checked", value == "true")
	case f.Zero != "" && value == "0":
		e.Set("value", "")
	default:
		e.Set("value", value)
	}
	c.writeOutput(f, value)
}

// writeOutput writes a slider's value beside it.
func (c *controls) writeOutput(f Field, value string) {
	id := f.Name + "-value"
	if c.screen.element(id).IsNull() {
		return
	}
	if v, err := strconv.ParseFloat(value, 64); err == nil && f.Kind == Real {
		value = fmt.Sprintf("%.2f", v)
	}
	c.screen.text(id, value)
}
