//go:build js && wasm

package web

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall/js"
	"time"

	"flowplayground/flow"
)

// fileButtons saves and loads model files from the page.
type fileButtons struct {
	controls *controls
	session  *Session
	files    Files
	own      *ownData
}

// BindFiles brings the page's buttons for model files and own data to life, and lets
// a file of either be dropped onto the page. Call it once, after BindControls.
func BindFiles(s *Session, files Files) {
	b := &fileButtons{bound, s, files, bindOwn(s)}
	picker := element("file")
	listen(element("save"), "click", func(js.Value) { go b.controls.performNews(b.save) })
	listen(element("load"), "click", func(js.Value) { picker.Call("click") })
	listen(picker, "change", func(js.Value) {
		if chosen := picker.Get("files"); chosen.Length() > 0 {
			b.take(chosen.Index(0), b.load)
		}
		picker.Set("value", "") // the same file can be chosen again
	})
	b.bindDrop()
}

// bindDrop takes files that are dropped. Whatever it is that is dropped, the
// browser must not leave the page for it, and Ebiten must not see it: a file that
// is not an entry of a file system would end the program.
func (b *fileButtons) bindDrop() {
	first := func(event string, f func(event js.Value)) {
		js.Global().Call("addEventListener", event, js.FuncOf(func(_ js.Value, args []js.Value) any {
			args[0].Call("preventDefault")
			args[0].Call("stopPropagation")
			f(args[0])
			return nil
		}), true)
	}
	first("dragover", func(js.Value) {})
	first("drop", func(event js.Value) {
		data := event.Get("dataTransfer")
		if !data.Truthy() || data.Get("files").Length() == 0 {
			return
		}
		b.own.board.close()
		if file := data.Get("files").Index(0); isPicture(file) {
			b.own.takeFile(file)
		} else {
			b.take(file, b.loadOrLearn)
		}
	})
}

// take does with a file's text what use does, and tells the person.
func (b *fileButtons) take(file js.Value, use func(ctx context.Context, text string) (news string, err error)) {
	go b.controls.performNews(func(ctx context.Context) (string, error) {
		text, err := readText(file, MaxFileBytes)
		if err != nil {
			return "", err
		}
		return use(ctx, text)
	})
}

// load takes up a model file.
func (b *fileButtons) load(ctx context.Context, text string) (news string, err error) {
	news, err = b.files.Load(ctx, b.session, text)
	if err != nil {
		reason := strings.TrimPrefix(err.Error(), "model file: ") // the person knows that it is one
		return "", fmt.Errorf("the file was not loaded, and training goes on as before: %s", reason)
	}
	return news, nil
}

// loadOrLearn takes up a model file, or points.
func (b *fileButtons) loadOrLearn(ctx context.Context, text string) (news string, err error) {
	if looksLikeModel(text) {
		return b.load(ctx, text)
	}
	return b.own.adopt(ctx, func() (flow.Given, []string, error) { return givenText(text) })
}

// readText waits for a file's text.
func readText(file js.Value, most int) (string, error) {
	if size := file.Get("size").Float(); size > float64(most) {
		return "", fmt.Errorf("the file is larger than %d MB, too much for this page", most>>20)
	}
	// A text would have to be encoded again, which takes ten times as long.
	arrived, ok := await(file.Call("arrayBuffer"))
	if !ok {
		return "", errors.New("the browser could not read the file")
	}
	content := newBuffer(arrived)
	data := make([]byte, content.size)
	js.CopyBytesToGo(data, content.array)
	return strings.TrimPrefix(string(data), "\ufeff"), nil // as some editors begin a file
}

func (b *fileButtons) save(ctx context.Context) (news string, err error) {
	name, text, err := b.files.Save(ctx, b.session)
	if err != nil {
		return "", err
	}
	return download(name, "application/json", text), nil
}

// download lets the browser save a text under a name.
func download(name, kind, text string) (news string) {
	return downloadBlob(name, js.Global().Get("Blob").New([]any{text}, map[string]any{"type": kind}))
}

func downloadBlob(name string, blob js.Value) (news string) {
	address := js.Global().Get("URL").Call("createObjectURL", blob)
	link := js.Global().Get("document").Call("createElement", "a")
	link.Set("href", address)
	link.Set("download", name)
	link.Call("click")
	// The browser may not have begun to read it when click returns.
	time.AfterFunc(time.Minute, func() { js.Global().Get("URL").Call("revokeObjectURL", address) })
	return "Saved as " + name + "."
}
