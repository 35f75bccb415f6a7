//go:build js && wasm

package web

import (
	"strings"
	"syscall/js"
)

// element returns the element of the page with this id.
func element(id string) js.Value {
	return js.Global().Get("document").Call("getElementById", id)
}

// newElement returns an element that is not yet part of the page.
func newElement(tag, text string) js.Value {
	e := js.Global().Get("document").Call("createElement", tag)
	e.Set("textContent", text)
	return e
}

// root returns the page's outermost element, which carries data-state.
func root() js.Value {
	return js.Global().Get("document").Get("documentElement")
}

// listen calls f for the events of a target as long as the page lives. f must not block.
func listen(target js.Value, event string, f func(event js.Value)) {
	target.Call("addEventListener", event, js.FuncOf(func(_ js.Value, args []js.Value) any {
		f(args[0])
		return nil
	}))
}

// try runs f and reports whether it ended without a JavaScript exception, and
// without a call of something that the browser does not have.
func try(f func()) (ok bool) {
	defer func() {
		switch r := recover().(type) {
		case nil, js.Error, *js.ValueError:
		case string:
			if !strings.HasPrefix(r, "syscall/js: ") { // how Value.Call names what is no function
				panic(r)
			}
		default:
			panic(r)
		}
	}()
	f()
	return true
}

// await blocks until a promise is settled. It returns its value, and whether it
// was kept.
func await(promise js.Value) (value js.Value, ok bool) {
	settled := make(chan js.Value, 1)
	settle := func(keep bool) js.Func {
		return js.FuncOf(func(_ js.Value, args []js.Value) any { ok = keep; settled <- args[0]; return nil })
	}
	kept, broken := settle(true), settle(false)
	defer kept.Release()
	defer broken.Release()
	promise.Call("then", kept, broken)
	value = <-settled
	return value, ok
}

// A screen remembers what it wrote, because touching the DOM costs far more than comparing text.
type screen struct {
	elements map[string]js.Value
	texts    map[string]string
	classes  map[string]string
}

func newScreen() *screen {
	return &screen{elements: map[string]js.Value{}, texts: map[string]string{}, classes: map[string]string{}}
}

// text gives an element new text, if it is new.
func (s *screen) text(id, text string) {
	if old, ok := s.texts[id]; ok && old == text {
		return
	}
	s.texts[id] = text
	s.element(id).Set("textContent", text)
}

// class gives an element a class, if it is another one.
func (s *screen) class(id, name string) {
	if old, ok := s.classes[id]; ok && old == name {
		return
	}
	s.classes[id] = name
	s.element(id).Set("className", name)
}

func (s *screen) element(id string) js.Value {
	e, ok := s.elements[id]
	if !ok {
		e = element(id)
		s.elements[id] = e
	}
	return e
}
