package web

import (
	"math"
	"strings"
	"testing"

	"flowplayground/flow"
)

func TestNumbersAsText(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{grouped(0), "0"}, {grouped(999), "999"}, {grouped(1000), "1,000"}, {grouped(1234567), "1,234,567"},
		{grouped(-100), "-100"}, {grouped(-1000), "-1,000"},
		{nats(math.NaN()), missing}, {nats(1.48331), "1.483"}, {nats(-0.5), "-0.500"}, {nats(14.67), "14.670"},
		{nats(123.4), "123"}, {nats(math.Inf(1)), "huge"}, {nats(1e30), "huge"},
		{rate(0), "0"}, {rate(0.26), "0.3"}, {rate(9.94), "9.9"}, {rate(9.96), "10"}, {rate(1234.5), "1,235"}, {rate(math.NaN()), missing},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestTrainingLossesThatAreNoNLL(t *testing.T) {
	for o, want := range map[flow.Objective]string{
		flow.Likelihood: "", flow.FlowMatchingIndependent: "velocities", flow.FlowMatchingTransport: "velocities",
		flow.DensityMatching: "log q + U",
	} {
		note, class := lossNote(o), lossClass(o)
		if !strings.Contains(note, want) || (note == "") != (want == "") || (class == "") != (want == "") {
			t.Errorf("%v: note %q, class %q", o, note, class)
		}
	}
}

func TestShortcut(t *testing.T) {
	for _, c := range []struct{ key, tag, typ, want string }{
		{" ", "BODY", "", "play"}, {" ", "CANVAS", "", "play"}, {" ", "INPUT", "range", "play"},
		{" ", "BUTTON", "button", ""}, {" ", "SUMMARY", "", ""}, {" ", "SELECT", "select-one", ""}, {" ", "INPUT", "checkbox", ""},
		{"ArrowRight", "BODY", "", "step"}, {"ArrowRight", "BUTTON", "button", "step"}, {"ArrowRight", "INPUT", "range", ""},
		{".", "INPUT", "number", ""}, {".", "INPUT", "range", "step"},
		{"r", "CANVAS", "", "reset"}, {"R", "INPUT", "checkbox", "reset"}, {"r", "SELECT", "select-one", ""},
		{"x", "BODY", "", ""}, {"Tab", "CANVAS", "", ""},
		{"c", "CANVAS", "", "contours"}, {"C", "INPUT", "range", "contours"}, {"c", "INPUT", "number", ""}, {"2", "BODY", "", "dock-strip"},
	} {
		if got := shortcut(c.key, false, c.tag, c.typ); got != c.want {
			t.Errorf("%q in %s %s presses %q, want %q", c.key, c.tag, c.typ, got, c.want)
		}
	}
}

func TestShortcutWithShift(t *testing.T) {
	for key, want := range map[string]string{"R": "", "r": "", "C": "", ".": "step", "2": "dock-strip", "ArrowRight": "step"} {
		if got := shortcut(key, true, "BODY", ""); got != want {
			t.Errorf("Shift and %q press %q, want %q", key, got, want)
		}
	}
}

// TestCanvasLabel checks that what is said of the canvas goes with what it shows.
func TestCanvasLabel(t *testing.T) {
	f, _ := field("dock")
	seen := map[string]bool{}
	for _, c := range f.Choices {
		if text := canvasLabel(c.Value); seen[text] || !strings.HasSuffix(text, ".") {
			t.Errorf("with %s: %s", c.Value, text)
		} else {
			seen[text] = true
		}
	}
}
