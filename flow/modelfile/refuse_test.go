package modelfile

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// damages turn a file of an NF of two layers by the notebook's recipe, after
// three steps, into ones to be refused.
var damages = []struct {
	name        string
	old, new    string
	field, says string
}{
	{"later version", `"version":1`, `"version":2`, "version", "newer than 1"},
	{"no version 0", `"version":1`, `"version":0`, "version", "0 is no version"},
	{"version missing", `"version":1,`, ``, "version", "missing"},
	{"version of text", `"version":1`, `"version":"1"`, "version", "a text stands where a whole number must be"},
	{"other format", `"flow playground model"`, `"onnx"`, "format", `"onnx"`},
	{"format missing", `"format":"flow playground model",`, ``, "format", "must be"},
	{"unknown field", `"version":1`, `"version":1,"colour":"red"`, "colour", "no such field in version 1"},
	{"unknown field within", `"step":3,"train"`, `"Step":4,"step":3,"train"`, "models[0].Step", "no such field"},
	{"field twice", `"version":1`, `"version":1,"version":1`, "version", "twice"},
	{"settings of numbers", `"seed":"1"`, `"seed":1`, "settings.seed", "a number stands where a text must be"},
	{"settings of nothing", `"settings":{"seed":"1"}`, `"settings":7`, "settings", "a number stands where an object must be"},
	{"no models", `"models":[`, `"models":[],"x":[`, "x", "no such field"},
	{"models is null", `"models":[`, `"models":null,"x":[`, "x", "no such field"},
	{"job missing", `"job":{"kind":"nf","width":2,"data":"moons","seed":1,"recipe":"notebook"},`, ``, "models[0].job", "missing"},
	{"job is null", `"job":{"kind":"nf","width":2,"data":"moons","seed":1,"recipe":"notebook"},`, `"job":null,`, "models[0].job", "missing"},
	{"job is a list", `"job":{"kind":"nf","width":2,"data":"moons","seed":1,"recipe":"notebook"},`, `"job":[],`, "models[0].job", "an array stands where an object must be"},
	{"unknown kind", `"kind":"nf"`, `"kind":"gan"`, "models[0].job.kind", `"gan" and must be cnf or nf`},
	{"kind of the other model", `"kind":"nf"`, `"kind":"cnf"`, "models[0]", "missing"},
	{"seed missing", `"seed":1,`, ``, "models[0].job.seed", "missing"},
	{"seed is null", `"seed":1,`, `"seed":null,`, "models[0].job.seed", "missing"},
	{"width too large", `"width":2`, `"width":1000000000`, "models[0]", "width 1000000000 is not from 1 to 64"},
	{"width of another model", `"width":2`, `"width":3`, "models[0]", `"w" has shape [2 2], not [3 2]`},
	{"width of letters", `"width":2`, `"width":"two"`, "models[0].job.width", "a text stands where a whole number must be"},
	{"width broken", `"width":2`, `"width":2.5`, "models[0].job.width", "2.5 is not a whole number"},
	{"seed too large", `"seed":1`, `"seed":99999999999999999999`, "models[0].job.seed", "in range"},
	{"unknown data", `"data":"moons"`, `"data":"sun"`, "models[0]", `no dataset "sun"`},
	{"unknown recipe", `"recipe":"notebook"`, `"recipe":"soup"`, "models[0]", `no recipe "soup"`},
	{"step missing", `"step":3,`, ``, "models[0].step", "missing"},
	{"step negative", `"step":3`, `"step":-3`, "models[0]", "step -3"},
	{"step absurd", `"step":3`, `"step":3000000000000`, "models[0]", "step 3000000000000"},
	{"loss too large", `"train":`, `"train":1e999,"x":`, "models[0].train", "1e999 is not a number in range"},
	{"loss is NaN", `"train":`, `"train":NaN,"x":`, "models[0].train", "not JSON"},
	{"loss of text", `"train":`, `"train":"low","x":`, "models[0].train", "a text stands where a number must be"},
	{"group twice", `{"name":"u"`, `{"name":"w"`, "models[0]", `"w" stands twice`},
	{"group unknown", `{"name":"u"`, `{"name":"v"`, "models[0]", `no parameter group "v"`},
	{"group nameless", `{"name":"u",`, `{`, "models[0].groups[1].name", "missing"},
	{"groups is null", `"groups":[`, `"groups":null,"x":[`, "models[0].x", "no such field"},
	{"shape of other order", `"name":"b","shape":[2]`, `"name":"b","shape":[1,2]`, "models[0]", `"b" has shape [1 2], not [2]`},
	{"shape absurd", `"name":"b","shape":[2]`, `"name":"b","shape":[4294967296,4294967296]`, "models[0].groups[2].shape", "no shape"},
	{"shape negative", `"name":"b","shape":[2]`, `"name":"b","shape":[-2]`, "models[0].groups[2].shape", "no shape"},
	{"shape broken", `"name":"b","shape":[2]`, `"name":"b","shape":[2.5]`, "models[0].groups[2].shape[0]", "not a whole number"},
	{"shape is null", `"name":"b","shape":[2]`, `"name":"b","shape":null`, "models[0].groups[2].shape", "null stands where an array must be"},
	{"shape missing", `"name":"b","shape":[2],`, `"name":"b",`, "models[0].groups[2].shape", "missing"},
	{"too many values", `"name":"b","shape":[2],"values":[`, `"name":"b","shape":[2],"values":[1,`, "models[0].groups[2].values", "3 numbers for a shape of 2"},
	{"value is null", `"name":"b","shape":[2],"values":[`, `"name":"b","shape":[2],"values":[null,`, "models[0].groups[2].values[0]", "null stands where a number must be"},
	{"value of text", `"name":"b","shape":[2],"values":[`, `"name":"b","shape":[2],"values":["1",`, "models[0].groups[2].values[0]", `"1" stands where a number must be`},
	{"value too large", `"name":"b","shape":[2],"values":[`, `"name":"b","shape":[2],"values":[4e38,`, "models[0].groups[2].values[0]", "4e38 is out of range"},
	{"values of an object", `"name":"b","shape":[2],"values":[`, `"name":"b","shape":[2],"values":{},"x":[`, "models[0].groups[2].values", "{} stands where an array must be"},
	{"moments of one group only", `"m":[`, `"best":[`, "models[0].groups[1].m", "groups before it have none"},
	{"moments before a step", `"adamStep":3`, `"adamStep":0`, "models[0]", "moments before"},
	{"moments after more steps", `"adamStep":3`, `"adamStep":4`, "models[0]", "optimiser's step 4"},
	{"no place in the stream", `"streams":[{"name":"batch"`, `"streams":[{"name":"noise"`, "models[0]", `"noise", not "batch"`},
	{"stream not hexadecimal", `"state":"70`, `"state":"zz`, "models[0].streams[0].state", "hexadecimal"},
	{"stream cut", `"state":"7063`, `"state":"63`, "models[0]", "no state of a PCG"},
	{"pool's order with a gap", `"order":[`, `"order":[4500,`, "models[0]", "pool of 4501"},
	{"pool taken twice over", `"taken":300`, `"taken":30000`, "models[0]", "30000 of them taken"},
	{"pool without taken", `,"taken":300`, ``, "models[0].pool.taken", "missing"},
	{"history of other lengths", `"history":{"steps":[1,`, `"history":{"steps":[`, "models[0].history.train", "3 losses at 2 steps"},
	{"solver of an NF", `"groups":`, `"solver":{"steps":8,"error":0},"groups":`, "models[0]", "no solver"},
	{"solver half", `"groups":`, `"solver":{"steps":8},"groups":`, "models[0].solver.error", "missing"},
	{"trailing text", "}\n", "}\n x", "", "not JSON"},
	{"trailing file", "}\n", "}\n{}", "", "not JSON"},
	{"cut in the middle", `"adamStep"`, "\x00cut", "", "cut short"},
}

// smallFile is the file that damages are done to.
func smallFile(t testing.TB) string {
	tr := trained(t, notebook(nfJob, 2), 3)
	return write(t, File{
		Settings: map[string]string{"seed": "1"},
		Models: []Model{{State: tr.State(), History: History{
			Steps: []float64{1, 2, 3}, Train: []float64{14, 13, 12}, HeldSteps: []float64{0}, HeldOut: []float64{14},
		}}},
	})
}

// damaged returns the text after a damage.
func damaged(text, old, new string) string {
	text = strings.Replace(text, old, new, 1)
	text, _, _ = strings.Cut(text, "\x00")
	return text
}

func TestReadRefuses(t *testing.T) {
	text := smallFile(t)
	read(t, text)
	for _, d := range damages {
		if !strings.Contains(text, d.old) {
			t.Errorf("%s: the file has no %s", d.name, d.old)
			continue
		}
		t.Run(d.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(damaged(text, d.old, d.new)))
			checkError(t, err, d.field, d.says)
		})
	}
}

// TestReadRefusesOthers reads what is no file of ours at all.
func TestReadRefusesOthers(t *testing.T) {
	for _, c := range []struct{ text, field, says string }{
		{"", "", "cut short"},
		{"  ", "", "cut short"},
		{"null", "format", `it is ""`},
		{"[]", "", "an array stands where an object must be"},
		{"7", "", "a number stands where an object must be"},
		{"PK\x03\x04", "", "not JSON at byte 0"},
		{`{"format":"flow playground model"`, "", "cut short"},
		{`{"format":"flow playground model","version":1}`, "models", "missing"},
		{`{"format":"flow playground model","version":1,"models":null}`, "models", "missing"},
		{`{"format":"flow playground model","version":1,"models":[]}`, "models", "there is none"},
		{`{"format":"flow playground model","version":1,"models":[null]}`, "models[0].job", "missing"},
		{`{"format":"flow playground model","version":1,"models":[{}]}`, "models[0].job", "missing"},
		{`{"format":"flow playground model","version":1,"models":{"0":1}}`, "models", "an object stands where an array must be"},
		{strings.Repeat("[", 20000), "", "nested"},
		{`{"format":` + strings.Repeat("[", 20000), "", "nested"},
		{`{"x":` + strings.Repeat("[", 20000), "", "nested"},
		{`{"x":"` + strings.Repeat("[", 100) + `\"["}`, "format", "must be"},
	} {
		_, err := Read(strings.NewReader(c.text))
		t.Run(fmt.Sprintf("%.20q", c.text), func(t *testing.T) { checkError(t, err, c.field, c.says) })
	}
}

// TestEveryCutIsRefused cuts the file at many places.
func TestEveryCutIsRefused(t *testing.T) {
	text := strings.TrimSpace(smallFile(t))
	for n := 0; n < len(text); n += 1 + len(text)/500 {
		if _, err := Read(strings.NewReader(text[:n])); err == nil {
			t.Fatalf("a file cut at byte %d of %d was taken", n, len(text))
		}
	}
}

// TestHugeFiles reads files of more numbers or bytes than any model has, and
// must not need much more memory than they.
func TestHugeFiles(t *testing.T) {
	const head = `{"format":"flow playground model","version":1,"models":[{"groups":[{"values":[0`
	many := head + strings.Repeat(",0", maxNumbers) + "]}]}]}"
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Read(strings.NewReader(many))
	runtime.ReadMemStats(&after)
	checkError(t, err, fmt.Sprintf("models[0].groups[0].values[%d]", maxNumbers), "more than")
	if used := after.TotalAlloc - before.TotalAlloc; used > 160<<20 {
		t.Errorf("%d MB for a file of %d MB", used>>20, len(many)>>20)
	}
	_, err = Read(io.MultiReader(strings.NewReader(head), endless{}))
	checkError(t, err, "", "larger")
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}
