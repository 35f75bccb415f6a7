//go:build js && wasm

package web

import (
	"fmt"
	"slices"
	"strconv"
	"syscall/js"

	"flowplayground/flow"
)

// showLook writes the way of the point that is looked at into its table, and
// keeps a button for each part of the models while they are shown.
func (c *controls) showLook(st State) {
	c.screen.hide("probe", st.CNF.Probe == nil && st.NF.Probe == nil)
	c.screen.showProbe("cnf", st.CNF.Probe)
	c.screen.showProbe("nf", st.NF.Probe)
	c.mu.Lock()
	s := c.settings
	c.mu.Unlock()
	c.screen.label(s.Dock)
	c.screen.hide("mutes", s.Dock != "units")
	if s.Dock == "units" {
		c.showMutes(flow.Continuous, s.M, s.Mute)
		c.showMutes(flow.Discrete, s.K, s.Mute)
	}
}

// label says what the canvas shows with this below the pictures.
func (s *screen) label(dock string) {
	canvas := js.Global().Get("document").Call("querySelector", "canvas")
	if text := canvasLabel(dock); !canvas.IsNull() && s.texts["canvas"] != text {
		s.texts["canvas"] = text
		canvas.Call("setAttribute", "aria-label", text)
	}
}

func (s *screen) showProbe(id string, p *Probe) {
	if p == nil {
		return
	}
	own := p.Own
	last := len(own.X) - 1
	if p.Trouble != "" {
		for _, cell := range []string{"-z0", "-base", "-change", "-logp"} {
			s.text(id+cell, missing)
		}
		return
	}
	s.text(id+"-z0", fmt.Sprintf("%.2f, %.2f", own.X[last], own.Y[last]))
	base, change, logP := own.Rounded()
	s.text(id+"-base", nats(base))
	s.text(id+"-change", nats(change))
	s.text(id+"-logp", nats(logP))
}

// showMutes makes a button for each unit or layer, if their number has changed,
// and shows which are muted.
func (c *controls) showMutes(k flow.Kind, n int, list string) {
	box := c.screen.element("mute-" + k.String())
	key := "mute-" + k.String() + "-shown"
	want := strconv.Itoa(n) + " " + list
	if c.screen.texts[key] == want {
		return
	}
	c.screen.texts[key] = want
	buttons := box.Get("children")
	for buttons.Length() > n {
		box.Get("lastElementChild").Call("remove")
	}
	for i := buttons.Length(); i < n; i++ {
		b := js.Global().Get("document").Call("createElement", "button")
		b.Set("type", "button")
		b.Set("textContent", i+1)
		b.Call("setAttribute", "aria-label", fmt.Sprintf("Mute %s %d", part(k), i+1))
		listen(b, "click", func(js.Value) { c.queue.put("mute", ToggleMute(c.session.Settings().Mute, k, i)) })
		box.Call("append", b)
	}
	mute := muted(list, k)
	for i := range n {
		buttons.Index(i).Call("setAttribute", "aria-pressed", strconv.FormatBool(slices.Contains(mute, i)))
	}
}

// part is what a model is made of.
func part(k flow.Kind) string {
	if k == flow.Continuous {
		return "unit"
	}
	return "layer"
}

// hide hides an element or shows it, if that is news.
func (s *screen) hide(id string, hidden bool) {
	text := strconv.FormatBool(hidden)
	if s.texts[id+"-hidden"] == text {
		return
	}
	s.texts[id+"-hidden"] = text
	s.element(id).Set("hidden", hidden)
}
