//go:build shots && !js

package e2e

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"flowplayground/web"
)

// A shot is a picture of the page for people to look at.
type shot struct {
	name, fragment string
	width, height  int
	steps          int      // of the CNF before it is taken
	actions        []string // expressions to be evaluated after them
	readme         bool     // also kept for the README
}

// views are pictures of every view that is no lesson.
var views = []shot{
	{name: "open", steps: 150},
	{name: "open-1920", width: 1920, height: 1080, steps: 150},
	{name: "open-390", width: 390, height: 844, steps: 150},
	{name: "stage", fragment: "contours=true&at=1.55,-0.5&travel=false&t=1&particles=false", steps: 600, readme: true},
	{name: "contours-log", fragment: "contours=true&log=true", steps: 200},
	{name: "tails", fragment: "tails=true&pace=0.5", steps: 200},
	{name: "field", fragment: "arrows=true&travel=false&t=0.5", steps: 200},
	{name: "lattice", fragment: "lattice=true&travel=false&t=0.6&particles=false", steps: 200},
	{name: "back", fragment: "back=true&tails=true", steps: 200},
	{name: "morph", fragment: "morph=true", steps: 200},
	{name: "magma", fragment: "colors=magma", steps: 150},
	{name: "cividis", fragment: "colors=cividis", steps: 150},
	{name: "greys", fragment: "colors=greys&contours=true", steps: 150},
	{name: "strip", fragment: "dock=strip", steps: 300},
	{name: "strip-390", fragment: "dock=strip", width: 390, height: 844, steps: 150},
	{name: "units", fragment: "dock=units&mute=c3.n7&travel=false&t=0.4", steps: 200},
	{name: "units-64", fragment: "dock=units&m=64&k=64", width: 1920, height: 1080, steps: 100},
	{name: "gap", fragment: "gap=true", steps: 300},
	{name: "ghosts", fragment: "m=2&k=2", steps: 150, actions: []string{"playground.set('m', 8)", "playground.set('k', 8)", "new Promise((done) => setTimeout(done, 6000))"}},
	{name: "slow", fragment: "slow=true&pace=4", steps: 2},
	{name: "drawing", steps: 5, actions: []string{"document.getElementById('own-draw').click()"}},
	{name: "drawing-390", width: 390, height: 844, steps: 5, actions: []string{"document.getElementById('own-draw').click()"}},
	{name: "builder", steps: 5, actions: []string{"document.getElementById('build').click()"}},
	{name: "panel", width: 1280, height: 1600, steps: 50, actions: []string{"document.querySelectorAll('details').forEach((d) => d.open = true)"}},
	{name: "present", fragment: "present=true", steps: 200},
	{name: "present-units", fragment: "present=true&dock=units&contours=true", width: 1920, height: 1080, steps: 200},
	{name: "embed", fragment: "embed=true", width: 640, height: 420, steps: 100},
	{name: "embed-upright", fragment: "embed=true", width: 360, height: 500, steps: 100},
}

// pictures is where the README's are kept.
const pictures = "../.github/pictures"

// TestShots takes all pictures. It needs a folder for them in the environment's SHOTS.
func TestShots(t *testing.T) {
	if os.Getenv("SHOTS") == "" {
		t.Fatal("SHOTS names no folder for the pictures")
	}
	for _, s := range slices.Concat(views, lessons()) {
		t.Run(s.name, func(t *testing.T) { s.take(t) })
	}
}

// lessons are pictures of all lessons, as the table of settings has them.
func lessons() (all []shot) {
	for _, f := range web.Fields() {
		if f.Name != "lesson" {
			continue
		}
		for i, l := range f.Choices[1:] {
			all = append(all, shot{name: fmt.Sprintf("lesson-%d-%s", i+1, l.Value), fragment: "lesson=" + l.Value, steps: 150, readme: l.Value == "strip"})
		}
	}
	return all
}

func (s shot) take(t *testing.T) {
	if s.width == 0 {
		s.width, s.height = 1280, 720
	}
	v := openReady(t, s.width, s.height, s.fragment)
	v.waitState(fmt.Sprintf("s.cnf.step >= %d || s.paused !== ''", s.steps), 5*time.Minute)
	for _, action := range s.actions {
		v.run(action)
	}
	time.Sleep(settle)
	v.screenshot(s.name)
	if s.readme {
		name := "stage"
		if s.name != name {
			name = "lesson"
		}
		v.keep(pictures + "/" + name + ".webp")
	}
	if problems := v.problems(); len(problems) > 0 {
		t.Errorf("the console has errors: %q", problems)
	}
}

// keep saves a small picture of the window.
func (v *view) keep(path string) {
	v.t.Helper()
	v.must(os.MkdirAll(pictures, 0o755))
	quality := int64(80)
	v.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
			Format: page.CaptureScreenshotFormatWebp, Quality: &quality,
		})
		if err != nil {
			return err
		}
		return os.WriteFile(path, shot.Data, 0o644)
	}))
}
