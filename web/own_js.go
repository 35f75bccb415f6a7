//go:build js && wasm

package web

import (
	"context"
	"errors"
	"math"
	"strings"
	"syscall/js"

	"flowplayground/flow"
)

// ownData takes data of a person's own: drawn, pasted, dropped or chosen. Nothing of
// it leaves the machine.
type ownData struct {
	controls *controls
	session  *Session
	board    *board
}

// own is what bindOwn made: a page has one.
var own *ownData

// bindOwn brings the part of the panel for own data to life.
func bindOwn(s *Session) *ownData {
	o := &ownData{controls: bound, session: s}
	o.board = bindBoard(func(g flow.Given) { o.take(func() (flow.Given, []string, error) { return g, nil, nil }) })
	own = o
	picker, field := element("own-file"), element("own-text")
	listen(element("own-draw"), "click", func(js.Value) { o.open() })
	listen(element("own-choose"), "click", func(js.Value) { picker.Call("click") })
	listen(picker, "change", func(js.Value) {
		if files := picker.Get("files"); files.Length() > 0 {
			o.takeFile(files.Index(0))
		}
		picker.Set("value", "")
	})
	listen(element("own-use"), "click", func(js.Value) { o.takeText(field.Get("value").String()) })
	listen(js.Global(), "paste", o.paste)
	show := func(s Settings) { o.tell(ownStatus(s), nil) }
	s.OnChange(show)
	show(s.Settings())
	return o
}

func (o *ownData) open() { o.board.open(o.session.Settings()) }

// askOwn opens the drawing where a person chooses data of their own and has none.
func (c *controls) askOwn(f Field, value string) bool {
	if f.Name != "data" || value != flow.Own || own == nil {
		return false
	}
	c.mu.Lock()
	given, shown := c.settings.Given, c.written[f.Name]
	c.mu.Unlock()
	if given != "" {
		return false
	}
	c.write(f, shown)
	own.open()
	return true
}

// take lets the models learn what read returns, and tells the person.
func (o *ownData) take(read func() (flow.Given, []string, error)) {
	go o.controls.performNews(func(ctx context.Context) (string, error) { return o.adopt(ctx, read) })
}

// adopt is take for who waits.
func (o *ownData) adopt(ctx context.Context, read func() (flow.Given, []string, error)) (news string, err error) {
	defer func() { o.tell(news, err) }()
	g, notes, err := read()
	if err != nil {
		return "", err
	}
	if err := o.session.LearnOwn(ctx, g); err != nil {
		return "", err
	}
	notes = append([]string{ownStatus(o.session.Settings())}, notes...)
	return strings.Join(notes, " "), nil
}

// tell writes what came of it beside the buttons too: the notes may be out of sight.
func (o *ownData) tell(news string, err error) {
	text, class := news, "wide"
	if err != nil {
		text, class = sentence(err.Error())+".", "wide error"
	}
	e := element("own-state")
	e.Set("textContent", text)
	e.Set("className", class)
}

func (o *ownData) takeText(text string) {
	o.take(func() (flow.Given, []string, error) { return givenText(text) })
}

// takeFile takes a picture, or a file with points.
func (o *ownData) takeFile(file js.Value) {
	o.take(func() (flow.Given, []string, error) {
		if isPicture(file) {
			return readPicture(file)
		}
		text, err := readText(file, maxText)
		if err != nil {
			return flow.Given{}, nil, err
		}
		return givenText(text)
	})
}

// paste takes what is pasted anywhere but into a field.
func (o *ownData) paste(e js.Value) {
	if t := e.Get("target"); t.Get("matches").Type() == js.TypeFunction && t.Call("matches", "input, textarea").Bool() {
		return
	}
	board := e.Get("clipboardData")
	if !board.Truthy() {
		return
	}
	e.Call("preventDefault")
	o.board.close()
	if files := board.Get("files"); files.Length() > 0 {
		o.takeFile(files.Index(0))
		return
	}
	o.takeText(board.Call("getData", "text/plain").String())
}

// learnPoints lets the models learn a script's points.
func learnPoints(ctx context.Context, s *Session, args []js.Value) error {
	points, err := pointsArgument(args, 0)
	if err != nil {
		return err
	}
	g, _, err := givenPoints(points)
	if err != nil {
		return err
	}
	return s.LearnOwn(ctx, g)
}

func isPicture(file js.Value) bool {
	return strings.HasPrefix(file.Get("type").String(), "image/")
}

// detailed is the side, in pixels, to which the browser shrinks larger pictures.
const detailed = 480

// readPicture lets the browser decode a picture.
func readPicture(file js.Value) (flow.Given, []string, error) {
	var promise, pixels js.Value
	if !try(func() { promise = js.Global().Call("createImageBitmap", file) }) {
		return flow.Given{}, nil, errors.New("this browser cannot read pictures here; a newer one can")
	}
	bitmap, ok := await(promise)
	if !ok {
		return flow.Given{}, nil, errors.New("the browser could not read the picture; a PNG or a JPEG will do")
	}
	width, height := bitmap.Get("width").Float(), bitmap.Get("height").Float()
	scale := min(1, detailed/max(width, height))
	w, h := max(1, math.Round(width*scale)), max(1, math.Round(height*scale))
	if !try(func() {
		canvas := newElement("canvas", "")
		canvas.Set("width", w)
		canvas.Set("height", h)
		drawing := canvas.Call("getContext", "2d")
		drawing.Set("imageSmoothingQuality", "high")
		drawing.Call("drawImage", bitmap, 0, 0, w, h)
		bitmap.Call("close")
		pixels = drawing.Call("getImageData", 0, 0, w, h).Get("data")
	}) {
		return flow.Given{}, nil, errors.New("the browser could not draw the picture; try a smaller one")
	}
	rgba := make([]byte, int(4*w*h))
	js.CopyBytesToGo(rgba, pixels)
	g, err := givenPicture(rgba, int(w), int(h))
	return g, nil, err
}
