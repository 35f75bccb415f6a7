//go:build js && wasm

package web

import (
	"sync"
	"syscall/js"
)

// bindAudience listens to what belongs to the ways in which the page is shown.
func (c *controls) bindAudience() {
	leave := func() {
		c.mu.Lock()
		present, embed := c.settings.Present, c.settings.Embed && !framed()
		c.mu.Unlock()
		if present {
			c.queue.put("present", "false")
		}
		if embed {
			c.queue.put("embed", "false")
		}
	}
	listen(element("leave"), "click", func(js.Value) { leave() })
	listen(js.Global(), "keydown", func(event js.Value) {
		dialog := js.Global().Get("document").Call("querySelector", "dialog[open]")
		if event.Get("key").String() == "Escape" && dialog.IsNull() {
			leave()
		}
	})
	root().Call("toggleAttribute", "data-framed", framed())
	c.awake.bind()
	letThrough()
	listen(js.Global(), "resize", func(js.Value) { tellHeight() })
}

// showAudience gives the page the form that the settings ask for. The caller
// holds mu.
func (c *controls) showAudience(s Settings) {
	mode("present", s.Present)
	mode("embed", s.Embed)
	for name, content := range map[string]string{"theme-color": themeColor(s), "color-scheme": colorScheme(s)} {
		js.Global().Get("document").Call("querySelector", "meta[name="+name+"]").Set("content", content)
	}
	for _, p := range panelParts {
		c.screen.element("part-"+p.ID).Set("hidden", s.hides(p.ID))
	}
	c.awake.want(s.Present)
	if s.Embed {
		c.screen.element("whole").Set("href", linkTo(s.whole()))
		tellHeight()
	}
}

// mode marks the page for its stylesheet.
func mode(name string, on bool) {
	if root().Call("hasAttribute", "data-"+name).Bool() == on {
		return
	}
	root().Call("toggleAttribute", "data-"+name, on)
	// Ebiten measures its part of the page only when the window's size changes.
	js.Global().Call("dispatchEvent", js.Global().Get("Event").New("resize"))
}

// framed reports whether the page stands in a frame of another one.
func framed() bool {
	return !js.Global().Get("parent").Equal(js.Global().Get("window"))
}

// calm reports whether the person's device asks for less motion.
func calm() bool {
	return js.Global().Call("matchMedia", "(prefers-reduced-motion: reduce)").Get("matches").Bool()
}

// letThrough keeps wheel and touch from Ebiten's canvas in a frame: it would
// prevent what they do, and so the reader from scrolling past. It has no use for
// them: see watchTaps.
func letThrough() {
	for _, event := range []string{"wheel", "touchstart", "touchmove", "touchend"} {
		js.Global().Call("addEventListener", event, js.FuncOf(func(_ js.Value, args []js.Value) any {
			if root().Call("hasAttribute", "data-embed").Bool() && onCanvas(args[0]) {
				args[0].Call("stopPropagation")
			}
			return nil
		}), map[string]any{"capture": true, "passive": true})
	}
}

// tellHeight tells the page around a frame how high the frame should be.
func tellHeight() {
	width := js.Global().Get("innerWidth").Float()
	if !root().Call("hasAttribute", "data-embed").Bool() || !framed() || width == 0 {
		return
	}
	height := stageHeight(width) + element("panel").Get("offsetHeight").Int()
	js.Global().Get("parent").Call("postMessage", map[string]any{"type": frameMessage, "height": height}, "*")
}

// A wakeLock keeps the screen from going dark where the browser can. It loses its
// hold when the page is hidden.
type wakeLock struct {
	mu     sync.Mutex
	wanted bool
	held   js.Value // a WakeLockSentinel
}

func (w *wakeLock) bind() {
	listen(js.Global().Get("document"), "visibilitychange", func(js.Value) { go w.renew() })
}

func (w *wakeLock) want(on bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if on != w.wanted {
		w.wanted = on
		go w.renew()
	}
}

// renew asks for the lock, or gives it back. Nobody waits for the browser's answer.
func (w *wakeLock) renew() {
	lock := js.Global().Get("navigator").Get("wakeLock")
	visible := js.Global().Get("document").Get("visibilityState").String() == "visible"
	w.mu.Lock()
	holds := w.held.Truthy() && !w.held.Get("released").Bool()
	asks := w.wanted && visible && !holds && lock.Truthy()
	if !w.wanted && holds {
		w.held.Call("release")
	}
	w.mu.Unlock()
	if !asks {
		return
	}
	held, ok := await(lock.Call("request", "screen"))
	if !ok {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.held = held; !w.wanted {
		held.Call("release")
	}
}
