//go:build js && wasm

package web

import (
	"slices"
	"syscall/js"
	"time"
)

// lossesEvery is the time between two writings of the table of losses.
const lossesEvery = time.Second

// lossesPart is the table of losses on the page, under its own heading.
type lossesPart struct {
	session *Session
	details js.Value
	written time.Time
	rows    [][5]string
	earlier bool // there are earlier runs to clear
}

// BindLosses brings the table of losses to life, and the button that clears the
// chart of earlier runs. Call it once, after BindControls.
func BindLosses(s *Session) {
	listen(element("clear-runs"), "click", func(js.Value) { go s.ClearRuns() })
	p := &lossesPart{session: s, details: element("loss-rows")}
	listen(p.details, "toggle", func(js.Value) { p.written = time.Time{}; p.show() })
	bound.losses = p
}

// showRuns lets the button be pressed while there are earlier runs.
func (p *lossesPart) showRuns(st State) {
	if earlier := len(st.CNF.Earlier)+len(st.NF.Earlier) > 0; p != nil && earlier != p.earlier {
		p.earlier = earlier
		element("clear-runs").Set("disabled", !earlier)
	}
}

// show writes the table anew, if it is open and it is time.
func (p *lossesPart) show() {
	now := time.Now()
	if p == nil || now.Sub(p.written) < lossesEvery || !p.details.Get("open").Bool() {
		return
	}
	p.written = now
	c := p.session.curves()
	rows := lossTable(c[0], c[1])
	if slices.Equal(rows, p.rows) {
		return
	}
	p.rows = rows
	document := js.Global().Get("document")
	lines := make([]any, len(rows))
	for i, row := range rows {
		line := document.Call("createElement", "tr")
		for k, text := range row {
			tag := "td"
			if k == 0 {
				tag = "th"
			}
			cell := document.Call("createElement", tag)
			cell.Set("textContent", text)
			line.Call("append", cell)
		}
		line.Get("firstChild").Set("scope", "row")
		lines[i] = line
	}
	p.details.Call("querySelector", "tbody").Call("replaceChildren", lines...)
}
