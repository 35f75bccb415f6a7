//go:build js && wasm

package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"syscall/js"

	"flowplayground/flow"
)

// board is the dialog in which a person draws, on an SVG in the plane's units.
// Everything of it happens in the browser's callbacks, one after the other, and none
// of them waits.
type board struct {
	drawing         *Drawing
	dialog, surface js.Value
	learn           func(flow.Given)
	taken           string // the settings' data that the drawing has begun with
	pointer         int    // that draws, or noPointer
	turned          bool   // it is a pen's other end, which erases for this stroke
	hover           *[2]float64
	keys            bool // the cursor is shown
	frame           bool // is asked for
	paint           js.Func
}

const noPointer = -1 << 30

// bindBoard brings the dialog to life; learn gets what is drawn.
func bindBoard(learn func(flow.Given)) *board {
	b := &board{drawing: NewDrawing(1), dialog: element("drawing"), surface: element("surface"), learn: learn, pointer: noPointer}
	b.paint = js.FuncOf(func(js.Value, []js.Value) any { b.frame = false; b.draw(); return nil })
	b.bindPointer()
	b.bindTools()
	listen(b.surface, "keydown", b.key)
	listen(js.Global(), "keydown", b.undoKey)
	return b
}

// open shows the dialog with the data that the page has, if they are other points
// than those drawn last.
func (b *board) open(s Settings) {
	if s.Given != b.taken {
		b.taken = s.Given
		if g, err := flow.ParseGiven(s.Given); err == nil && g.Width == 0 {
			points := make([][2]float64, len(g.X))
			for k := range points {
				points[k] = [2]float64{g.X[k], g.Y[k]}
			}
			b.drawing.Load(points)
		}
	}
	if !b.dialog.Get("open").Bool() {
		b.dialog.Call("showModal")
		b.surface.Call("focus")
	}
	b.changed()
}

func (b *board) close() { b.dialog.Call("close") }

func (b *board) bindTools() {
	on := func(id string, f func()) {
		listen(element(id), "click", func(js.Value) { f(); b.changed() })
	}
	d := b.drawing
	on("draw-brush", func() { d.Erase = false })
	on("eraser", func() { d.Erase = true })
	on("draw-undo", func() { d.Undo() })
	on("draw-redo", func() { d.Redo() })
	on("draw-clear", d.Clear)
	on("draw-add", b.addTyped)
	listen(element("draw-point"), "keydown", func(e js.Value) {
		if e.Get("key").String() == "Enter" {
			b.addTyped()
		}
	})
	listen(element("draw-close"), "click", func(js.Value) { b.close() })
	listen(element("draw-learn"), "click", func(js.Value) { b.finish() })
	size := element("brush")
	listen(size, "input", func(js.Value) {
		d.Brush = size.Get("valueAsNumber").Float()
		b.changed()
	})
}

// finish hands the drawing over.
func (b *board) finish() {
	g, err := b.drawing.Given()
	if err != nil {
		b.say(sentence(err.Error()) + ".")
		return
	}
	b.taken = g.Text()
	b.close()
	b.learn(g)
}

// addTyped adds the point that is typed.
func (b *board) addTyped() {
	field := element("draw-point")
	points, err := parsePoints(field.Get("value").String())
	if err == nil && !inWindow(points) {
		err = fmt.Errorf("both numbers must be from -%d to %[1]d", Extent)
	}
	if err != nil {
		b.changed()
		b.say(sentence(err.Error()) + ".")
		return
	}
	for _, p := range points {
		b.drawing.Add(p)
	}
	field.Set("value", "")
	b.changed()
}

func inWindow(points [][2]float64) bool {
	for _, p := range points {
		if math.Abs(p[0]) > Extent || math.Abs(p[1]) > Extent {
			return false
		}
	}
	return true
}

// bindPointer draws with the mouse, a pen or the first finger.
func (b *board) bindPointer() {
	listen(b.surface, "pointerdown", func(e js.Value) {
		if b.pointer != noPointer || e.Get("button").Int() > 0 && !b.eraserEnd(e) {
			return
		}
		b.pointer, b.keys = e.Get("pointerId").Int(), false
		// A script's events have no pointer that could be captured.
		try(func() { b.surface.Call("setPointerCapture", b.pointer) })
		b.withEnd(e, func() { b.drawing.Begin(b.position(e)) })
	})
	listen(b.surface, "pointermove", func(e js.Value) {
		p := b.position(e)
		b.hover = &p
		if e.Get("pointerId").Int() == b.pointer {
			for _, p := range b.way(e) {
				b.drawing.To(p)
			}
		}
		b.drawSoon()
	})
	for _, event := range []string{"pointerup", "pointercancel"} {
		listen(b.surface, event, func(e js.Value) {
			if e.Get("pointerId").Int() != b.pointer {
				return
			}
			b.pointer = noPointer
			b.drawing.End()
			b.drawing.Erase = b.drawing.Erase && !b.turned
			b.turned = false
			b.changed()
		})
	}
	listen(b.surface, "pointerleave", func(js.Value) { b.hover = nil; b.drawSoon() })
}

// eraserEnd reports whether a pen is held upside down.
func (b *board) eraserEnd(e js.Value) bool { return e.Get("buttons").Int()&32 != 0 }

// withEnd begins a stroke with the end of the pen that touches.
func (b *board) withEnd(e js.Value, begin func()) {
	b.turned = !b.drawing.Erase && b.eraserEnd(e)
	b.drawing.Erase = b.drawing.Erase || b.turned
	begin()
	b.changed()
}

// way returns all positions since the last event, of which there is one a frame.
func (b *board) way(e js.Value) [][2]float64 {
	if e.Get("getCoalescedEvents").Type() != js.TypeFunction {
		return [][2]float64{b.position(e)}
	}
	events := e.Call("getCoalescedEvents")
	var way [][2]float64
	for i := range events.Length() {
		way = append(way, b.position(events.Index(i)))
	}
	return append(way, b.position(e))
}

// position returns where in the plane an event is.
func (b *board) position(e js.Value) [2]float64 {
	box := b.surface.Call("getBoundingClientRect")
	part := func(at, from, size string) float64 {
		return (e.Get(at).Float()-box.Get(from).Float())/box.Get(size).Float()*2 - 1
	}
	return [2]float64{Extent * part("clientX", "left", "width"), -Extent * part("clientY", "top", "height")}
}

// key draws by keys: arrows move the cursor, which sprays or erases where it is.
func (b *board) key(e js.Value) {
	step, d := 0.1, b.drawing
	if e.Get("shiftKey").Bool() {
		step = 0.5
	}
	moved := true
	switch e.Get("key").String() {
	case "ArrowLeft":
		d.Move(-step, 0)
	case "ArrowRight":
		d.Move(step, 0)
	case "ArrowUp":
		d.Move(0, step)
	case "ArrowDown":
		d.Move(0, -step)
	case " ", "Enter":
		d.Puff(d.Cursor)
		moved = false
	case "Delete", "Backspace":
		erase := d.Erase
		d.Erase = true
		d.Puff(d.Cursor)
		d.Erase, moved = erase, false
	default:
		return
	}
	e.Call("preventDefault")
	b.keys = true
	b.changed()
	if moved {
		b.say(fmt.Sprintf("The cursor is at %s.", strings.ReplaceAll(formatPoint(d.Cursor), ",", ", ")))
	}
}

// undoKey obeys Ctrl+Z and Ctrl+Shift+Z or Ctrl+Y while the dialog is open, wherever the
// focus is, except where text is typed.
func (b *board) undoKey(e js.Value) {
	if !b.dialog.Get("open").Bool() || !e.Get("ctrlKey").Bool() && !e.Get("metaKey").Bool() || e.Get("target").Equal(element("draw-point")) {
		return
	}
	switch key, shift := e.Get("key").String(), e.Get("shiftKey").Bool(); {
	case key == "y" || key == "Z" || key == "z" && shift:
		b.drawing.Redo()
	case key == "z":
		b.drawing.Undo()
	default:
		return
	}
	e.Call("preventDefault")
	b.changed()
}

func (b *board) say(text string) { element("draw-news").Set("textContent", text) }

// changed shows what a change has changed beside the drawing, and that.
func (b *board) changed() {
	d := b.drawing
	b.say(d.words())
	b.enable("draw-undo", d.CanUndo())
	b.enable("draw-redo", d.CanRedo())
	b.enable("draw-clear", len(d.Points()) > 0)
	element("draw-brush").Call("setAttribute", "aria-pressed", strconv.FormatBool(!d.Erase))
	element("eraser").Call("setAttribute", "aria-pressed", strconv.FormatBool(d.Erase))
	element("brush-value").Set("textContent", fmt.Sprintf("%.2f", d.Brush))
	b.drawSoon()
}

// enable lets a button be pressed, or not; then it hands the focus on, which else would
// be lost.
func (b *board) enable(id string, on bool) {
	button := element(id)
	if !on && js.Global().Get("document").Get("activeElement").Equal(button) {
		b.surface.Call("focus")
	}
	button.Set("disabled", !on)
}

// drawSoon draws with the next frame.
func (b *board) drawSoon() {
	if !b.frame && b.dialog.Get("open").Bool() {
		b.frame = true
		js.Global().Call("requestAnimationFrame", b.paint)
	}
}

// draw shows the points, and the brush at the cursor or the pointer.
func (b *board) draw() {
	setPath("surface-points", pointsPath(b.drawing.Points()))
	switch d := b.drawing; {
	case b.keys:
		setPath("surface-brush", ringPath(d.Cursor, d.Brush)+crossPath(d.Cursor))
	case b.hover != nil:
		setPath("surface-brush", ringPath(*b.hover, d.Brush))
	default:
		setPath("surface-brush", "")
	}
}

func setPath(id, path string) { element(id).Call("setAttribute", "d", path) }
