//go:build js && wasm

package web

import (
	"fmt"
	"syscall/js"
)

// A QRCode draws a text as the path of an SVG on a square of that side, or says
// why it cannot.
type QRCode func(text string) (side int, path string, err error)

// A builder is the dialog in which a teacher makes a link.
type builder struct {
	controls *controls
	code     QRCode
	dialog   js.Value
}

// BindBuilder brings the dialog to life. Call it after BindControls.
func BindBuilder(code QRCode) {
	b := &builder{controls: bound, code: code, dialog: element("builder")}
	for _, c := range beginnings() {
		element("builder-from").Call("append", js.Global().Get("Option").New(c.Label, c.Value))
	}
	for _, p := range panelParts {
		label, box := newElement("label", ""), newElement("input", "")
		box.Set("type", "checkbox")
		box.Set("id", "builder-"+p.ID)
		label.Call("append", box, p.Label)
		element("builder-parts").Call("append", label)
	}
	on := func(id string, f func()) { listen(element(id), "click", func(js.Value) { f() }) }
	on("build", b.open)
	on("builder-close", func() { b.dialog.Call("close") })
	on("builder-copy", func() { b.copy(element("builder-link")) })
	on("builder-copy-frame", func() { b.copy(element("builder-frame")) })
	listen(b.dialog, "input", func(js.Value) { b.show() })
}

// open shows the dialog with what the page shows now.
func (b *builder) open() {
	s := b.now()
	element("builder-from").Set("value", asNow)
	element("builder-present").Set("checked", s.Present)
	element("builder-embed").Set("checked", s.Embed)
	for _, p := range panelParts {
		element("builder-"+p.ID).Set("checked", !s.hides(p.ID))
	}
	b.show()
	b.dialog.Call("showModal")
}

func (b *builder) now() Settings {
	b.controls.mu.Lock()
	defer b.controls.mu.Unlock()
	return b.controls.settings
}

// chosen reads the dialog.
func (b *builder) chosen() invitation {
	checked := func(id string) bool { return element("builder-" + id).Get("checked").Bool() }
	v := invitation{from: element("builder-from").Get("value").String(), present: checked("present"), embed: checked("embed")}
	for _, p := range panelParts {
		if !checked(p.ID) {
			v.hide = append(v.hide, p.ID)
		}
	}
	return v
}

// show writes the link that has been chosen, and all that is made of it.
func (b *builder) show() {
	v := b.chosen()
	s := v.settings(b.now())
	link := linkTo(s)
	element("builder-link").Set("value", link)
	element("builder-try").Set("href", link)
	element("builder-frame").Set("value", frameCode(link))
	element("builder-framing").Set("hidden", !v.embed)
	for _, p := range panelParts {
		element("builder-"+p.ID).Set("disabled", !v.shows(p.ID))
	}
	b.say(v.lost(s))
	b.draw(link)
}

// draw draws the link's QR code, dark on white for every camera.
func (b *builder) draw(link string) {
	picture := element("builder-code")
	side, path, err := b.code(link)
	picture.Call("toggleAttribute", "hidden", err != nil)
	if err != nil {
		b.say("The link is too long for a QR code that a camera can read from afar. Choose a lesson, or change fewer settings.")
		return
	}
	picture.Call("setAttribute", "viewBox", fmt.Sprintf("0 0 %d %d", side, side))
	picture.Call("querySelector", "path").Call("setAttribute", "d", path)
}

func (b *builder) say(text string) { element("builder-note").Set("textContent", text) }

// copy puts a field's text on the clipboard, or selects it for the person to copy.
func (b *builder) copy(field js.Value) {
	field.Call("select")
	go func() {
		if copied(field.Get("value").String()) {
			b.say("Copied.")
			return
		}
		b.say("The browser does not let this page copy. The text is selected: press Ctrl+C or ⌘C.")
	}()
}
