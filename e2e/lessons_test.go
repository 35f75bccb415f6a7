//go:build !js

package e2e

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// card is the text of the lesson's card, "" if it is hidden.
const card = `(document.getElementById("lesson-card").checkVisibility() ? document.getElementById("lesson-card").innerText : "")`

// press clicks the first button or link of a selection whose text is label.
func (v *view) press(selector, label string) {
	v.t.Helper()
	v.run(fmt.Sprintf(`[...document.querySelectorAll(%q)].find((e) => e.textContent === %q).click()`, selector, label))
}

// TestLessons opens one lesson by its link and the others from its card.
func TestLessons(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 720, "lesson=depth&play=false")
	v.wait(card+`.includes("Depth against width")`, patience)
	v.waitState("s.cnf.m === 2 && s.nf.k === 2 && !s.playing", patience)
	v.press("#lesson-card button", "8")
	v.waitState("s.cnf.m === 8 && s.nf.k === 8", patience)
	v.wait(`[...document.querySelectorAll("#lesson-card [aria-pressed=true]")].map((b) => b.textContent).join() === "8"`, patience)
	v.wait(`location.hash === "#lesson=depth&k=8&m=8&play=false"`, patience)

	ids := eval[[]string](v, `[...document.getElementById("lesson").options].map((o) => o.value).filter((id) => id !== "none")`)
	if len(ids) < 6 {
		t.Fatalf("lessons: %q", ids)
	}
	for i, id := range ids[1:] {
		v.run(`document.getElementById("lesson-card").querySelector("button").focus()`)
		v.press("#lesson-card button", "Next ›")
		v.wait(fmt.Sprintf(`%s.includes("Lesson %d of %d")`, card, i+2, len(ids)), patience)
		v.wait(fmt.Sprintf(`document.getElementById("lesson").value === %q && location.hash === "#lesson=%[1]s"`, id), patience)
		v.wait(`document.activeElement.matches("#lesson-card summary")`, patience)
		v.run("playground.pause()")
		if id == "draw" {
			v.press("#lesson-card button", "Draw")
			v.wait("document.getElementById('drawing').open", patience)
			v.key(kb.Escape)
			v.wait("!document.getElementById('drawing').open", patience)
		}
	}
	v.run(`playground.set("lesson", "dt")`)
	v.waitState("s.cnf.solver === 'Euler' && s.nf.k === 4", patience)
	v.press("#lesson-card button", "Close")
	v.wait(card+` === "" && location.hash.includes("solver=euler")`, patience)
	if problems := v.problems(); len(problems) > 0 {
		t.Errorf("console: %q", problems)
	}
}

// TestPresets applies one after the other, and the data stay.
func TestPresets(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 720, "lesson=trace&play=false&noise=0.3&seed=5")
	v.press("#presets button", "The notebook’s")
	v.waitState("s.cnf.m === 20 && s.nf.k === 20 && s.cnf.trace === 'gaussian'", patience)
	v.wait(card+` === "" && document.getElementById("preset-notebook").ariaPressed === "true"`, patience)
	v.wait(`location.hash === "#noise=0.3&seed=5&recipe=notebook&trace=gaussian&play=false&smooth=0"`, patience)
	v.press("#presets button", "The paper’s")
	v.waitState("s.cnf.m === 64 && s.nf.k === 64 && s.cnf.model === 'paper' && s.cnf.gradient === 'adjoint' && s.seed === 5", patience)
	v.press("#presets button", "This page’s")
	v.wait(`location.hash === "#noise=0.3&seed=5&play=false&smooth=0"`, patience)
}

// awake stands for the browser's wake lock, of which it counts what is held.
const awake = `{
	let held = 0;
	Object.defineProperty(navigator, "wakeLock", {value: {request: async () => {
		window.held = ++held;
		return {released: false, release() { if (!this.released) { this.released = true; window.held = --held; } }};
	}}});
}`

// visible lists the parts of the panel that are seen.
const visible = `[...document.querySelectorAll("#panel > *")].filter((e) => e.checkVisibility()).map((e) => e.id || e.tagName).join()`

// TestPresenting goes into the mode for projectors by a link and out of it by a key, and hides parts.
func TestPresenting(t *testing.T) {
	t.Parallel()
	v := open(t, 1280, 720, "present=true&lesson=depth&play=false", awake)
	v.waitState("s.ready", time.Minute)
	v.wait(visible+` === "lesson-card,part-train,part-size,part-time,leave"`, patience)
	v.wait(`document.querySelector("meta[name=theme-color]").content === "#ffffff" &&
		getComputedStyle(document.body).backgroundColor === "rgb(255, 255, 255)" && window.held === 1`, patience)
	v.key(kb.Escape)
	v.wait(`location.hash === "#lesson=depth&play=false" && window.held === 0 &&
		document.querySelector("meta[name=theme-color]").content === "#0e1117"`, patience)
	v.wait(`document.getElementById("part-method").checkVisibility() && Math.abs(document.querySelector("canvas").width / devicePixelRatio - document.body.clientWidth) <= 1`, patience)
	v.run(`playground.set("hide", "data.method.about")`)
	v.wait(`["data", "method", "about", "show"].map((p) => document.getElementById("part-" + p).checkVisibility()).join() === "false,false,false,true"`, patience)
	v.run(`document.getElementById("present").click()`)
	v.wait(`location.hash.includes("present=true") && window.held === 1`, patience)
	v.press("#leave", "Leave this view")
	v.wait(`!document.documentElement.hasAttribute("data-present") && window.held === 0`, patience)
	if problems := v.problems(); len(problems) > 0 {
		t.Errorf("console: %q", problems)
	}
}

// TestBuilder makes a link, and follows it.
func TestBuilder(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 720, "k=5&play=false")
	v.run(`document.getElementById("part-share").open = true`)
	v.do(chromedp.Click(chromedp.CSS("#build")))
	v.wait(`document.getElementById("builder").open && document.getElementById("builder").contains(document.activeElement)`, patience)
	link := `document.getElementById("builder-link").value.split("#")[1]`
	v.wait(link+` === "k=5&play=false"`, patience)
	code := `document.querySelector("#builder-code path").getAttribute("d")`
	before := eval[string](v, code)
	v.run(`(() => {
		const from = document.getElementById("builder-from");
		from.value = "trace";
		from.dispatchEvent(new Event("input", {bubbles: true}));
		for (const id of ["method", "about", "embed", "present"]) document.getElementById("builder-" + id).click();
	})()`)
	v.wait(link+` === "lesson=trace&present=true&embed=true&hide=method.about"`, patience)
	v.wait(`document.getElementById("builder-note").textContent.includes("no room for the lesson")`, patience)
	v.wait(`["size", "time", "method"].map((id) => document.getElementById("builder-" + id).disabled).join() === "false,true,true"`, patience)
	v.wait(`document.getElementById("builder-frame").checkVisibility() &&
		document.getElementById("builder-frame").value.includes('#lesson=trace&amp;present=true&amp;embed=true')`, patience)
	if after := eval[string](v, code); len(before) < 1000 || before == after {
		t.Errorf("the code was %d characters and is the same: %v", len(before), before == after)
	}
	size := eval[[]float64](v, `(() => { const r = document.getElementById("builder-code").getBoundingClientRect(); return [r.width, r.height]; })()`)
	if size[0] < 200 || size[0] != size[1] {
		t.Errorf("the code measures %v", size)
	}
	v.run(`document.getElementById("builder-embed").click()`)
	v.wait(link+` === "lesson=trace&present=true&hide=method.about"`, patience)
	v.key(kb.Escape)
	v.wait(`!document.getElementById("builder").open && location.hash === "#k=5&play=false" && document.activeElement.id === "build"`, patience)
	v.run(`location.hash = ` + link)
	v.wait(visible+` === "lesson-card,part-train,part-size,part-time,leave"`, patience)
	v.waitState("s.nf.k === 4", patience)
	if problems := v.problems(); len(problems) > 0 {
		t.Errorf("console: %q", problems)
	}
}

// outer is a page around the playground, as a teacher would write it.
const outer = `<!doctype html><title>Course</title><body style="margin:0">
<input id="typing" autofocus><p style="height:200px">Above</p>
<iframe src="%s#lesson=depth&amp;embed=true&amp;play=false" title="Flow Playground" width="100%%" height="500" style="border:0"></iframe>
<p style="height:2000px">Below</p>
<script>addEventListener("message", (e) => { window.told = e.data; });</script>`

// TestEmbedding puts the page in a frame of another one, from another address.
func TestEmbedding(t *testing.T) {
	t.Parallel()
	v := openReady(t, 640, 800, "embed=true&play=false")
	v.wait(visible+` === "part-train,part-size,leave"`, patience)
	v.wait(`document.getElementById("whole").href.endsWith("#play=false")`, patience)
	v.key(kb.Escape)
	v.wait(`location.hash === "#play=false" && document.getElementById("part-about").checkVisibility()`, patience)

	course := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, fmt.Sprintf(outer, strings.Replace(v.server, "127.0.0.1", "localhost", 1)+base))
	}))
	defer course.Close()
	v.do(chromedp.Navigate(course.URL))
	v.wait(`window.told?.type === "flow-playground" && window.told.height > 400 && window.told.height < 800`, time.Minute)
	v.waitFrame("document.documentElement.dataset.state === 'ready'", time.Minute)
	if focus := eval[string](v, `document.activeElement.id`); focus != "typing" {
		t.Errorf("the focus went to %q", focus)
	}
	for _, y := range []float64{400, 300} {
		before := eval[float64](v, "scrollY")
		v.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: "mouseWheel", X: 300, Y: y, DeltaX: 0.01, DeltaY: 120})
			return err
		}))
		v.wait(fmt.Sprintf("scrollY > %v", before), patience)
	}
}

// waitFrame waits until a JavaScript condition holds in the page's frame from another site.
func (v *view) waitFrame(condition string, limit time.Duration) {
	v.t.Helper()
	infos, err := chromedp.Targets(v.ctx)
	v.must(err)
	for _, info := range infos {
		if info.Type == "iframe" && strings.Contains(info.URL, base) {
			ctx, _ := chromedp.NewContext(v.ctx, chromedp.WithTargetID(info.TargetID)) // its end would close the frame
			(&view{t: v.t, ctx: ctx, server: v.server}).wait(condition, limit)
			return
		}
	}
	v.t.Fatal("the page has no frame from another site")
}
