//go:build js && wasm

package web

import (
	"fmt"
	"slices"
	"strconv"
	"syscall/js"
)

// ShowState writes a session's state into the page: the table, the status, the
// notes and data-state. It touches only what has changed; call it about ten
// times a second, after BindControls.
func ShowState(st State) {
	c := bound
	c.screen.showModel("cnf", st.CNF)
	c.screen.showModel("nf", st.NF)
	if st.Ready {
		c.screen.text("entropy", nats(st.Entropy))
	}
	c.screen.text("loss-note", lossNote(st.CNF.Method.Objective))
	c.screen.text("status", status(st))
	c.showPlay(st)
	c.losses.show()
	c.losses.showRuns(st)
	c.showTime(st)
	c.showLook(st)
	c.screen.showStory(st.Story)
	c.showNotes(st)
	c.screen.showLoading(st)
}

func (s *screen) showModel(id string, m ModelState) {
	s.text(id+"-step", grouped(m.Step))
	s.text(id+"-train", nats(m.Train))
	s.class(id+"-train", lossClass(m.Method.Objective))
	s.text(id+"-heldout", nats(m.Heldout))
	s.text(id+"-rate", rate(m.StepsPerSecond))
}

// showStory writes what slow motion tells below the pictures.
func (s *screen) showStory(y Story) {
	s.hide("story", y.Title == "")
	if y.Title == "" {
		return
	}
	title := y.Title
	if y.Scene > 0 {
		title = fmt.Sprintf("%d/%d  %s", y.Scene, y.Scenes, y.Title)
	}
	s.text("story-title", title)
	s.text("story-text", y.Text)
}

// showPlay lets the button offer to play when training has stopped by itself,
// unless it has just been pressed.
func (c *controls) showPlay(st State) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended == st.ended() || c.queue.waits("play") {
		return
	}
	c.ended = st.ended()
	f, _ := field("play")
	c.write(f, strconv.FormatBool(st.Playing && !c.ended))
}

// showTime moves the time slider along with the particles while they travel,
// unless it is held.
func (c *controls) showTime(st State) {
	c.mu.Lock()
	travel := c.settings.Travel
	c.mu.Unlock()
	slider := c.screen.element("t")
	held := js.Global().Get("document").Get("activeElement").Equal(slider)
	if !travel || held || c.queue.waits("t") {
		return
	}
	f, _ := field("t")
	value := fmt.Sprintf("%.2f", st.T)
	slider.Set("value", value)
	c.writeOutput(f, value)
}

// A note is one message to the reader.
type note struct {
	text  string
	grave bool
}

// showNotes lists what the reader should know and has not dismissed, the
// gravest first.
func (c *controls) showNotes(st State) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var list []note
	dismissed := map[string]bool{} // what is gone is forgotten: later it is news again
	add := func(grave bool, texts ...string) {
		for _, text := range texts {
			if text != "" && !c.dismissed[text] {
				list = append(list, note{text, grave})
			}
			dismissed[text] = c.dismissed[text]
		}
	}
	if st.Ready {
		add(true, st.Error)
	}
	add(c.failed, c.message)
	add(false, c.notes...)
	add(false, st.Notes...)
	if c.blurred {
		add(false, "The zoom has changed. Reload the page for a sharp picture; the models then start again.")
	}
	c.dismissed = dismissed
	if !slices.Equal(list, c.listed) {
		c.listed = list
		c.list(list)
	}
}

// list shows the notes. Those that stay keep their elements, so that a screen reader
// reads only what is new, and the focus is not lost.
func (c *controls) list(list []note) {
	notes := c.screen.element("notes")
	shown := map[note]js.Value{}
	for _, n := range list {
		p, ok := c.paragraphs[n]
		if !ok {
			p = c.paragraph(n)
		}
		shown[n] = p
	}
	focused := c.removeNotes(notes, shown)
	for i, n := range list {
		if at := notes.Get("children").Index(i); !at.Equal(shown[n]) {
			notes.Call("insertBefore", shown[n], at)
		}
	}
	c.paragraphs = shown
	if focused {
		focusNote(notes)
	}
}

// removeNotes removes all but those that are shown further on, and reports whether one
// of them had the focus.
func (c *controls) removeNotes(notes js.Value, shown map[note]js.Value) (focused bool) {
	active := js.Global().Get("document").Get("activeElement")
	for n, p := range c.paragraphs {
		if _, stays := shown[n]; !stays {
			focused = focused || p.Call("contains", active).Bool()
			p.Call("remove")
		}
	}
	return focused
}

// focusNote moves the focus to what dismisses another note, or back to the controls.
func focusNote(notes js.Value) {
	next := notes.Call("querySelector", "button")
	if next.IsNull() {
		next = element("play")
	}
	next.Call("focus")
}

// paragraph makes a note's element, with a button that dismisses it.
func (c *controls) paragraph(n note) js.Value {
	create := func(tag, text string) js.Value {
		e := js.Global().Get("document").Call("createElement", tag)
		e.Set("textContent", text)
		return e
	}
	p, button := create("p", ""), create("button", "×")
	if n.grave {
		p.Set("className", "error")
	}
	button.Set("type", "button")
	button.Call("setAttribute", "aria-label", "Dismiss")
	listen(button, "click", func(js.Value) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.dismissed[n.text] = true
	})
	p.Call("append", create("span", n.text), button)
	return p
}

// showLoading takes the loading card away once the page is ready, or writes on
// it why it never will be. After that the card belongs to the script that
// started the program.
func (s *screen) showLoading(st State) {
	if st.Ready && s.texts["data-state"] != "ready" {
		s.texts["data-state"] = "ready"
		root().Get("dataset").Set("state", "ready")
	}
	if !st.Ready && st.Error != "" {
		s.text("failure", st.Error)
		s.element("retry").Set("hidden", false)
		root().Get("dataset").Set("state", "failed")
	}
}
