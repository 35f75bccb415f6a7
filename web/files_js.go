//go:build js && wasm

package web

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall/js"
	"time"
)

// fileButtons saves and loads model files from the page.
type fileButtons struct {
	controls *controls
	session  *Session
	files    Files
}

// BindFiles brings the page's buttons for model files to life, and lets a file be
// dropped onto the page. Call it once, after BindControls.
func BindFiles(s *Session, files Files) {
	b := &fileButtons{bound, s, files}
	picker := element("file")
	listen(element("save"), "click", func(js.Value) { go b.controls.performNews(b.save) })
	listen(element("load"), "click", func(js.Value) { picker.Call("click") })
	listen(picker, "change", func(js.Value) {
		b.take(picker.Get("files"))
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
		if data := event.Get("dataTransfer"); data.Truthy() {
			b.take(data.Get("files"))
		}
	})
}

// take loads the first of the files, if there is one.
func (b *fileButtons) take(files js.Value) {
	if files.Length() == 0 {
		return
	}
	file := files.Index(0)
	go b.controls.performNews(func(ctx context.Context) (string, error) {
		news, err := b.load(ctx, file)
		if err != nil {
			reason := strings.TrimPrefix(err.Error(), "model file: ") // the person knows that it is one
			return "", fmt.Errorf("the file was not loaded, and training goes on as before: %s", reason)
		}
		return news, nil
	})
}

func (b *fileButtons) load(ctx context.Context, file js.Value) (news string, err error) {
	if size := file.Get("size").Float(); size > MaxFileBytes {
		return "", fmt.Errorf("it is larger than %d MB, the most that a model file may have", MaxFileBytes>>20)
	}
	// A text would have to be encoded again, which takes ten times as long.
	arrived, ok := await(file.Call("arrayBuffer"))
	if !ok {
		return "", errors.New("the browser could not read it")
	}
	content := newBuffer(arrived)
	data := make([]byte, content.size)
	js.CopyBytesToGo(data, content.array)
	text := strings.TrimPrefix(string(data), "\ufeff") // as some editors begin a file
	return b.files.Load(ctx, b.session, text)
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
