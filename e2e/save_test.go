//go:build !js

package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	downloads "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// TestSaveAndLoad goes on from a model file in the same page and in another one, and finds the same
// losses to the last bit.
func TestSaveAndLoad(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 800, "play=false&k=3&m=3&seed=4")
	v.run("playground.step(12)")
	text := eval[string](v, "playground.save()")
	v.run("playground.step(8)")
	want := v.trained()
	other := openReady(t, 1280, 800, "")
	for _, v := range []*view{v, other} {
		v.run(fmt.Sprintf("playground.load(%q)", text))
		if s := v.state(); s.CNF.Step != 12 || s.NF.Step != 12 || s.CNF.M != 3 || s.NF.K != 3 || s.Seed != 4 || s.Playing {
			t.Errorf("loaded %+v", s)
		}
		v.run("playground.step(8)")
		if got := v.trained(); got != want {
			t.Errorf("the models go on to %s; without an interruption they were %s", got, want)
		}
		v.wait("location.hash === '#seed=4&k=3&m=3&play=false'", patience)
		if problems := v.problems(); len(problems) > 0 {
			t.Errorf("the console has errors:\n%s", strings.Join(problems, "\n"))
		}
	}
}

// trained describes both models' training to the last bit.
func (v *view) trained() string {
	v.t.Helper()
	return eval[string](v, `(async () => {
		const {cnf, nf} = playground.state(), points = [[0, 0], [1, -0.5]];
		return JSON.stringify([cnf.step, cnf.train, await playground.logProb("cnf", points),
			nf.step, nf.train, await playground.logProb("nf", points)]);
	})()`)
}

// TestLoadRefuses checks that a script hears why, and that training goes on as before.
func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 800, "play=false&k=2&m=2")
	v.run("playground.step(5)")
	before := v.trained()
	for damage, want := range map[string]string{
		"text.slice(0, 1000)": "cut short",
		"undefined":           "not JSON",
		"'[' + text":          "model file",
		`text.replace('"version":1', '"version":9')`:   "version 9",
		`text.replace('"k":"2"', '"k":"many"')`:        "k must be a whole number",
		`text.replace('"k":"2"', '"k":"5"')`:           "its width is 2, not 5",
		`text.replace('"step":5', '"step":-5')`:        "step",
		`text.replace('"k":"2"', '"colour":"purple"')`: "colour",
	} {
		message := eval[string](v, "playground.save().then((text) => playground.load("+damage+")).then(() => 'no error', (e) => e.message)")
		if !strings.Contains(message, want) {
			t.Errorf("%s: %q, want an error that says %q", damage, message, want)
		}
	}
	if after := v.trained(); after != before {
		t.Errorf("the models were %s and are %s", before, after)
	}
	v.run("playground.step(1)")
	v.wantSteps("a step later", 6, 6)
	if problems := v.problems(); len(problems) > 0 {
		t.Errorf("the console has errors:\n%s", strings.Join(problems, "\n"))
	}
}

// TestSaveTriesAgain lets the program for files not arrive at first, as on a connection that comes
// and goes: a script hears it, and the next time all is well.
func TestSaveTriesAgain(t *testing.T) {
	t.Parallel()
	v := open(t, 1280, 800, "play=false&k=2&m=2", `{
		const whole = fetch;
		globalThis.away = true;
		globalThis.fetch = (address) => away && address.includes("/files.") ? Promise.reject(new TypeError("no connection")) : whole(address);
	}`)
	v.waitState("s.ready", time.Minute)
	v.run("playground.step(3)")
	message := eval[string](v, "playground.save().then(() => 'no error', (e) => e.message)")
	if !strings.Contains(message, "no connection") || !strings.Contains(message, "try again") {
		t.Errorf("without the program: %q", message)
	}
	v.run("globalThis.away = false")
	if text := eval[string](v, "playground.save()"); !strings.Contains(text, `"step":3`) {
		t.Errorf("with it: %.200s", text)
	}
	v.run("playground.step(1)")
	v.wantSteps("after both", 4, 4)
	if problems := v.problems(); len(problems) > 0 {
		t.Errorf("the console has errors:\n%s", strings.Join(problems, "\n"))
	}
}

// TestModelFilesOnThePage saves by the button, and loads by the other one and by dropping.
func TestModelFilesOnThePage(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 800, "play=false&k=2&m=2")
	v.run("playground.step(7)")
	path := v.save("flow-playground-moons-cnf2-nf2-step7.json")
	v.run("playground.reset()")
	v.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{path}))
	v.waitState("s.cnf.step === 7 && s.nf.step === 7", patience)
	v.waitNote("Loaded the CNF at step 7 and the NF at step 7.")
	v.screenshot("loaded")

	text, err := os.ReadFile(path)
	v.must(err)
	v.run("playground.reset()")
	v.drop(string(text))
	v.waitState("s.cnf.step === 7 && s.nf.step === 7", patience)
	v.run("playground.step(1)")
	v.drop(string(text[:len(text)/2]))
	v.waitNote("The file was not loaded, and training goes on as before: it ends too early")
	v.screenshot("refused")
	v.dropItem(`"https://example.org/", "text/uri-list"`)
	v.run("playground.step(1)")
	v.wantSteps("after a damaged file and a link", 9, 9)
	if problems := v.problems(); len(problems) > 0 {
		t.Errorf("the console has errors:\n%s", strings.Join(problems, "\n"))
	}
}

// save presses the button and returns the path of the downloaded file, which must have that name.
func (v *view) save(name string) (path string) {
	v.t.Helper()
	v.run("document.getElementById('part-share').open = true")
	folder := v.t.TempDir()
	v.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, downloads.SetDownloadBehavior, downloads.SetDownloadBehaviorParams{
			Behavior: downloads.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder,
		})
		return err
	}), chromedp.Click(chromedp.CSS("#save")))
	v.waitNote("Saved as " + name)
	path = filepath.Join(folder, name)
	v.waitFile(path)
	return path
}

// drop lets go of a file with that text over the canvas, as a browser tells the page of it.
func (v *view) drop(text string) {
	v.t.Helper()
	v.dropItem(fmt.Sprintf(`new File([%q], "model.json")`, text))
}

// dropItem lets go of what the arguments of DataTransferItemList.add make.
func (v *view) dropItem(arguments string) {
	v.t.Helper()
	v.run(fmt.Sprintf(`(() => {
		const dataTransfer = new DataTransfer();
		dataTransfer.items.add(%s);
		const event = new DragEvent("drop", {dataTransfer, bubbles: true, cancelable: true});
		if (document.querySelector("canvas").dispatchEvent(event)) throw new Error("the browser would leave the page for it");
	})()`, arguments))
}

// waitNote waits until the page tells the reader something.
func (v *view) waitNote(text string) {
	v.t.Helper()
	v.wait(fmt.Sprintf("document.getElementById('notes').innerText.includes(%q)", text), patience)
}

// waitFile waits until there is a file of that path: a download has another name until it is done.
func (v *view) waitFile(path string) {
	v.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if _, err := os.Stat(path); err == nil {
			return
		}
	}
	v.t.Fatalf("after %v still no file %s", patience, path)
}
