//go:build !js

package e2e

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// slow is what the page says of a browser without SIMD.
const slow = "This browser has no SIMD for WebAssembly, so training is several times slower."

// withoutSIMD makes a browser say of every WebAssembly module that it can't run it.
const withoutSIMD = `WebAssembly.validate = () => false;`

// workerProgram matches the address of a worker program, and in it the name before the hash.
var workerProgram = regexp.MustCompile(`/(worker[a-z-]*)\.[0-9a-f]{12}\.wasm$`)

// TestBrowserChoosesWorkerProgram holds a page to fetching the one worker program that the browser
// can run best, to training with it, and to saying so if it is the slow one.
func TestBrowserChoosesWorkerProgram(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		scripts []string
		program string
		notes   []string // that the page shows
	}{
		{"SIMD", nil, "worker", nil},
		{"plain", []string{withoutSIMD}, "worker-plain", []string{slow}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := open(t, 1280, 800, "", c.scripts...)
			v.waitState("s.ready && s.cnf.step >= 3 && s.nf.step >= 3", time.Minute)
			if got := v.state().Notes; !slices.Equal(got, c.notes) {
				t.Errorf("the notes are %q, want %q", got, c.notes)
			}
			shown := eval[[]string](v, `[...document.querySelectorAll("#notes span")].filter((e) => e.checkVisibility()).map((e) => e.textContent)`)
			if !slices.Equal(shown, c.notes) {
				t.Errorf("the page shows the notes %q, want %q", shown, c.notes)
			}
			if got := workerPrograms(v); !slices.Equal(got, []string{c.program}) {
				t.Errorf("the worker programs fetched are %q, want %s alone", got, c.program)
			}
			if problems := v.problems(); len(problems) > 0 {
				t.Errorf("the console has errors:\n%s", strings.Join(problems, "\n"))
			}
		})
	}
}

// workerPrograms returns the names of the worker programs that the page has fetched, each once.
func workerPrograms(v *view) []string {
	v.t.Helper()
	var names []string
	for _, address := range v.fetched() {
		if m := workerProgram.FindStringSubmatch(address); m != nil && !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	return names
}
