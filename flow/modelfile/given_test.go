package modelfile

import (
	"bytes"
	"strings"
	"testing"

	"flowplayground/flow"
)

// TestOwnData takes own data through a file with the model, and refuses damaged ones.
func TestOwnData(t *testing.T) {
	given := flow.Given{X: []float64{-1, 1, 0, 2}, Y: []float64{0, 1, -2, 0.5}}.Text()
	job := flow.Job{Kind: flow.Discrete, Width: 1, Data: flow.Own, Given: given, Seed: 1, Recipe: "tuned"}
	text := write(t, File{Models: []Model{{State: trained(t, job, 3).State()}}})
	if got := read(t, text).Models[0].State.Job; got != job {
		t.Errorf("read %+v, want %+v", got, job)
	}
	for _, d := range []struct{ old, new, want string }{
		{`"given":"p`, `"given":"q`, "begin with p"},
		{`"given":"` + given + `"`, `"given":"pAAAAAAAA"`, "no spread"},
		{`,"given":"` + given + `"`, "", "no points"},
		{`"data":"own"`, `"data":"circles"`, "only the data"},
	} {
		if !strings.Contains(text, d.old) {
			t.Fatalf("the file has no %s:\n%.300s", d.old, text)
		}
		_, err := Read(bytes.NewReader([]byte(strings.Replace(text, d.old, d.new, 1))))
		if err == nil || !strings.Contains(err.Error(), d.want) {
			t.Errorf("%s instead of %s: %v, want an error with %s", d.new, d.old, err, d.want)
		}
	}
}
