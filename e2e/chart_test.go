//go:build !js

package e2e

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// keepFiles keeps what the page saves in window.saved, by file name, as data URLs, and in window.recorded how many bytes of
// video there are.
const keepFiles = `{
	window.saved = {};
	const blobs = new Map(), make = URL.createObjectURL;
	URL.createObjectURL = (blob) => { const address = make(blob); blobs.set(address, blob); return address; };
	HTMLAnchorElement.prototype.click = function () {
		const reader = new FileReader();
		reader.onload = () => saved[this.download] = reader.result;
		reader.readAsDataURL(blobs.get(this.href));
	};
	const start = MediaRecorder.prototype.start;
	MediaRecorder.prototype.start = function (...args) {
		this.addEventListener("dataavailable", (event) => window.recorded = (window.recorded ?? 0) + event.data.size);
		start.apply(this, args);
	};
}`

// saved clicks a button and returns the file that the page then saves.
func (v *view) saved(button, name string) []byte {
	v.t.Helper()
	v.run(fmt.Sprintf("document.getElementById(%q).click()", button))
	v.wait(fmt.Sprintf("window.saved[%q]", name), patience)
	_, text, _ := strings.Cut(eval[string](v, fmt.Sprintf("saved[%q]", name)), ";base64,")
	data, err := base64.StdEncoding.DecodeString(text)
	v.must(err)
	return data
}

// moveTo moves the mouse to a place in the window.
func moveTo(x, y float64) chromedp.Action[chromedp.Void] {
	return chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x, y)
}

// TestChart reads the chart and the table, keeps earlier runs, and saves what they show.
func TestChart(t *testing.T) {
	t.Parallel()
	v := open(t, 1280, 720, "play=false&k=3&m=3&travel=false", keepFiles)
	v.waitState("s.ready", patience)
	v.run("playground.step(120)")

	canvas := v.box("canvas")
	chart := [2]float64{canvas.X + canvas.Width/2, canvas.Y + canvas.Height*0.82}
	v.do(moveTo(chart[0], chart[1]))
	v.waitState("s.hover > 1 && s.hover < 120", patience)
	v.screenshot("chart-hover")
	v.do(moveTo(canvas.X+canvas.Width/2, canvas.Y+canvas.Height*0.3))
	v.waitState("s.hover === 0", patience)
	touch := func(event string, x, y float64) {
		v.run(fmt.Sprintf(`document.querySelector("canvas").dispatchEvent(new PointerEvent(%q, {bubbles: true, pointerType: "touch", clientX: %v, clientY: %v}))`, event, x, y))
	}
	touch("pointerdown", chart[0], chart[1])
	touch("pointerup", chart[0], chart[1])
	v.waitState("s.hover > 1", patience)
	touch("pointerdown", canvas.X+5, canvas.Y+5)
	v.waitState("s.hover === 0", patience)

	v.run("document.getElementById('loss-rows').open = true")
	v.wait(`(() => {
		const rows = [...document.querySelectorAll("#loss-rows tbody tr")].map((r) => [...r.cells].map((c) => c.textContent));
		const last = rows.at(-1), s = playground.state();
		return rows.length === 8 && rows[0][0] === "1" && last[0] === "120" && last[1] === s.cnf.train.toFixed(3) && last[2] === s.cnf.heldout.toFixed(3) && last[4] === s.nf.heldout.toFixed(3);
	})()`, patience)

	losses := string(v.saved("csv-losses", "flow-playground-moons-m3-k3-losses.csv"))
	lines := strings.Split(strings.TrimSpace(losses), "\n")
	if lines[0] != "model,step,train,heldout" || len(lines) < 241 || !strings.Contains(losses, "\ncnf,120,") || !strings.Contains(losses, "\nnf,120,") {
		t.Errorf("the losses are %d lines: %.200s", len(lines), losses)
	}
	samples := strings.Split(strings.TrimSpace(string(v.saved("csv-samples", "flow-playground-moons-m3-k3-samples.csv"))), "\n")
	if samples[0] != "x,y,model" || len(samples) != 2001 || !strings.HasSuffix(samples[1], ",cnf") || !strings.HasSuffix(samples[2000], ",nf") {
		t.Errorf("the samples are %d lines: %q ... %q", len(samples), samples[:2], samples[len(samples)-1])
	}
	picture, err := png.Decode(bytes.NewReader(v.saved("png", "flow-playground-moons-m3-k3.png")))
	v.must(err)
	if got := picture.Bounds().Size(); float64(got.X) != 2*canvas.Width || float64(got.Y) != 2*canvas.Height {
		t.Errorf("the picture is %v for a canvas of %v×%v at 2×", got, canvas.Width, canvas.Height)
	}
	v.choose("png-scale", "1")
	v.run("delete saved['flow-playground-moons-m3-k3.png']")
	picture, err = png.Decode(bytes.NewReader(v.saved("png", "flow-playground-moons-m3-k3.png")))
	v.must(err)
	if got := picture.Bounds().Size(); float64(got.X) != canvas.Width || float64(got.Y) != canvas.Height {
		t.Errorf("the picture is %v for a canvas of %v×%v at 1×", got, canvas.Width, canvas.Height)
	}
	curves := image.Rect(int(canvas.X), int(canvas.Y+canvas.Height*0.72), int(canvas.X+canvas.Width*0.6), int(canvas.Y+canvas.Height*0.95))
	before := v.screenshot("chart-smooth")
	v.choose("smooth", "0")
	v.wait("location.hash.includes('smooth=0') && document.getElementById('smooth-value').textContent === '0.00'", patience)
	time.Sleep(settle)
	if changed(before, v.screenshot("chart-rough"), curves) < 0.0005 {
		t.Error("without smoothing the chart is the same")
	}
	v.run("document.getElementById('record').click()")
	v.wait("document.getElementById('record').textContent === 'Stop and save video'", patience)
	v.run("playground.set('travel', true)")
	v.wait("window.recorded > 0", patience) // frames are rare where the browser draws in software
	if video := v.saved("record", "flow-playground-moons-m3-k3.webm"); !bytes.HasPrefix(video, []byte{0x1a, 0x45, 0xdf, 0xa3}) {
		t.Errorf("the video is %d bytes and no WebM", len(video))
	}
	v.wait("document.getElementById('record').textContent === 'Record video'", patience)

	v.run("playground.set('m', 2)")
	v.waitState("s.cnf.m === 2 && s.cnf.earlier.join() === 'M = 3' && s.nf.earlier.length === 0", patience)
	v.wait("!document.getElementById('clear-runs').disabled", patience)
	for _, id := range []string{"gap", "clear-runs"} {
		v.run(fmt.Sprintf("document.getElementById(%q).click()", id))
	}
	v.wait("location.hash.includes('gap=true')", patience)
	v.waitState("s.cnf.earlier.length === 0", patience)
	v.wait("document.getElementById('clear-runs').disabled", patience)
	if problems := v.problems(); len(problems) > 0 {
		t.Errorf("the console has errors:\n%s", strings.Join(problems, "\n"))
	}
}

// TestStopping stops training at a step, and while the tab is hidden.
func TestStopping(t *testing.T) {
	t.Parallel()
	v := open(t, 1280, 720, "k=3&m=3&lr=1e-9&until=40") // at such a rate nothing gets better
	v.waitState("s.paused === 'steps' && s.cnf.step === 40 && s.nf.step === 40 && s.cnf.stopped === 'steps' && s.playing", patience)
	v.wait("document.getElementById('status').textContent === 'Stopped at step 40' && document.getElementById('play').textContent === 'Play'", patience)
	v.wait("document.getElementById('notes').textContent.includes('Both models have come to step 40')", patience)
	v.run(`{const e = document.getElementById("until"); e.value = "60"; e.dispatchEvent(new Event("change"))}`)
	v.waitState("s.paused === 'steps' && s.cnf.step === 60 && s.nf.step === 60", patience)

	hide := func(hidden bool) {
		v.run(fmt.Sprintf(`Object.defineProperty(document, "hidden", {configurable: true, get: () => %v});
			document.dispatchEvent(new Event("visibilitychange"))`, hidden))
	}
	hide(true)
	v.waitState("s.paused === 'hidden'", patience)
	v.run("playground.set('until', 0)")
	v.wait("document.getElementById('status').textContent === 'Paused: tab hidden' && document.title.startsWith('Paused: tab hidden')", patience)
	v.wantSteps("hidden", 60, 60)
	v.wait("!/play|until/.test(location.hash)", patience)
	hide(false)
	v.waitState("s.paused === '' && s.cnf.step > 60 && s.nf.step > 60", patience)
	v.wait("document.getElementById('status').textContent === 'Training' && document.title.startsWith('Flow Playground') && document.getElementById('play').textContent === 'Pause'", patience)

	v.run(`document.getElementById("plateau").click()`)
	v.waitState("s.nf.stopped === 'plateau'", training)
	v.wait("document.getElementById('notes').textContent.includes('The NF has stopped at step')", patience)
	v.run("playground.play()")
	v.waitState("s.nf.stopped === ''", patience)
}
