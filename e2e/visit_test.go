//go:build !js

package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestFirstVisit goes the way of somebody who has never seen the page, with the mouse.
func TestFirstVisit(t *testing.T) {
	t.Parallel()
	v := openAt(t, 1280, 720, "")
	v.waitState("s.ready && s.playing", time.Minute)
	v.waitState("s.cnf.heldout < 1.65 && s.cnf.step > 150", training) // a run of a hundred steps is worth keeping
	time.Sleep(settle)
	picture, panel := v.screenshot("visit"), v.panels()[0]
	if arcs, empty := brightness(picture, panel, moons()), brightness(picture, panel, corners); arcs < empty+30 {
		t.Errorf("no two moons: brightness %.0f there, %.0f in the corners", arcs, empty)
	}

	v.slide("m", 1.0/63)
	v.waitState("s.cnf.m === 2 && s.cnf.step > 20", training)
	v.slide("m", 31.0/63)
	v.waitState("s.cnf.m === 32 && s.nf.k === 20 && s.cnf.step > 20", training)
	v.wait("playground.state().cnf.earlier.length > 0", patience) // the runs before can be compared

	v.slide("t", 0.25)
	v.waitState("Math.abs(s.t - 0.25) < 0.03 && Math.abs(s.view.densityTime - s.t) < 0.01", patience)
	v.wait("!document.getElementById('travel').checked", patience)

	v.do(moveTo(float64(panel.Min.X+panel.Dx()/3), float64(panel.Min.Y+panel.Dy()/3)))
	v.waitState("s.cnf.probe && s.nf.probe", patience)
	v.wait("!document.getElementById('probe').hidden", patience)
	v.do(moveTo(5, 5))

	v.do(chromedp.Click(chromedp.CSS("#part-lessons summary")))
	v.choose("lesson", eval[string](v, "document.getElementById('lesson').options[2].value"))
	v.wait(card+`.includes("Lesson 2 of")`, patience)
	v.waitState("s.cnf.probe", patience)

	v.do(chromedp.Click(chromedp.CSS("#part-own summary")), chromedp.Click(chromedp.CSS("#own-draw")))
	v.wait("document.getElementById('drawing').open", patience)
	v.stroke(heart(20)...)
	v.do(chromedp.Click(chromedp.CSS("#draw-learn")))
	v.waitState("s.data === 'own' && s.cnf.step > 5 && s.nf.step > 5", training)

	v.do(chromedp.Click(chromedp.CSS("#part-share summary")))
	v.wait("location.hash.includes('points=')", patience)
	v.run(`Object.defineProperty(navigator, "clipboard", {value: {writeText: (text) => { window.copied = text; return Promise.resolve(); }}})`)
	v.do(chromedp.Click(chromedp.CSS("#copy")))
	v.wait("window.copied", patience)
	_, fragment, _ := strings.Cut(eval[string](v, "window.copied"), "#")

	other := openReady(t, 1280, 720, fragment)
	const same = `(() => {
		const s = playground.state();
		return JSON.stringify([s.data, s.points, s.seed, s.nf.k, s.cnf.m, s.entropy, location.hash, ` + card + `,
			["m", "k", "t", "travel", "at", "lesson", "data"].map((id) => {
				const e = document.getElementById(id);
				return e.type === "checkbox" ? e.checked : id === "t" && document.getElementById("travel").checked ? "" : e.value;
			})]);
	})()`
	if a, b := eval[string](v, same), eval[string](other, same); a != b {
		t.Errorf("the link opens\n%s\nnot\n%s", b, a)
	}
	for _, v := range []*view{v, other} {
		if problems := v.problems(); len(problems) > 0 {
			t.Errorf("the console has errors:\n%s", strings.Join(problems, "\n"))
		}
	}
}

// slide drags a slider's thumb to a part of its way.
func (v *view) slide(id string, part float64) {
	v.t.Helper()
	v.run(fmt.Sprintf("document.getElementById(%q).scrollIntoView({block: 'center'})", id))
	box := v.box("#" + id)
	now := eval[float64](v, fmt.Sprintf("((e) => (e.value - e.min) / (e.max - e.min))(document.getElementById(%q))", id))
	const thumb = 16 // pixels wide
	at := func(part float64) float64 { return box.X + thumb/2 + part*(box.Width-thumb) }
	y := box.Y + box.Height/2
	v.drag([][2]float64{{at(now), y}, {at((now + part) / 2), y}, {at(part), y}})
}
