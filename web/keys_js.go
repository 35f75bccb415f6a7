//go:build js && wasm

package web

import "syscall/js"

// bindKeys makes keys press the page's buttons, and keeps Ebiten's canvas from
// swallowing keys: once clicked it would prevent Tab, F5 and all the others.
func bindKeys() {
	canvas := js.Global().Get("document").Call("querySelector", "canvas")
	if !canvas.IsNull() {
		canvas.Call("setAttribute", "tabindex", "-1") // it has no keys of its own
		canvas.Call("setAttribute", "role", "img")
	}
	for _, event := range []string{"keydown", "keyup"} {
		js.Global().Call("addEventListener", event, js.FuncOf(func(_ js.Value, args []js.Value) any {
			e := args[0]
			if e.Get("target").Equal(canvas) {
				e.Call("stopPropagation")
			}
			if e.Get("type").String() == "keydown" {
				press(e)
			}
			return nil
		}), true) // capturing: before the canvas
	}
}

// press clicks the button that a key stands for, if it can be seen. Dialogs have keys
// of their own, wherever the focus is.
func press(e js.Value) {
	if !js.Global().Get("document").Call("querySelector", "dialog[open]").IsNull() {
		return
	}
	for _, modifier := range []string{"ctrlKey", "altKey", "metaKey"} {
		if e.Get(modifier).Bool() {
			return
		}
	}
	// A key pressed in the window at large has no element with a tag.
	tag, typ := "", ""
	if t := e.Get("target"); t.Get("tagName").Type() == js.TypeString {
		tag = t.Get("tagName").String()
		if v := t.Get("type"); v.Type() == js.TypeString {
			typ = v.String()
		}
	}
	id := shortcut(e.Get("key").String(), e.Get("shiftKey").Bool(), tag, typ)
	if id == "slow" && seen("story-end") {
		id = "story-end" // which the caption names that key for
	}
	if id == "" || !seen(id) || e.Get("repeat").Bool() && id != "step" {
		return
	}
	e.Call("preventDefault") // Space would scroll the panel
	element(id).Call("click")
}

// seen reports whether the page shows an element, were it scrolled to it.
func seen(id string) bool { return element(id).Call("getClientRects").Length() > 0 }
