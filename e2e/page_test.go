//go:build !js

package e2e

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
)

// training bounds a few hundred training steps of both models, on two busy cores without SIMD.
const training = 2 * time.Minute

func TestPageBecomesReady(t *testing.T) {
	const limit = 20 * time.Second // 5 s are usual on two cores; a loaded machine may take longer
	begin := time.Now()
	v := open(t, 1280, 800, "")
	v.wait("document.documentElement.dataset.state === 'ready'", limit)
	t.Logf("ready after %.1f s", time.Since(begin).Seconds())
	if s := v.state(); !s.Ready || !s.Playing || s.Error != "" || len(s.Notes) > 0 {
		t.Errorf("the page opens with the state %+v", s)
	}
	v.waitState("s.cnf.step > 0 && s.nf.step > 0", patience) // it trains without a click
	v.wait("document.querySelector('#loading').checkVisibility() === false", patience)
	if problems := v.problems(); len(problems) > 0 {
		t.Errorf("the console has errors:\n%s", strings.Join(problems, "\n"))
	}
	checkFetched(t, v)
}

// checkFetched complains about anything fetched from elsewhere than the site's own folder.
func checkFetched(t *testing.T, v *view) {
	t.Helper()
	wasm := 0
	for _, address := range v.fetched() {
		u, err := url.Parse(address)
		if err != nil || u.Scheme == "data" || u.Scheme == "blob" {
			continue
		}
		if !strings.HasPrefix(address, v.server+base) {
			t.Errorf("the page asks for %s", address)
		}
		if strings.HasSuffix(u.Path, ".wasm") {
			wasm++
		}
	}
	if wasm < 2 {
		t.Errorf("saw %d programs fetched, want at least the page's and a worker's: is the list complete?", wasm)
	}
}

// TestModelsLearn lets the page run as it opens, and holds the held-out losses of the first few
// hundred steps against loose bounds: the standard normal has 2.84, the data 1.48.
func TestModelsLearn(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 800, "")
	begin := time.Now()
	for _, c := range []struct {
		model string
		steps int
		bound float64
	}{{"nf", 2000, 2.3}, {"cnf", 500, 1.9}} {
		v.waitState(fmt.Sprintf("s.%s.step >= %d", c.model, c.steps), 2*training)
		loss := eval[float64](v, "playground.state()."+c.model+".heldout")
		t.Logf("%s: held-out NLL %.3f nats after %d steps, %.1f s", c.model, loss, c.steps, time.Since(begin).Seconds())
		if !(loss < c.bound) {
			t.Errorf("%s: held-out NLL %.3f nats after %d steps, want less than %v", c.model, loss, c.steps, c.bound)
		}
		if floor := v.state().Entropy; loss < floor-0.03 { // by chance a held-out set is a little below
			t.Errorf("%s: held-out NLL %.3f nats is below the entropy of the data, %.3f", c.model, loss, floor)
		}
	}
	if problems := v.problems(); len(problems) > 0 {
		t.Errorf("the console has errors:\n%s", strings.Join(problems, "\n"))
	}
}

func TestEqualSeedsEqualTraces(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 800, "play=false&seed=7")
	first, second := trace(v), trace(v)
	if first != second || strings.HasPrefix(first, "[null") {
		t.Errorf("seed 7 gives two traces:\n%s\n%s", first, second)
	}
	v.run("playground.set('seed', 8)")
	if other := trace(v); other == first {
		t.Errorf("seeds 7 and 8 give the same trace %s", first)
	}
	if again := trace(openReady(t, 1280, 800, "play=false&seed=7")); again != first {
		t.Errorf("seed 7 gives another trace in another page:\n%s\n%s", first, again)
	}
}

// trace resets the models and returns the losses of their first steps, to the last bit.
func trace(v *view) string {
	v.t.Helper()
	return eval[string](v, `(async () => {
		const trace = [];
		await playground.reset();
		for (let i = 0; i < 5; i++) {
			await playground.step(3);
			const s = playground.state();
			trace.push(s.cnf.train, s.cnf.heldout, s.nf.train, s.nf.heldout);
		}
		return JSON.stringify(trace);
	})()`)
}

func TestScriptingFace(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 800, "play=false")
	v.run("playground.step(20)")
	for _, model := range []string{"cnf", "nf"} {
		got := eval[[2]float64](v, fmt.Sprintf(`(async () => {
			const points = await playground.sample(%q, 500, 3);
			const same = await playground.sample(%[1]q, 500, 3);
			if (JSON.stringify(points) !== JSON.stringify(same)) throw new Error("one seed, two samples");
			const logs = await playground.logProb(%[1]q, points);
			return [logs.filter(Number.isFinite).length, logs.reduce((a, b) => a + b) / logs.length];
		})()`, model))
		if got[0] != 500 || got[1] < -6 || got[1] > 0 {
			t.Errorf("%s: of 500 samples %v have a density, mean log p %v", model, got[0], got[1])
		}
	}
	for call, want := range map[string]string{
		"playground.set('k', 65)":            "k must be a whole number from 1 to 64",
		"playground.set('colour', 'red')":    "there is no setting",
		"playground.step(-1)":                "n must be a whole number",
		"playground.logProb('gan', [[0,0]])": "model must be cnf or nf",
	} {
		message := eval[string](v, call+".then(() => 'no error', (e) => e.message)")
		if !strings.Contains(message, want) {
			t.Errorf("%s: %q, want an error that says %q", call, message, want)
		}
	}
}
