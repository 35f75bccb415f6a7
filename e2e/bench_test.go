//go:build !js

package e2e

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"flowplayground/flow/benchmark"
)

// A measurement is a row of the table of ?bench.
type measurement struct {
	name, unit string
	value      float64
}

func (m *measurement) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &[]any{&m.name, &m.value, &m.unit})
}

// measurements opens the page's ?bench and returns its table when it is complete.
func measurements(v *view) []measurement {
	v.t.Helper()
	v.wait(`document.querySelector("#bench")?.dataset.rows`, 3*time.Minute)
	var list []measurement
	v.must(json.Unmarshal([]byte(eval[string](v, `document.querySelector("#bench").dataset.rows`)), &list))
	return list
}

// TestBench holds ?bench to a row for everything it times, shown and ready to be copied, and to no
// word of trouble.
func TestBench(t *testing.T) {
	v := openAt(t, 1280, 720, "?bench=0.1")
	list := measurements(v)
	var names []string
	for _, m := range list {
		names = append(names, m.name)
		if !(m.value > 0) {
			t.Errorf("%s took %v %s", m.name, m.value, m.unit)
		}
	}
	for _, c := range benchmark.All {
		if !slices.Contains(names, c.Name) {
			t.Errorf("no row for %s", c.Name)
		}
	}
	for _, want := range []string{"Start, until both models are drawn", "Training, 1 worker", "Training, 2 workers", "Training, 1 worker, notebook", "Training, 2 workers, notebook", "Message to a worker and back"} {
		if !slices.Contains(names, want) {
			t.Errorf("no row for %s", want)
		}
	}
	shown := eval[[]string](v, `[...document.querySelectorAll("#bench tbody th")].filter((e) => e.checkVisibility()).map((e) => e.textContent)`)
	if !slices.Equal(shown, names) {
		t.Errorf("the table shows %q, not %q", shown, names)
	}
	if s := eval[string](v, `document.querySelector("#bench .doing").textContent`); !strings.HasPrefix(s, "Done.") {
		t.Errorf("it says %q", s)
	}
	// Picture and settings are as before; the link follows a little later.
	v.wait(`document.querySelector("canvas").width > 300 && !/play/.test(location.hash)`, patience)
	v.waitState("s.playing", patience)
	if !eval[bool](v, `!document.querySelector("#bench .copy").disabled`) {
		t.Error("the table can't be copied")
	}
}

// BenchmarkPage runs what the page's ?bench times, once, in the words of go test: ms as ns/op.
func BenchmarkPage(b *testing.B) {
	v := openAt(b, 1280, 720, "?bench")
	for _, m := range measurements(v) {
		b.Run(strings.ReplaceAll(m.name, " ", "_"), func(b *testing.B) {
			for b.Loop() {
				// It was measured in the page.
			}
			b.ReportMetric(0, "ns/op")
			if m.unit == "ms" {
				b.ReportMetric(m.value*float64(time.Millisecond), "ns/op")
			} else {
				b.ReportMetric(m.value, m.unit)
			}
		})
	}
}
