//go:build !js

package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// keepWorkers lets a test reach the workers that the page starts, and the memory that it gives them
// to share.
const keepWorkers = `globalThis.made = [];
globalThis.memories = [];
globalThis.Worker = class extends Worker {
	constructor(...args) { super(...args); made.push(this); }
	postMessage(message, transfer) { if (message.out) memories.push(message.out); super.postMessage(message, transfer); }
};`

// staffed opens a page with paused models, and waits until so many workers train the CNF.
func staffed(t *testing.T, query string, workers int) *view {
	v := openAt(t, 1280, 800, fmt.Sprintf("%s#play=false&k=2&workers=%d", query, workers), keepWorkers)
	v.waitState("s.ready", time.Minute)
	v.waitStaff(workers)
	return v
}

// waitStaff makes single steps until so many workers have made one.
func (v *view) waitStaff(workers int) {
	v.t.Helper()
	v.run(fmt.Sprintf(`(async () => {
		for (const end = Date.now() + 60000; playground.state().cnf.workers !== %d;) {
			if (Date.now() > end) throw new Error("only " + playground.state().cnf.workers + " workers train");
			await playground.step(1);
		}
	})()`, workers))
}

// TestWorkersChangeNoBit trains the CNF by 1, 2 and 4 workers that share memory, and by 2 that can't,
// all of them at work from the first step.
func TestWorkersChangeNoBit(t *testing.T) {
	t.Parallel()
	var alone []float64
	for _, c := range []struct {
		query   string
		shared  bool
		workers []int
	}{{"", true, []int{1, 2, 4}}, {unisolated, false, []int{2}}} {
		v := staffed(t, c.query, 1)
		for _, workers := range c.workers {
			losses := v.losses(workers)
			if alone == nil {
				alone = losses
			}
			if !slices.Equal(losses, alone) {
				t.Errorf("%d workers, shared memory %t: they come to the losses\n%v, one to\n%v", workers, c.shared, losses, alone)
			}
		}
		// The second word of a memory is the number of the latest message in it.
		if used := eval[bool](v, "memories.length > 0 && memories.every((m) => new Int32Array(m)[1] > 40)"); used != c.shared {
			t.Errorf("shared memory %t: workers used it: %t", c.shared, used)
		}
		if problems := v.problems(); len(problems) > 0 {
			t.Errorf("the console has errors:\n%s", strings.Join(problems, "\n"))
		}
	}
}

// losses lets so many workers train the CNF from the beginning, and returns its losses.
func (v *view) losses(workers int) []float64 {
	v.t.Helper()
	v.run(fmt.Sprintf("playground.set('workers', %d)", workers))
	v.waitStaff(workers)
	v.run("playground.reset()")
	list := eval[[]float64](v, `(async () => {
		const list = [];
		for (let i = 0; i < 4; i++) {
			await playground.step(10);
			const cnf = playground.state().cnf;
			list.push(cnf.train, cnf.heldout);
		}
		return list;
	})()`)
	if s := v.state(); s.CNF.Step != 40 || s.CNF.Workers != workers || len(s.Notes) > 0 || s.Error != "" {
		v.t.Errorf("%d workers: the state is %+v", workers, s)
	}
	if n := eval[int](v, `made.filter((w) => w.role === "shard").length`); n != workers-1 {
		v.t.Errorf("%d workers: the page has started %d shard workers", workers, n)
	}
	return list
}

// TestDeadShardWorker lets one of two shard workers fail while both models train.
func TestDeadShardWorker(t *testing.T) {
	t.Parallel()
	v := staffed(t, "", 3)
	v.run("playground.play()")
	step := v.state().CNF.Step
	v.waitState(fmt.Sprintf("s.cnf.step > %d", step+20), time.Minute)
	v.run(`made.find((w) => w.role === "shard").dispatchEvent(new ErrorEvent("error", {message: "Uncaught Error: out of luck"}))`)
	v.waitState("s.cnf.workers === 2", patience)
	step = v.state().CNF.Step
	v.waitState(fmt.Sprintf("s.cnf.step > %d && s.nf.step > 0 && !s.error", step+20), time.Minute)
	if notes := v.state().Notes; len(notes) != 1 || !strings.Contains(notes[0], "out of luck") || !strings.Contains(notes[0], "fewer workers") {
		t.Errorf("the page says %q", notes)
	}
}
