//go:build !js

// In a browser there is no file system, in which a fuzz target looks for its
// corpus.

package modelfile

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"flowplayground/flow"
)

// FuzzRead feeds Read with files and damaged ones. It must never panic; what it
// refuses it must explain; and what it takes must be a trainer's state that goes
// through another file unchanged.
func FuzzRead(f *testing.F) {
	// As small as can be, for the fuzzer's sake: no pool.
	job := flow.Job{Kind: flow.Discrete, Width: 1, Data: "circles", Seed: 1, Recipe: "tuned"}
	text := write(f, File{Settings: map[string]string{"seed": "1"}, Models: []Model{{
		State:   trained(f, job, 3).State(),
		History: History{Steps: []float64{1, 2, 3}, Train: []float64{4, 3, 2.5}},
	}}})
	f.Add([]byte(text))
	for _, d := range damages {
		if strings.Contains(text, d.old) {
			f.Add([]byte(damaged(text, d.old, d.new)))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := Read(bytes.NewReader(text))
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || strings.TrimSpace(e.Reason) == "" {
				t.Fatalf("refused without a reason: %v", err)
			}
			return
		}
		if again := read(t, write(t, file)); !same(again, file) {
			t.Fatalf("read %+v, then %+v", file, again)
		}
		for _, m := range file.Models {
			if _, err := flow.Restore(m.State); err != nil {
				t.Fatal(err)
			}
		}
	})
}
