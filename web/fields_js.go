//go:build js && wasm

package web

import (
	"fmt"
	"strconv"
	"syscall/js"
)

// bind gives the field's element its words and limits from the table, and listens to it.
func (c *controls) bind(f Field) {
	e := c.screen.element(f.Name)
	if f.Name == "play" {
		return // a button, see bindButtons
	}
	e.Set("title", f.Help)
	e.Get("labels").Index(0).Set("textContent", f.Label)
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
	if e.Get("type").String() == "number" {
		event = "change"
	}
	listen(e, event, func(js.Value) { c.changed(f, e) })
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
		e.Call("setAttribute", "aria-pressed", value)
		c.screen.text("play", map[string]string{"true": "Pause", "false": "Play"}[value])
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
