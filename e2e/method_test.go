//go:build !js

package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// choose gives a control a value as a person does: it changes, and says so.
func (v *view) choose(id, value string) {
	v.t.Helper()
	v.run(fmt.Sprintf(`(() => {
		const e = document.getElementById(%q);
		if (e.disabled) throw new Error("the control is disabled: " + e.title);
		e.value = %q;
		for (const event of ["input", "change"]) e.dispatchEvent(new Event(event, {bubbles: true}));
	})()`, id, value))
}

// TestEveryControlReachesItsModel uses each control of the method, and looks at the job that runs.
func TestEveryControlReachesItsModel(t *testing.T) {
	v := openReady(t, 1280, 800, "play=false&k=2&m=2")
	v.do(chromedp.Click(chromedp.CSS("#part-method summary")))
	for _, c := range []struct{ id, value, want string }{
		{"recipe", "notebook", "s.cnf.solver === 'Tsit5' && location.hash.includes('recipe=notebook')"},
		{"recipe", "tuned", "s.cnf.solver === 'RK4' && !location.hash.includes('recipe')"},
		{"noise", "0.1", "s.noise === 0.1 && s.entropy < 1.3"},
		{"model", "paper", "s.cnf.model === 'paper'"},
		{"nf", "generative", "s.nf.generative"},
		{"solver", "heun", "s.cnf.solver === 'Heun'"},
		{"steps", "5", "s.cnf.solverSteps === 5"},
		{"steps", "", "s.cnf.solverSteps === 8"},
		{"trace", "rademacher", "s.cnf.trace === 'rademacher'"},
		{"gradient", "checkpointed", "s.cnf.gradient === 'checkpointed'"},
		{"kinetic", "0.1", "s.cnf.kinetic === 0.1"},
		{"frobenius", "0.02", "s.cnf.frobenius === 0.02"},
		{"lr", "0.003", "s.cnf.lr === 0.003 && s.nf.lr === 0.003"},
		{"batch", "64", "s.cnf.batch === 64 && s.nf.batch === 64"},
		{"average", "0.99", "s.cnf.average === 0.99 && s.nf.average === 0.99"},
		{"tolerance", "1e-3", "s.cnf.tolerance === 1e-3 && s.cnf.solver === 'Heun'"},
		{"data", "u1", "s.data === 'u1' && s.noise === null"},
		{"objective", "transport", "s.cnf.objective === 'transport' && s.nf.objective === 'likelihood' && s.cnf.trace === 'exact' && s.cnf.kinetic === 0"},
		{"objective", "energy", "s.cnf.objective === 'energy' && s.nf.objective === 'energy' && s.cnf.tolerance === 0 && s.nf.generative"},
		{"data", "moons", "s.data === 'moons' && s.noise === 0.1 && s.cnf.objective === 'likelihood'"},
	} {
		v.choose(c.id, c.value)
		v.waitState(c.want, patience)
	}
	v.run("playground.step(2)")
	v.waitState("s.cnf.step === 2 && s.nf.step === 2 && !s.error", patience)
	v.choose("speed", "1")
	v.run("playground.play()")
	v.waitState("s.cnf.step >= 3", patience)
	time.Sleep(settle)
	if cnf, _ := v.steps(); cnf > 8 {
		t.Errorf("at one step a second the CNF is at step %d at once", cnf)
	}
	v.run("playground.pause()")
	v.wait("location.hash.includes('model=paper') && location.hash.includes('noise=0.1')", patience)
	if problems := v.problems(); len(problems) > 0 {
		t.Errorf("the console has errors:\n%s", strings.Join(problems, "\n"))
	}
}

// TestWhatMakesNoSenseIsDisabled checks that the reason can be read, by eye and by a screen reader.
func TestWhatMakesNoSenseIsDisabled(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 800, "play=false&data=rings&objective=matching")
	v.do(chromedp.Click(chromedp.CSS("#part-method summary")))
	for id, reason := range map[string]string{"noise": "two moons", "trace": "likelihood", "gradient": "likelihood", "kinetic": "likelihood"} {
		seen := eval[string](v, fmt.Sprintf(`(() => {
			const e = document.getElementById(%q), why = document.getElementById(e.getAttribute("aria-describedby"));
			return e.disabled && e.title && why.checkVisibility() ? why.textContent : "";
		})()`, id))
		if !strings.Contains(seen, reason) {
			t.Errorf("beside %s stands %q, want a disabled control and the reason, %q", id, seen, reason)
		}
	}
	if !eval[bool](v, `document.querySelector("#objective option[value=energy]").disabled`) {
		t.Error("rings can be trained by an energy")
	}
	v.wait(`document.getElementById("loss-note").textContent.includes("velocities")`, patience)
	v.choose("objective", "likelihood")
	v.wait(`!document.getElementById("trace").disabled && !document.getElementById("gradient-why").checkVisibility()`, patience)
	v.wait(`!document.getElementById("loss-note").checkVisibility()`, patience)
	message := eval[string](v, "playground.set('objective', 'energy').then(() => 'no error', (e) => e.message)")
	if !strings.Contains(message, "U1 to U4") {
		t.Errorf("a script that wants an energy for rings is told %q", message)
	}
}

// TestFallBackIsTold checks the notes of a change and of a link.
func TestFallBackIsTold(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 800, "play=false&gradient=adjoint")
	v.run("playground.set('trace', 'gaussian')")
	v.wait(`document.getElementById("notes").innerText.includes("exact trace")`, patience)
	v.waitState("s.cnf.trace === 'gaussian' && s.cnf.gradient === 'stored' && s.notes.length === 1", patience)
	v.run("playground.set('trace', 'exact')")
	v.wait(`!document.getElementById("notes").innerText`, patience)
	v.run("location.hash = '#play=false&solver=rk4&tolerance=1e-2&steps=4'")
	v.wait(`document.getElementById("notes").innerText.includes("does not estimate")`, patience)
	v.waitState("s.cnf.solver === 'RK4' && s.cnf.tolerance === 0 && s.cnf.solverSteps === 4", patience)
}
