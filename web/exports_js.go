//go:build js && wasm

package web

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"syscall/js"
)

// exports saves what the page shows as pictures, videos and tables.
type exports struct {
	controls *controls
	session  *Session
	picture  func(scale float64) Raster
	recorder js.Value // undefined while nothing is recorded
}

// BindExports brings the page's buttons for exports to life. picture draws the
// canvas anew with so many pixels for each of its CSS pixels. Call it once,
// after BindControls.
func BindExports(s *Session, picture func(scale float64) Raster) {
	e := &exports{controls: bound, session: s, picture: picture}
	for id, save := range map[string]func(context.Context) (news string, err error){
		"png": e.savePicture, "csv-losses": e.saveLosses, "csv-samples": e.saveSamples,
	} {
		listen(element(id), "click", func(js.Value) { go e.controls.performNews(save) })
	}
	listen(element("record"), "click", func(js.Value) { e.toggleRecording() })
}

func (e *exports) saveLosses(context.Context) (news string, err error) {
	return download(exportName(e.session.Settings(), "losses")+".csv", "text/csv", lossesCSV(e.session.curves())), nil
}

func (e *exports) saveSamples(ctx context.Context) (news string, err error) {
	csv, err := e.session.samples(ctx)
	if err != nil {
		return "", err
	}
	return download(exportName(e.session.Settings(), "samples")+".csv", "text/csv", csv), nil
}

// savePicture lets the browser write the PNG: Go's own encoder would make the
// program larger.
func (e *exports) savePicture(context.Context) (news string, err error) {
	name := exportName(e.session.Settings(), "") + ".png"
	scale, _ := strconv.ParseFloat(element("png-scale").Get("value").String(), 64)
	e.controls.say("Drawing the picture …", false) // a large one takes seconds
	r := e.picture(scale)
	var made js.Value
	if !try(func() {
		pixels := js.Global().Get("Uint8ClampedArray").New(len(r.Pix))
		js.CopyBytesToJS(pixels, r.Pix)
		canvas := js.Global().Get("OffscreenCanvas").New(r.Width, r.Height)
		canvas.Call("getContext", "2d").Call("putImageData", js.Global().Get("ImageData").New(pixels, r.Width, r.Height), 0, 0)
		made = canvas.Call("convertToBlob", map[string]any{"type": "image/png"})
	}) {
		return "", errors.New("this browser could not make the picture; try a smaller one, or a newer browser")
	}
	blob, ok := await(made)
	if !ok {
		return "", errors.New("this browser could not write the picture; try a smaller one")
	}
	return downloadBlob(name, blob), nil
}

// recordings are the kinds of video that are asked for, the best first.
var recordings = []string{"video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm", "video/mp4"}

// toggleRecording begins to record the canvas, or ends that.
func (e *exports) toggleRecording() {
	if e.recorder.Truthy() {
		e.recorder.Call("stop")
		return
	}
	if !try(e.record) || e.recorder.IsUndefined() {
		e.recorder = js.Undefined()
		e.controls.say("This browser cannot record the picture. Current Chrome, Edge, Firefox and Safari can.", true)
	}
	e.showRecording()
}

// record begins to record, if the browser can.
func (e *exports) record() {
	for _, kind := range recordings {
		if !js.Global().Get("MediaRecorder").Call("isTypeSupported", kind).Bool() {
			continue
		}
		canvas := js.Global().Get("document").Call("querySelector", "canvas")
		stream := canvas.Call("captureStream", 30)
		recorder := js.Global().Get("MediaRecorder").New(stream, map[string]any{"mimeType": kind, "videoBitsPerSecond": 8_000_000})
		chunks := js.Global().Get("Array").New()
		listen(recorder, "dataavailable", func(event js.Value) { chunks.Call("push", event.Get("data")) })
		listen(recorder, "stop", func(js.Value) {
			stream.Call("getTracks").Index(0).Call("stop")
			e.saveRecording(chunks, kind)
		})
		recorder.Call("start", 1000)
		e.recorder = recorder
		return
	}
}

func (e *exports) saveRecording(chunks js.Value, kind string) {
	e.recorder = js.Undefined()
	e.showRecording()
	container, _, _ := strings.Cut(kind, ";")
	blob := js.Global().Get("Blob").New(chunks, map[string]any{"type": container})
	if blob.Get("size").Int() == 0 {
		e.controls.say("Nothing has been recorded yet. Let it record for a few seconds, with something that moves.", true)
		return
	}
	name := exportName(e.session.Settings(), "") + "." + container[len("video/"):]
	e.controls.say(downloadBlob(name, blob), false)
}

func (e *exports) showRecording() {
	on := e.recorder.Truthy()
	e.controls.screen.text("record", map[bool]string{true: "Stop and save video", false: "Record video"}[on])
}
