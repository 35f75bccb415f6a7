//go:build !js

package e2e

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestDrawOwnData draws a heart with the mouse, takes back and erases, lets the models learn it, and
// finds the same data and losses behind the link in another tab.
func TestDrawOwnData(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 720, "k=4&m=4&play=false")
	v.run(`(() => {
		const data = document.getElementById("data");
		data.value = "own";
		data.dispatchEvent(new Event("input", {bubbles: true}));
	})()`)
	v.wait("document.getElementById('drawing').open", patience)
	if shown := eval[string](v, "document.getElementById('data').value + playground.state().data"); shown != "moonsmoons" {
		t.Errorf("before anything is drawn the data are %s", shown)
	}
	v.stroke(heart(20)...)
	whole := v.drawnPoints()
	if whole < 250 || whole > 500 {
		t.Errorf("the heart has %d points", whole)
	}
	v.screenshot("drawing")
	v.stroke([2]float64{-2.5, -2.5}, [2]float64{2.5, -2.5})
	if n := v.drawnPoints(); n < whole+130 {
		t.Errorf("with a line there are %d points, after %d", n, whole)
	}
	v.do(chromedp.Click(chromedp.CSS("#draw-undo")))
	v.wantDrawn("undone", whole)
	v.do(chromedp.Click(chromedp.CSS("#draw-redo")))
	if n := v.drawnPoints(); n < whole+130 {
		t.Errorf("redone there are %d points", n)
	}
	v.do(chromedp.Click(chromedp.CSS("#eraser")))
	v.stroke([2]float64{-2.7, -2.5}, [2]float64{2.7, -2.5})
	v.wantDrawn("with the line erased", whole)
	v.do(chromedp.Click(chromedp.CSS("#draw-learn")))
	v.waitState("s.data === 'own'", patience)
	v.waitNote(fmt.Sprintf("The models learn your %d points.", whole))
	v.run("playground.step(30)")
	want := v.trained()
	if d := v.meanLogProb(); d < -2.75 {
		t.Errorf("after 30 steps the heart's mean log-density is %.3f, noise has -2.84", d)
	}
	v.screenshot("heart")
	v.wait("location.hash.includes('points=p')", patience)
	link := eval[string](v, "location.hash.slice(1)")
	if len(link) > 2500 {
		t.Errorf("the link has %d characters", len(link))
	}
	other := openReady(t, 1280, 720, link)
	if points := eval[string](other, "playground.state().points"); points == "" || points != eval[string](v, "playground.state().points") {
		t.Errorf("the link brings other points: %.40s…", points)
	}
	other.run("playground.step(30)")
	if got := other.trained(); got != want {
		t.Errorf("behind the link the models come to %s, not %s", got, want)
	}
	other.do(chromedp.Evaluate[chromedp.Void]("document.getElementById('own-draw').click()"))
	other.wantDrawn("drawing on", whole)
	for _, v := range []*view{v, other} {
		if problems := v.problems(); len(problems) > 0 {
			t.Errorf("the console has errors:\n%s", strings.Join(problems, "\n"))
		}
	}
}

// TestDrawByKeysAndTakeOthers draws without a mouse, and then pastes, types, chooses and drops.
func TestDrawByKeysAndTakeOthers(t *testing.T) {
	t.Parallel()
	v := openReady(t, 390, 844, "k=2&m=2&play=false")
	v.run("document.getElementById('part-own').open = true")
	v.do(chromedp.Click(chromedp.CSS("#own-draw")))
	v.key(strings.Repeat(kb.ArrowRight, 5) + " " + strings.Repeat(kb.ArrowUp, 9))
	v.wait("document.getElementById('draw-news').textContent === 'The cursor is at 0.5, 0.9.'", patience)
	v.key(" " + kb.Enter)
	v.wantDrawn("three puffs", 24)
	v.key(kb.Delete)
	v.wantDrawn("two erased", 8)
	v.run(`(() => {
		const surface = document.getElementById("surface");
		const pen = (event, buttons) => surface.dispatchEvent(new PointerEvent(event, {pointerType: "pen", pointerId: 9, button: 5, buttons, clientX: 1, clientY: 1}));
		pen("pointerdown", 32);
		globalThis.turned = document.getElementById("eraser").ariaPressed;
		pen("pointerup", 0);
	})()`)
	v.wait("turned === 'true' && document.getElementById('eraser').ariaPressed === 'false'", patience)
	v.key("dz") // keys of the page, which this is not
	v.do(chromedp.KeyEvent("z", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	v.wantDrawn("undone", 24)
	v.do(chromedp.KeyEvent("y", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	v.wantDrawn("redone", 8)
	v.do(chromedp.SendKeys(chromedp.CSS("#draw-point"), "-1, 9"+kb.Enter))
	v.wait("document.getElementById('draw-news').textContent.startsWith('Both numbers must')", patience)
	v.do(chromedp.SetValue(chromedp.CSS("#draw-point"), "-1, 2"), chromedp.Click(chromedp.CSS("#draw-add")))
	v.wantDrawn("one typed", 9)
	v.run(`(() => {
		const size = document.getElementById("brush");
		size.value = 0.6;
		size.dispatchEvent(new Event("input", {bubbles: true}));
	})()`)
	v.wait("document.getElementById('brush-value').textContent === '0.60'", patience)
	v.screenshot("drawing-phone")
	if out := eval[bool](v, "(({bottom, right}) => bottom > innerHeight || right > innerWidth)(document.getElementById('draw-learn').getBoundingClientRect())"); out {
		t.Error("the button that ends drawing is outside the window")
	}
	v.do(chromedp.Click(chromedp.CSS("#draw-clear")), chromedp.Click(chromedp.CSS("#draw-learn")))
	v.wait("document.getElementById('draw-news').textContent.includes('too few')", patience)
	v.do(chromedp.Click(chromedp.CSS("#draw-undo")), chromedp.Click(chromedp.CSS("#draw-learn")))
	v.waitNote("The models learn your 9 points.")
	if !eval[bool](v, "playground.state().data === 'own' && document.getElementById('density').checked") {
		t.Error("the data are not the drawn ones, or a key reached the page")
	}

	v.paste(`"text/plain"`, "'x,y\\n1,2\\n3,5\\n4,1\\n0,0\\n'")
	v.waitNote("The models learn your 4 points.")
	first := eval[string](v, "playground.state().points")
	v.paste(`"text/plain"`, "'1,2\\n3,four'")
	v.waitNote(`Line 2 has no two numbers: "3,four"`)
	v.wait("document.getElementById('own-state').textContent.startsWith('Line 2 has')", patience)
	v.do(chromedp.SetValue(chromedp.CSS("#own-text"), "[[1,2],[3,5],[4,1],[0,0],[2,2]]"), chromedp.Click(chromedp.CSS("#own-use")))
	v.waitNote("The models learn your 5 points.")
	v.wait("document.getElementById('own-state').textContent === 'The models learn your 5 points.'", patience)
	v.drop("10\t20\n30\t50\n40\t10\n0\t0")
	v.waitState(fmt.Sprintf("s.points === %q", first), patience) // the same points in other units

	v.run(`(() => {
		const picker = document.getElementById("own-file"), list = new DataTransfer();
		list.items.add(new File(["1,2\n3,5\n4,1\n0,0\n2,2\n1,1"], "points.csv", {type: "text/csv"}));
		picker.files = list.files;
		picker.dispatchEvent(new Event("change"));
	})()`)
	v.waitNote("The models learn your 6 points.")

	v.run(`new Promise((done) => {
		const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
		canvas.width = 200;
		canvas.height = 100;
		pen.fillRect(0, 0, 100, 50);
		pen.fillRect(150, 50, 50, 50);
		canvas.toBlob((blob) => { globalThis.picture = new File([blob], "picture.png", {type: "image/png"}); done(); });
	})`)
	v.dropItem("globalThis.picture")
	v.waitNote("The models learn your picture of 40 × 20 cells.")
	if h := v.state().Entropy; math.Abs(h-pictureEntropy) > 1e-6 {
		t.Errorf("the picture's entropy is %v, want %v", h, pictureEntropy)
	}
	v.paste("globalThis.picture")
	v.run("playground.step(5)")
	if s := v.state(); s.CNF.Heldout == nil || math.IsInf(*s.CNF.Heldout, 0) || s.Data != "own" {
		t.Errorf("the picture is not learned: %+v", s)
	}

	v.run(`playground.set("data", "circles").then(() => playground.data([[0, 0], [1, 1], [0, 1]]))`)
	v.waitState("s.data === 'own' && s.points.length === 9", patience)
	for _, c := range [][2]string{ // in this order: the last one needs that there are no points any more
		{"data([[0, 0]])", "too few"},
		{"data('x')", "points must be a list"},
		{"set('points', 'zebra')", "points must be points or a picture"},
		{"set('points', '')", "no error"},
		{"set('data', 'own')", "draw or paste points first"},
	} {
		call, want := c[0], c[1]
		if got := eval[string](v, "playground."+call+".then(() => 'no error', (e) => e.message)"); !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", call, got, want)
		}
		if call == "set('points', '')" {
			v.waitState("s.data === 'moons'", patience)
		}
	}
	if problems := v.problems(); len(problems) > 0 {
		t.Errorf("the console has errors:\n%s", strings.Join(problems, "\n"))
	}
}

// pictureEntropy is that of a picture of 2 × 1 whose dark part is three of its eight squares of ½ × ½,
// two of them side by side, after standardisation.
var pictureEntropy = func() float64 {
	x := []float64{0.25, 0.75, 1.75}
	y := []float64{0.75, 0.75, 0.25}
	variance := func(v []float64) float64 {
		mean, square := 0.0, 0.0
		for _, a := range v {
			mean += a / 3
			square += a * a / 3
		}
		return square - mean*mean + 0.25/12
	}
	return math.Log(0.75) - math.Log(variance(x)*variance(y))/2
}()

// heart returns points along one.
func heart(n int) (points [][2]float64) {
	for i := range n + 1 {
		a := 2 * math.Pi * float64(i) / float64(n)
		points = append(points, [2]float64{
			2 * math.Pow(math.Sin(a), 3),
			(13*math.Cos(a) - 5*math.Cos(2*a) - 2*math.Cos(3*a) - math.Cos(4*a)) / 8,
		})
	}
	return points
}

// stroke drags the mouse along points of the plane on the drawing.
func (v *view) stroke(points ...[2]float64) {
	v.t.Helper()
	box := v.box("#surface")
	way := make([][2]float64, len(points))
	for i, p := range points {
		way[i] = [2]float64{box.X + (p[0]+3)/6*box.Width, box.Y + (3-p[1])/6*box.Height}
	}
	v.drag(way)
}

// drag moves the mouse along points of the window with its button down.
func (v *view) drag(way [][2]float64) {
	v.t.Helper()
	mouse := func(kind input.DispatchMouseEventType, p [2]float64) chromedp.Action[chromedp.Void] {
		return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{
				Type: kind, X: p[0], Y: p[1], Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1,
			})
			return err
		})
	}
	v.do(mouse(input.DispatchMouseEventTypeMousePressed, way[0]))
	for _, p := range way[1:] {
		v.do(mouse(input.DispatchMouseEventTypeMouseMoved, p))
	}
	v.do(mouse(input.DispatchMouseEventTypeMouseReleased, way[len(way)-1]))
}

// drawnPoints counts the dots on the drawing, once a frame has shown them.
func (v *view) drawnPoints() int {
	v.t.Helper()
	return eval[int](v, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
		done((document.getElementById("surface-points").getAttribute("d") ?? "").split("M").length - 1))))`)
}

func (v *view) wantDrawn(when string, want int) {
	v.t.Helper()
	if n := v.drawnPoints(); n != want {
		v.t.Errorf("%s: %d points, want %d", when, n, want)
	}
	v.wait(fmt.Sprintf("document.getElementById('draw-news').textContent === '%d points.'", want), patience)
}

// meanLogProb returns the CNF's mean log-density on a heart, which is centred and scaled as its data.
func (v *view) meanLogProb() float64 {
	v.t.Helper()
	var list []string
	for _, p := range heart(40) {
		list = append(list, fmt.Sprintf("[%.3f,%.3f]", p[0]/1.35, (p[1]-0.1)/1.15))
	}
	return eval[float64](v, "playground.logProb('cnf', ["+strings.Join(list, ",")+"]).then((v) => v.reduce((a, b) => a + b, 0) / v.length)")
}

// paste lets the page have a paste of one item: its text and type, or a file.
func (v *view) paste(kind string, text ...string) {
	v.t.Helper()
	item := kind
	if len(text) > 0 {
		item = text[0] + ", " + kind
	}
	v.run(fmt.Sprintf(`(() => {
		const clipboardData = new DataTransfer();
		clipboardData.items.add(%s);
		document.body.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
	})()`, item))
}
