//go:build !js

package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestSlidersRestartTheirModel moves K and M by an arrow key, as a person would.
func TestSlidersRestartTheirModel(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 800, "play=false")
	v.run("playground.step(4)")
	v.do(chromedp.Focus(chromedp.CSS("#k")))
	v.key(kb.ArrowRight)
	v.waitState("s.nf.k === 21", patience)
	v.wantSteps("after K moved", 4, 0)
	v.run("playground.step(3)")
	v.do(chromedp.Focus(chromedp.CSS("#m")))
	v.key(kb.ArrowLeft)
	v.waitState("s.cnf.m === 19", patience)
	v.wantSteps("after M moved", 0, 3)
	v.wait("location.hash === '#k=21&m=19&play=false'", patience)
}

// TestSlidersWhileTraining drags both through their range while everything runs.
func TestSlidersWhileTraining(t *testing.T) {
	v := openReady(t, 1280, 800, "")
	for _, id := range []string{"k", "m"} {
		v.run(fmt.Sprintf(`(async () => {
			const slider = document.getElementById(%q);
			for (let i = 1; i <= 64; i += 3) {
				slider.value = i;
				slider.dispatchEvent(new Event("input", {bubbles: true}));
				await new Promise((done) => setTimeout(done, 20));
			}
		})()`, id))
	}
	v.waitState("s.nf.k === 64 && s.cnf.m === 64 && s.nf.step > 5 && s.cnf.step > 5", training)
	if s := v.state(); s.Error != "" || len(v.problems()) > 0 {
		t.Errorf("error %q, console %q", s.Error, v.problems())
	}
}

func TestPauseAndStep(t *testing.T) {
	v := openReady(t, 1280, 800, "")
	v.waitState("s.cnf.step > 0 && s.nf.step > 0", patience)
	v.run("playground.pause()")
	cnf, nf := v.steps()
	time.Sleep(settle)
	v.wantSteps("paused", cnf, nf)
	v.run("playground.step(17)")
	v.wantSteps("after step(17)", cnf+17, nf+17)
	v.run("playground.reset()")
	v.wantSteps("after reset()", 0, 0)
	v.run("playground.play()")
	v.waitState("s.playing && s.cnf.step > 0 && s.nf.step > 0", patience)
}

func TestButtons(t *testing.T) {
	v := openReady(t, 1280, 800, "")
	v.waitState("s.cnf.step > 0 && s.nf.step > 0", patience)
	v.do(chromedp.Click(chromedp.CSS("#play")))
	v.waitState("!s.playing", patience)
	time.Sleep(settle) // for the steps that were under way
	cnf, nf := v.steps()
	time.Sleep(settle)
	v.wantSteps("paused", cnf, nf)
	v.do(chromedp.Click(chromedp.CSS("#step")))
	v.waitState(fmt.Sprintf("s.cnf.step === %d && s.nf.step === %d", cnf+1, nf+1), patience)
	v.do(chromedp.Click(chromedp.CSS("#reset")))
	v.waitState("s.cnf.step === 0 && s.nf.step === 0 && !s.playing", patience)
	v.do(chromedp.Click(chromedp.CSS("#play")))
	v.waitState("s.playing && s.cnf.step > 0 && s.nf.step > 0", patience)
}

// steps returns the models' numbers of steps.
func (v *view) steps() (cnf, nf int) {
	v.t.Helper()
	s := v.state()
	return s.CNF.Step, s.NF.Step
}

func (v *view) wantSteps(when string, cnf, nf int) {
	v.t.Helper()
	if c, n := v.steps(); c != cnf || n != nf {
		v.t.Errorf("%s: the CNF is at step %d and the NF at %d; want %d and %d", when, c, n, cnf, nf)
	}
}

// TestNumbersStandInThePage checks that the table says what the state says.
func TestNumbersStandInThePage(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 800, "play=false")
	v.run("playground.step(10)")
	for _, model := range []string{"cnf", "nf"} {
		v.wait(fmt.Sprintf(`(() => {
			const s = playground.state().%s, shows = (id) => document.getElementById("%[1]s-" + id).textContent;
			return shows("step") === "10" && shows("train") === s.train.toFixed(3) && shows("heldout") === s.heldout.toFixed(3);
		})()`, model), patience)
	}
}

func TestLinkSetsThePage(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 800, "data=circles&seed=5&k=3&m=4&play=false&t=0.5&travel=false")
	s := v.state()
	if s.Data != "circles" || s.Seed != 5 || s.NF.K != 3 || s.CNF.M != 4 || s.Playing || s.T != 0.5 {
		t.Errorf("the link gave %+v", s)
	}
	if shown := eval[string](v, "['data', 'seed', 'k', 'm', 't'].map((id) => document.getElementById(id).value).join()"); shown != "circles,5,3,4,0.5" {
		t.Errorf("the controls show %s", shown)
	}
}

func TestBadLinkGetsAPlainMessage(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 800, "k=999&colour=red&%zz&seed=many&m=-3")
	if s := v.state(); s.NF.K != 64 || s.CNF.M != 1 || s.Seed != 1 {
		t.Errorf("the link gave K = %d, M = %d, seed %d; want 64, 1 and 1", s.NF.K, s.CNF.M, s.Seed)
	}
	v.wait("document.querySelectorAll('#notes p').length > 0", patience)
	notes := eval[string](v, "document.getElementById('notes').innerText")
	for _, want := range []string{"k", "999", "64", "colour", "seed"} {
		if !strings.Contains(notes, want) {
			t.Errorf("the notes don't mention %s:\n%s", want, notes)
		}
	}
	if problems := v.problems(); len(problems) > 0 {
		t.Errorf("the console has errors:\n%s", strings.Join(problems, "\n"))
	}
}

// focusable numbers all that Tab should reach, and returns how many there are.
const focusable = `[...document.querySelectorAll("button, select, input, summary, a[href]")]
	.filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.tabIndex >= 0)
	.map((e, i) => e.dataset.order = i).length`

func TestTabPassesThroughEverything(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 800, "play=false")
	canvas := v.box("canvas")
	v.do(chromedp.MouseClickXY(canvas.X+canvas.Width/2, canvas.Y+canvas.Height/2)) // a click must not trap it either
	count := eval[int](v, focusable)
	if count < 12 {
		t.Fatalf("only %d controls can be reached", count)
	}
	var order []string
	for range 2*count + 2 {
		v.key(kb.Tab)
		order = append(order, eval[string](v, "document.activeElement.dataset.order ?? document.activeElement.localName"))
	}
	for i := range count {
		if !slices.Contains(order, fmt.Sprint(i)) {
			t.Errorf("Tab doesn't reach %s; it went %v", eval[string](v, fmt.Sprintf("document.querySelector('[data-order=\"%d\"]').outerHTML", i)), order)
		}
	}
	if last := slices.Index(order, fmt.Sprint(count-1)); last >= 0 && slices.Contains(order[last+1:min(last+3, len(order))], fmt.Sprint(count-1)) {
		t.Errorf("Tab is trapped at the last control: %v", order)
	}
	if slices.Contains(order, "canvas") {
		t.Errorf("Tab stops at the canvas, which has no keys: %v", order)
	}
}

func TestWidths(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{1280, 720}, {1920, 1080}, {390, 844}} {
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) {
			v := openReady(t, size[0], size[1], "play=false")
			v.screenshot(fmt.Sprintf("width-%d", size[0]))
			v.run("document.querySelectorAll('details').forEach((d) => d.open = true)")
			if wide := eval[[]string](v, `["html", "body", "#panel"].filter((name) => {
				const e = document.querySelector(name);
				return e.scrollWidth > e.clientWidth;
			})`); len(wide) > 0 {
				t.Errorf("%v can scroll sideways", wide)
			}
			if moved := eval[float64](v, "scrollTo(200, 0), scrollX"); moved != 0 {
				t.Errorf("the page scrolls sideways by %v", moved)
			}
			if out := eval[[]string](v, `[...document.querySelectorAll("#panel *")].filter((e) => {
				const r = e.getBoundingClientRect();
				return e.checkVisibility() && !e.closest(".unseen") && r.width > 0 && (r.left < 0 || r.right > innerWidth + 0.5);
			}).map((e) => e.outerHTML.slice(0, 80))`); len(out) > 0 {
				t.Errorf("outside the window: %v", out)
			}
			canvas, panel := v.box("canvas"), v.box("#panel")
			if canvas.Width < 300 || canvas.Height < 300 {
				t.Errorf("the canvas has %v×%v pixels", canvas.Width, canvas.Height)
			}
			if panel.X+panel.Width > canvas.X+0.5 && panel.Y < canvas.Y+canvas.Height-0.5 && canvas.X < panel.X+panel.Width-0.5 {
				t.Errorf("the controls %+v cover the canvas %+v", panel, canvas)
			}
		})
	}
}
