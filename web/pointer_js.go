//go:build js && wasm

package web

import (
	"sync"
	"syscall/js"
)

// A spot is a place on the canvas, in CSS pixels from its upper left corner, that
// events of the page move and the game asks for.
type spot struct {
	mu   sync.Mutex
	x, y float64
	is   bool // somebody points or tapped there
}

func (p *spot) set(x, y float64, is bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.x, p.y, p.is = x, y, is
}

// get returns the place; with once it is not there any more the next time.
func (p *spot) get(once bool) (x, y float64, is bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	is = p.is
	p.is = is && !once
	return p.x, p.y, is
}

// Where the mouse, the pen or the finger points, and where the latest tap was that
// nobody has asked for yet.
var pointed, tapped spot

// Pointer returns where on the canvas someone points, in CSS pixels from its
// upper left corner, and whether they do. A finger points until another tap
// elsewhere: who lifts it wants to read what it showed.
func Pointer() (x, y float64, inside bool) { return pointed.get(false) }

// Tap returns where on the canvas there was a tap or a click since it was asked
// for last, as Pointer has it, and whether there was one.
func Tap() (x, y float64, is bool) { return tapped.get(true) }

// WatchPointer begins to follow the pointer. Call it once, when the canvas is there.
func WatchPointer() {
	window, document := js.Global(), js.Global().Get("document")
	for _, event := range []string{"pointermove", "pointerdown"} {
		listen(window, event, followPointer)
	}
	watchTaps(window)
	listen(document.Get("documentElement"), "pointerleave", func(event js.Value) {
		if event.Get("pointerType").String() != "touch" {
			pointed.set(0, 0, false)
		}
	})
}

// watchTaps listens to clicks of a mouse, and to taps of a finger or a pen.
func watchTaps(window js.Value) {
	var touch tapping
	on := func(name string, f func(event js.Value, x, y, now float64)) {
		listen(window, name, func(event js.Value) {
			mouse := name != "click" && event.Get("pointerType").String() == "mouse"
			if onCanvas(event) && !mouse {
				f(event, event.Get("offsetX").Float(), event.Get("offsetY").Float(), event.Get("timeStamp").Float())
			}
		})
	}
	id := func(event js.Value) int { return event.Get("pointerId").Int() }
	on("pointerdown", func(event js.Value, x, y, now float64) {
		touch.press(id(event), event.Get("isPrimary").Bool(), x, y, now)
	})
	on("pointerup", func(event js.Value, x, y, now float64) {
		if touch.lift(id(event), x, y, now) {
			tapped.set(x, y, true)
		}
	})
	on("pointercancel", func(js.Value, float64, float64, float64) { touch.drop() })
	on("click", func(_ js.Value, x, y, now float64) {
		if touch.click(now) {
			tapped.set(x, y, true)
		}
	})
}

// onCanvas reports whether an event is the canvas's.
func onCanvas(event js.Value) bool {
	tag := event.Get("target").Get("tagName")
	return tag.Type() == js.TypeString && tag.String() == "CANVAS"
}

// followPointer takes in an event of the pointer, over the canvas or elsewhere.
func followPointer(event js.Value) {
	if !onCanvas(event) {
		pointed.set(0, 0, false)
		return
	}
	pointed.set(event.Get("offsetX").Float(), event.Get("offsetY").Float(), true)
}
