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
		canvas.Call("setAttribute", "aria-label", "Density and particles of the CNF and of the NF, and both losses over the training steps. The table says the numbers.")
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

// press clicks the button that a key stands for.
func press(e js.Value) {
	for _, modifier := range []string{"ctrlKey", "altKey", "metaKey"} {
		if e.Get(modifier).Bool() {
			return
		}
	}
	// A key pressed in the window at large has no element with a tag.
	tag, typ := "", ""
	if t := e.Get("target"); t.Get("tagName").Type() == js.TypeString {
		if !t.Call("closest", "dialog").IsNull() {
			return // it has keys of its own
		}
		tag = t.Get("tagName").String()
		if v := t.Get("type"); v.Type() == js.TypeString {
			typ = v.String()
		}
	}
	id := shortcut(e.Get("key").String(), tag, typ)
	if id == "" || e.Get("repeat").Bool() && id != "step" {
		return
	}
	e.Call("preventDefault") // Space would scroll the panel
	element(id).Call("click")
}
