package modelfile_test

import (
	"bytes"
	"fmt"
	"strings"

	"flowplayground/flow"
	"flowplayground/flow/modelfile"
)

// A run is saved after 100 steps, loaded, and goes on as if nothing had
// happened.
func Example() {
	nf, err := flow.NewTrainer(flow.Job{Kind: flow.Discrete, Width: 4, Data: "moons", Seed: 1, Recipe: "tuned"})
	if err != nil {
		fmt.Println(err)
		return
	}
	train(nf, 100)

	var saved bytes.Buffer // or a file
	err = modelfile.Write(&saved, modelfile.File{
		Settings: map[string]string{"data": "moons", "k": "4"},
		Models:   []modelfile.Model{{State: nf.State()}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.60s…\n", saved.String())

	file, err := modelfile.Read(&saved)
	if err != nil {
		fmt.Println(err)
		return
	}
	loaded, err := flow.Restore(file.Models[0].State)
	if err != nil {
		fmt.Println(err)
		return
	}
	train(nf, 50)
	train(loaded, 50)
	fmt.Println(loaded.Steps(), "steps; the same loss:", loaded.Loss() == nf.Loss())
	// Output:
	// {"format":"flow playground model","version":1,"settings":{"d…
	// 150 steps; the same loss: true
}

func train(t *flow.Trainer, steps int) {
	for range steps {
		if err := t.Step(); err != nil {
			fmt.Println(err)
		}
	}
}

// What cannot be read is refused with a reason.
func ExampleRead() {
	_, err := modelfile.Read(strings.NewReader(`{"format": "flow playground model", "version": 2, "models": []}`))
	fmt.Println(err)
	// Output:
	// model file: version: the file is of version 2, newer than 1, the latest that this program reads; open it with a newer program
}
