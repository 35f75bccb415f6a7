package web

import (
	"strings"
	"testing"
)

func TestExportName(t *testing.T) {
	s := Defaults()
	s.Data, s.M = "circles", 8
	for what, want := range map[string]string{"": "flow-playground-circles-m8-k20", "losses": "flow-playground-circles-m8-k20-losses"} {
		if got := exportName(s, what); got != want {
			t.Errorf("%q: %s, want %s", what, got, want)
		}
	}
}

// TestExportsOfASession looks at what a session has to export, which is the same every time.
func TestExportsOfASession(t *testing.T) {
	s := start(t, paused())
	ctx := within(t)
	if err := s.Step(ctx, 5); err != nil {
		t.Fatal(err)
	}
	losses := strings.Split(lossesCSV(s.curves()), "\n")
	if len(losses) < 12 || !strings.HasPrefix(losses[1], "cnf,") || !strings.HasPrefix(losses[len(losses)-2], "nf,5,") {
		t.Errorf("losses: %q", losses)
	}
	first, err := s.samples(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(first, ",cnf\n"); n != exportedSamples || strings.Count(first, "\n") != 2*exportedSamples+1 {
		t.Errorf("%d samples of the CNF in %d lines", n, strings.Count(first, "\n"))
	}
	if again, err := s.samples(ctx); err != nil || again != first {
		t.Errorf("other samples the second time, or %v", err)
	}
}
