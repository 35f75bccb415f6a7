//go:build js && wasm

package web

import (
	"context"
	"fmt"
	"strconv"
	"syscall/js"
)

// bindLessons brings the lesson's card and the presets to life. The card is made
// anew for each lesson, so that one listener serves all of its buttons, which
// say in their data what they do.
func (c *controls) bindLessons() {
	listen(element("lesson-card"), "click", func(event js.Value) {
		button := event.Get("target").Call("closest", "button")
		if button.IsNull() {
			return
		}
		data := button.Get("dataset")
		switch {
		case data.Get("lesson").Truthy():
			c.queue.put("lesson", data.Get("lesson").String())
		case data.Get("fragment").Truthy():
			fragment := data.Get("fragment").String()
			go c.perform(func(ctx context.Context) error { return c.session.Try(ctx, fragment) })
		case data.Get("press").Truthy():
			pressInside(element(data.Get("press").String()))
		}
	})
	for _, p := range presets {
		b := newElement("button", p.Label)
		b.Set("type", "button")
		b.Set("id", "preset-"+p.ID)
		b.Set("title", p.Help)
		element("presets").Call("append", b)
		listen(b, "click", func(js.Value) {
			go c.perform(func(ctx context.Context) error { return c.session.preset(ctx, p) })
		})
	}
}

// pressInside clicks a button of the panel, and opens the part that it stands in.
func pressInside(button js.Value) {
	if part := button.Call("closest", "details"); !part.IsNull() {
		part.Set("open", true)
	}
	button.Call("scrollIntoView", map[string]any{"block": "nearest"})
	button.Call("click")
}

// setLesson opens a lesson. Whose device asks for less motion gets particles that
// hold still, as in [InitialSettings].
func (c *controls) setLesson(ctx context.Context, id string) error {
	fragment := "lesson=" + id
	if id != noLesson && calm() {
		fragment += "&travel=false"
	}
	return c.session.Try(ctx, fragment)
}

// showLesson shows the card of the settings' lesson, and which of its buttons are
// as the settings are. The caller holds mu.
func (c *controls) showLesson(s Settings) {
	card := c.screen.element("lesson-card")
	if card.Get("dataset").Get("lesson").String() != s.Lesson {
		c.makeCard(card, s.Lesson)
	}
	buttons := card.Call("querySelectorAll", "[data-fragment]")
	for i := range buttons.Length() {
		b := buttons.Index(i)
		pressed := s.holds(b.Get("dataset").Get("fragment").String())
		b.Call("setAttribute", "aria-pressed", strconv.FormatBool(pressed))
	}
	for _, p := range presets {
		c.screen.element("preset-"+p.ID).Call("setAttribute", "aria-pressed", strconv.FormatBool(s.follows(p)))
	}
}

// makeCard fills the card with a lesson, or empties it. It stays folded or
// unfolded, and keeps the focus if it had it. At first it is unfolded unless that
// would push the controls out of a low panel.
func (c *controls) makeCard(card js.Value, id string) {
	open := element("panel").Get("clientHeight").Int() > 480
	if old := card.Call("querySelector", "details"); !old.IsNull() {
		open = old.Get("open").Bool()
	}
	focused := card.Call("contains", js.Global().Get("document").Get("activeElement")).Bool()
	card.Get("dataset").Set("lesson", id)
	card.Call("replaceChildren")
	l, ok := lesson(id)
	card.Set("hidden", !ok)
	if !ok {
		return
	}
	details := newElement("details", "")
	details.Set("open", open)
	summary := newElement("summary", "")
	number := newElement("small", fmt.Sprintf("Lesson %d of %d", lessonAt(id)+1, len(lessons)))
	summary.Call("append", number, " ", newElement("span", l.Title))
	details.Call("append", summary)
	for _, text := range l.Text {
		details.Call("append", newElement("p", text))
	}
	details.Call("append", tasks(l.Do), see(l.See), turning(id))
	card.Call("append", details)
	if focused {
		summary.Call("focus")
	}
}

// tasks returns the numbered list of a lesson's tasks with their buttons.
func tasks(list []Task) js.Value {
	ol := newElement("ol", "")
	for _, task := range list {
		li := newElement("li", task.Text)
		tries := newElement("div", "")
		tries.Set("className", "tries")
		for _, try := range task.Tries {
			b := newElement("button", try.Label)
			b.Set("type", "button")
			b.Get("dataset").Set("fragment", try.Fragment)
			if try.Press != "" {
				b.Get("dataset").Delete("fragment")
				b.Get("dataset").Set("press", try.Press)
			}
			tries.Call("append", b)
		}
		li.Call("append", tries)
		ol.Call("append", li)
	}
	return ol
}

func see(text string) js.Value {
	p := newElement("p", "")
	p.Set("className", "see")
	p.Call("append", newElement("b", "What you see. "), text)
	return p
}

// turning returns the buttons that lead to the lessons before and after this one,
// and out of it.
func turning(id string) js.Value {
	row := newElement("div", "")
	row.Set("className", "turning")
	at := lessonAt(id)
	button := func(label, id string) {
		b := newElement("button", label)
		b.Set("type", "button")
		b.Get("dataset").Set("lesson", id)
		row.Call("append", b)
	}
	if at > 0 {
		button("‹ Previous", lessons[at-1].ID)
	}
	if at < len(lessons)-1 {
		button("Next ›", lessons[at+1].ID)
	}
	button("Close", noLesson)
	return row
}
