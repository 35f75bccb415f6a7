//go:build !js

package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// touch sends what a finger does: it touches the window at the first point, moves over the others and
// leaves.
func (v *view) touch(points ...[2]float64) {
	v.t.Helper()
	send := func(kind input.DispatchTouchEventType, at ...*input.TouchPoint) {
		v.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: append([]*input.TouchPoint{}, at...)})
			return err
		}))
	}
	for i, p := range points {
		kind := input.DispatchTouchEventTypeTouchMove
		if i == 0 {
			kind = input.DispatchTouchEventTypeTouchStart
		}
		send(kind, &input.TouchPoint{X: p[0], Y: p[1]})
	}
	send(input.DispatchTouchEventTypeTouchEnd)
}

// TestTapsOfAFinger taps on a phone what is clicked elsewhere.
func TestTapsOfAFinger(t *testing.T) {
	v := openReady(t, 390, 844, "play=false&k=3&m=3&travel=false")
	panel := v.panels()[0]
	x, y := float64(panel.Min.X+panel.Dx()/2), float64(panel.Min.Y+panel.Dy()/3)
	v.touch([2]float64{x, y}, [2]float64{x + 20, y + 20}, [2]float64{x + 40, y})
	time.Sleep(settle / 3)
	if hash := eval[string](v, "location.hash"); strings.Contains(hash, "at=") {
		t.Errorf("a swipe counts as a tap: %s", hash)
	}
	v.touch([2]float64{x, y})
	v.wait("/at=-?0(\\.0\\d*)?,(0\\.9|1)/.test(location.hash)", patience)
	v.waitState("s.cnf.probe", patience)

	v.run("playground.set('dock', 'units')")
	v.wait("document.querySelector('canvas').ariaLabel.includes('units') && document.querySelector('#mute-cnf button').ariaLabel === 'Mute unit 1'", patience)
	time.Sleep(settle)
	layout, at := v.layout()
	cell := layout.UnitCells(0, 3)[1].Add(at)
	middle := [2]float64{float64(cell.Min.X + cell.Dx()/2), float64(cell.Min.Y + cell.Dy()/2)}
	v.touch(middle)
	v.wait("location.hash.includes('mute=c2')", patience)
	time.Sleep(time.Second) // for a click of the same tap, which would turn it back
	v.wait("location.hash.includes('mute=c2')", patience)
	v.touch(middle)
	v.wait("!location.hash.includes('mute')", patience)
	time.Sleep(time.Second)
	v.do(chromedp.MouseClickXY(middle[0], middle[1]))
	v.wait("location.hash.includes('mute=c2')", patience)
	if problems := v.problems(); len(problems) > 0 {
		t.Errorf("the console has errors:\n%s", strings.Join(problems, "\n"))
	}
}

// TestKeysStayWhereTheyBelong presses keys behind a dialog, with Shift, and for what is hidden; and lets
// a browser have none of what exports need.
func TestKeysStayWhereTheyBelong(t *testing.T) {
	t.Parallel()
	v := open(t, 1280, 720, "play=false&k=3&m=3&colour=red&shape=round", `
		for (const name of ["MediaRecorder", "OffscreenCanvas", "createImageBitmap"]) delete globalThis[name];`)
	v.waitState("s.ready", time.Minute)
	layers := func(want string) {
		t.Helper()
		time.Sleep(settle / 5)
		v.wait(fmt.Sprintf("['density', 'contours'].map((id) => document.getElementById(id).checked).join() === %q", want), patience)
	}
	v.do(chromedp.Click(chromedp.CSS("#notes p:first-child button")))
	v.wait("document.querySelectorAll('#notes p').length === 1 && document.activeElement === document.querySelector('#notes button')", patience)
	v.run("globalThis.note = document.querySelector('#notes p')")
	v.run("document.getElementById('record').click()")
	v.wait("document.getElementById('notes').innerText.includes('cannot record') && note.isConnected", patience)
	v.run("document.getElementById('png').click()")
	v.wait("document.getElementById('notes').innerText.includes('could not make the picture') && note.isConnected", patience)
	v.dropItem(`new File(["x"], "picture.png", {type: "image/png"})`)
	v.wait("document.getElementById('notes').innerText.includes('cannot read pictures') && note.isConnected", patience)
	for range 2 {
		v.do(chromedp.Click(chromedp.CSS("#notes p:last-child button")))
		time.Sleep(settle / 5)
	}
	v.wait("document.querySelectorAll('#notes p').length === 0 && document.activeElement.id === 'play'", patience)

	v.run("document.activeElement.blur()")
	v.key("d")
	layers("false,false")
	v.do(chromedp.KeyEvent("D", chromedp.KeyModifiers(chromedp.ModifierShift)))
	layers("false,false")
	v.run("document.getElementById('own-draw').click()")
	v.run("document.activeElement.blur()")
	v.key("dc")
	layers("false,false")
	v.stroke([2]float64{-1, 0}, [2]float64{1, 0})
	v.run("document.activeElement.blur()")
	v.do(chromedp.KeyEvent("z", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	v.wantDrawn("undone without a focus", 0)
	v.do(chromedp.KeyEvent("y", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	v.do(chromedp.Focus(chromedp.CSS("#draw-undo")))
	v.key(kb.Enter)
	v.wantDrawn("undone", 0)
	v.wait("document.activeElement.id === 'surface'", patience)
	v.key(kb.Escape)
	v.wait("!document.getElementById('drawing').open", patience)

	v.run("document.activeElement.blur()")
	for _, hidden := range []string{"'hide', 'show'", "'present', 'true'"} {
		v.run("playground.set(" + hidden + ")")
		v.wait("!document.getElementById('part-show').checkVisibility()", patience)
		v.key("c2")
		layers("false,false")
		v.run("playground.set('hide', '')")
	}
	v.run("playground.set('slow', 'true')")
	v.wait("document.getElementById('story-end').checkVisibility()", patience)
	v.key("s")
	v.wait("document.getElementById('story').hidden && !document.getElementById('slow').checked", patience)
	v.run("playground.set('present', 'false')")
	v.wait("document.getElementById('part-show').checkVisibility()", patience)
	v.key("c")
	layers("false,true")
	v.wait("location.hash.includes('contours=true') && !location.hash.includes('dock')", patience)
	if problems := v.problems(); len(problems) > 0 {
		t.Errorf("the console has errors:\n%s", strings.Join(problems, "\n"))
	}
}

// TestFormsFit looks at slow motion's caption in each form of the page: it stays on the stage, and
// nothing is wider than the window.
func TestFormsFit(t *testing.T) {
	t.Parallel()
	v := openReady(t, 390, 844, "play=false&k=3&m=3&slow=true")
	v.wait("document.getElementById('story').checkVisibility()", training)
	for _, c := range []struct {
		form          string
		width, height int64
	}{{"", 390, 844}, {"embed", 390, 500}, {"embed", 720, 480}, {"present", 1280, 720}, {"present", 390, 844}} {
		v.do(chromedp.EmulateViewport(c.width, c.height))
		for _, form := range []string{"embed", "present"} {
			v.run(fmt.Sprintf("playground.set(%q, %q)", form, fmt.Sprint(form == c.form)))
		}
		v.wait(`Math.abs(document.querySelector("canvas").width / devicePixelRatio - document.body.clientWidth) <= 1`, patience)
		name := fmt.Sprintf("%s-%d", c.form, c.width)
		v.screenshot("form-" + name)
		canvas, panel, story := v.box("canvas"), v.box("#panel"), v.box("#story")
		if story.X < canvas.X || story.X+story.Width > canvas.X+canvas.Width || story.Y+story.Height > canvas.Y+canvas.Height || story.Width < 0.8*canvas.Width || story.Height > 0.4*canvas.Height {
			t.Errorf("%s: the caption %+v is not on the stage %+v, or covers too much of it", name, story, canvas)
		}
		if panel.X+panel.Width > canvas.X+0.5 && panel.Y < canvas.Y+canvas.Height-0.5 && canvas.X < panel.X+panel.Width-0.5 {
			t.Errorf("%s: the controls %+v cover the canvas %+v", name, panel, canvas)
		}
		if out := eval[[]string](v, `[...document.querySelectorAll("#panel *, #story *")].filter((e) => {
			const r = e.getBoundingClientRect();
			return e.checkVisibility() && !e.closest(".unseen") && r.width > 0 && (r.left < 0 || r.right > innerWidth + 0.5);
		}).map((e) => e.outerHTML.slice(0, 80))`); len(out) > 0 {
			t.Errorf("%s: outside the window: %v", name, out)
		}
	}
}
