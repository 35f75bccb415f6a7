//go:build !js

package e2e

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"flowplayground/render"
)

// layout returns where things stand in a window with the panel beside the stage, and the canvas's
// corner in it.
func (v *view) layout() (render.Layout, image.Point) {
	v.t.Helper()
	canvas := v.box("canvas")
	return render.NewLayout(int(canvas.Width), int(canvas.Height), 1), image.Pt(int(canvas.X), int(canvas.Y))
}

// still opens a page whose models have learned a little and rest, fine and unmoving.
func still(t *testing.T, rest string) *view {
	v := openReady(t, 1280, 720, "travel=false&"+rest)
	v.waitState("s.cnf.step >= 60 && s.nf.step >= 400", training)
	v.run("playground.pause()")
	v.waitState("s.view.densitySize >= 256", training)
	time.Sleep(settle)
	return v
}

// press clicks an element that may be out of sight.
func (v *view) click(selector string) {
	v.t.Helper()
	v.run(fmt.Sprintf("document.querySelector(%q).click()", selector))
}

// waitPicture takes pictures until one is as wanted; if none is, it returns the last.
func (v *view) waitPicture(name string, ok func(image.Image) bool) image.Image {
	v.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		picture := v.screenshot(name)
		if ok(picture) || time.Now().After(deadline) {
			return picture
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// TestLayers turns each layer over by its box and back by its key: the link says so, the picture
// changes, and is again what it was.
func TestLayers(t *testing.T) {
	t.Parallel()
	v := still(t, "t=0.9")
	panels, before := v.panels(), v.screenshot("layers")
	for _, c := range []struct{ name, key string }{
		{"density", "d"}, {"contours", "c"}, {"dots", "p"}, {"particles", "a"}, {"tails", "t"},
		{"arrows", "f"}, {"lattice", "g"}, {"back", "b"}, {"log", "l"},
	} {
		checked := eval[bool](v, fmt.Sprintf("document.getElementById(%q).checked", c.name))
		v.click("#" + c.name)
		v.wait(fmt.Sprintf("location.hash.includes('%s=%v')", c.name, !checked), patience)
		with := v.waitPicture("layer-"+c.name, func(p image.Image) bool {
			return changed(before, p, panels[0]) >= 0.002 && changed(before, p, panels[1]) >= 0.002
		})
		for i, panel := range panels {
			if changed(before, with, panel) < 0.002 {
				t.Errorf("%s changes nothing in panel %d", c.name, i)
			}
		}
		v.key(c.key)
		v.wait(fmt.Sprintf("!location.hash.includes('%s=')", c.name), patience)
		// Within a tenth of what a layer must change, so that none lives on the one before.
		same := func(p image.Image) bool { return changed(before, p, panels[0])+changed(before, p, panels[1]) < 0.0002 }
		if again := v.waitPicture("layers-again", same); !same(again) {
			part := max(changed(before, again, panels[0]), changed(before, again, panels[1]))
			t.Errorf("without %s again, %.2f %% of the picture have changed", c.name, 100*part)
		}
	}
	for _, colours := range []string{"magma", "cividis", "greys"} {
		v.choose("colors", colours)
		other := func(p image.Image) bool { return changed(before, p, panels[0]) >= 0.1 }
		picture := v.waitPicture("colours-"+colours, other)
		if !other(picture) {
			t.Errorf("%s look like what was before", colours)
		}
		before = picture
	}
	if problems := v.problems(); len(problems) > 0 {
		t.Errorf("the console has errors:\n%s", strings.Join(problems, "\n"))
	}
}

// TestColourBarAndContours looks at the ends of the bar, which are those of the colormap, and at what
// contours enclose: in the picture and, for both models, by their log-densities.
func TestColourBarAndContours(t *testing.T) {
	t.Parallel()
	v := still(t, "data=gaussian") // whose contours have no holes
	layout, at := v.layout()
	bar := layout.BarColors().Add(at)
	picture := v.screenshot("bar")
	for y, want := range map[int]color.RGBA{bar.Min.Y + 1: render.Viridis[255], bar.Max.Y - 2: render.Viridis[0]} {
		if got := color.RGBAModel.Convert(picture.At(bar.Min.X+bar.Dx()/2, y)).(color.RGBA); distance(got, want) > 8 {
			t.Errorf("the colour bar has %v at y = %d, want %v", got, y, want)
		}
	}
	for _, layer := range []string{"density", "dots", "particles"} {
		v.run(fmt.Sprintf("playground.set(%q, 'false')", layer))
	}
	v.run("playground.set('contours', 'true')")
	v.waitState("s.cnf.contours.length === 3", patience)
	time.Sleep(settle)
	samples := eval[[][2]float64](v, "playground.sample('cnf', 20000, 5)")
	if part := enclosed(v.screenshot("contours"), v.panels()[0], samples); math.Abs(part-0.95) > 0.01 {
		t.Errorf("the outermost contour encloses %.4f of the samples, want 0.95", part)
	}
	for _, model := range []string{"cnf", "nf"} {
		parts := eval[[]float64](v, fmt.Sprintf(`(async () => {
			const points = await playground.sample(%q, 20000, 5), logProb = await playground.logProb(%[1]q, points);
			const shown = (p) => Math.max(Math.abs(p[0]), Math.abs(p[1])) < 3;
			return playground.state()[%[1]q].contours.map((level) => points.filter((p, i) => shown(p) && logProb[i] > level).length / points.length);
		})()`, model))
		for i, want := range []float64{0.5, 0.8, 0.95} {
			if len(parts) != 3 || math.Abs(parts[i]-want) > 0.01 {
				t.Errorf("%s: the contours hold %v, want 0.5, 0.8 and 0.95", model, parts)
				break
			}
		}
	}
}

func distance(a, b color.RGBA) (d int) {
	for _, p := range [][2]uint8{{a.R, b.R}, {a.G, b.G}, {a.B, b.B}} {
		d = max(d, int(max(p[0], p[1])-min(p[0], p[1])))
	}
	return d
}

// enclosed returns the part of the points within the outermost lines of an otherwise empty panel:
// those on a line that borders on the outside count half.
func enclosed(picture image.Image, panel image.Rectangle, points [][2]float64) float64 {
	background := color.GrayModel.Convert(render.Dark.Surface).(color.Gray).Y
	empty := func(p image.Point) bool {
		y := color.GrayModel.Convert(picture.At(p.X, p.Y)).(color.Gray).Y
		return max(y, background)-min(y, background) < 5 // the dark rims of labels are not empty
	}
	around := []image.Point{{X: 1}, {X: -1}, {Y: 1}, {Y: -1}}
	inner := panel.Inset(2)
	outside, queue := map[image.Point]bool{}, []image.Point{inner.Min}
	for len(queue) > 0 {
		p := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if outside[p] || !p.In(inner) || !empty(p) {
			continue
		}
		outside[p] = true
		for _, d := range around {
			queue = append(queue, p.Add(d))
		}
	}
	edge := func(p image.Point) bool {
		for dx := -3; dx <= 3; dx++ {
			for dy := -3; dy <= 3; dy++ {
				if outside[p.Add(image.Pt(dx, dy))] {
					return !empty(p)
				}
			}
		}
		return false
	}
	sum := 0.0
	for _, s := range points {
		p := image.Pt(panel.Min.X+int((s[0]+3)/6*float64(panel.Dx())), panel.Min.Y+int((3-s[1])/6*float64(panel.Dy())))
		switch {
		case !p.In(inner) || outside[p]:
		case edge(p):
			sum += 0.5
		default:
			sum++
		}
	}
	return sum / float64(len(points))
}

// TestLookInside points, clicks and types, looks at what adds up, and mutes a unit.
func TestLookInside(t *testing.T) {
	t.Parallel()
	v := still(t, "")
	panel := v.panels()[0]
	x, y := float64(panel.Min.X)+0.6*float64(panel.Dx()), float64(panel.Min.Y)+0.7*float64(panel.Dy())
	v.do(moveTo(x, y))
	v.waitState("s.cnf.probe && s.nf.probe", patience)
	v.waitState("Math.abs(s.cnf.probe.x[0] - 0.6) < 0.02 && Math.abs(s.nf.probe.x[1] + 1.2) < 0.02", patience)
	v.do(moveTo(5, 5))
	v.waitState("!s.cnf.probe && !s.nf.probe", patience)
	v.do(chromedp.MouseClickXY(x, y))
	v.wait("/at=0\\.(59|6)\\d*,-1\\.\\d+/.test(location.hash)", patience)
	v.do(moveTo(5, 5))
	v.waitState("s.cnf.probe && s.nf.probe", patience)
	for _, model := range []string{"cnf", "nf"} {
		v.wait(fmt.Sprintf(`(() => {
			const cell = (id) => Number(document.getElementById(%q + id).textContent);
			return Math.abs(cell("-base") + cell("-change") - cell("-logp")) < 1e-9;
		})()`, model), patience)
		if d := eval[float64](v, fmt.Sprintf(`(async () => {
			const p = playground.state()[%q].probe, [logProb] = await playground.logProb(%[1]q, [p.x]);
			return Math.max(Math.abs(p.base + p.change - logProb), Math.abs(p.logProb - logProb));
		})()`, model)); d > 0.01 {
			t.Errorf("%s: the sum is %v off the log-density", model, d)
		}
	}
	if n := eval[int](v, "playground.state().cnf.probe.stops.length"); n != 9 {
		t.Errorf("%d stops of RK4 in 8 steps, want 9", n)
	}
	before := v.screenshot("way")
	v.choose("at", "")
	v.waitState("!s.cnf.probe", patience)
	differs := func(by float64) func(image.Image) bool {
		return func(p image.Image) bool { return changed(before, p, panel) >= by }
	}
	if !differs(0.002)(v.waitPicture("no-way", differs(0.002))) {
		t.Error("a way leaves no trace in the picture")
	}

	v.click("#dock-units")
	v.wait("document.getElementById('mute-cnf').children.length === 20 && document.getElementById('dock-units').ariaPressed === 'true'", patience)
	was := eval[float64](v, "playground.logProb('cnf', [[0, 1]]).then((p) => p[0])")
	before = v.screenshot("units")
	layout, at := v.layout()
	cell := layout.UnitCells(0, 20)[4].Add(at)
	v.do(chromedp.MouseClickXY(float64(cell.Min.X+8), float64(cell.Min.Y+8)))
	v.wait("location.hash.includes('mute=c5') && document.getElementById('mute-cnf').children[4].ariaPressed === 'true'", patience)
	v.click("#mute-nf button:nth-child(2)")
	v.wait("location.hash.includes('mute=c5.n2')", patience)
	if !differs(0.005)(v.waitPicture("muted", differs(0.005))) {
		t.Error("without a unit the picture is the same")
	}
	if is := eval[float64](v, "playground.logProb('cnf', [[0, 1]]).then((p) => p[0])"); is != was {
		t.Errorf("muting changes the model: log p %v, was %v", is, was)
	}
	v.click("#unmute")
	v.wait("!location.hash.includes('mute')", patience)

	v.key("2")
	v.wait("document.getElementById('dock-strip').ariaPressed === 'true'", patience)
	time.Sleep(settle)
	frame := layout.StripFrames(1, 6)[2].Add(at)
	v.screenshot("strip")
	v.do(chromedp.MouseClickXY(float64(frame.Min.X+10), float64(frame.Min.Y+10)))
	v.waitState("s.t === 0.4", patience)
	v.wait("document.getElementById('t').value === '0.4'", patience)
	v.key("1")
	v.wait("document.getElementById('dock-loss').ariaPressed === 'true'", patience)
}

// TestSlowMotion goes through a step's scenes by keys, and lets time pass.
func TestSlowMotion(t *testing.T) {
	v := openReady(t, 1280, 720, "play=false&k=4&m=4")
	v.run("playground.step(40)")
	v.key("s")
	v.waitState("s.story.scene === 1 && s.cnf.step === 41 && s.nf.step === 41", training)
	v.wait("!document.getElementById('story').hidden", patience)
	seen := ""
	for i, title := range []string{"Draw a batch", "Flow it back", "Add up the trace", "The loss", "The gradient", "The update"} {
		v.waitState(fmt.Sprintf("s.story.scene === %d && s.story.title === %q", i+1, title), patience)
		v.wait(fmt.Sprintf("document.getElementById('story-title').textContent.includes(%q)", title), patience)
		text := eval[string](v, "document.getElementById('story-text').textContent")
		if text == seen || len(text) < 40 {
			t.Errorf("%s tells %q", title, text)
		}
		seen = text
		if i == 2 {
			loss := eval[string](v, "playground.state().cnf.train.toFixed(3)")
			v.click("#story-next")
			v.wait(fmt.Sprintf("document.getElementById('story-text').textContent.includes(%q)", loss), patience)
			continue
		}
		v.click("#story-next")
	}
	v.waitState("s.cnf.step === 42 && s.nf.step === 42 && s.story.scene === 1", training)
	v.click("#story-next")
	v.waitState("s.story.scene === 2", patience)
	v.click("#story-back")
	v.waitState("s.story.scene === 1", patience)
	v.run("playground.set('pace', '4')")
	v.run("playground.play()")
	v.waitState("s.story.scene >= 3 && s.cnf.step === 42", training)
	v.screenshot("story")
	v.click("#story-end")
	v.wait("document.getElementById('story').hidden && !document.getElementById('slow').checked", patience)
	v.waitState("s.cnf.step > 50", training)
}

// TestDensityMovesAlong lets the density follow the particles, at another pace.
func TestDensityMovesAlong(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 720, "play=false")
	v.run("playground.step(50)")
	v.waitState("s.view.densityTime === 1", patience)
	v.key("m")
	v.waitState("s.view.densityTime > 0.1 && s.view.densityTime < 0.9", training)
	v.choose("pace", "4")
	v.wait("location.hash.includes('pace=4')", patience)
	v.key("v")
	v.waitState("s.view.densityTime === s.t || Math.abs(s.view.densityTime - s.t) < 0.01", patience)
}
