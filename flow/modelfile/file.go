// Package modelfile writes trainers to files and reads them back, so that a run
// goes on later, or elsewhere, as if it had never been interrupted: the same
// losses, bit for bit.
//
// A file is JSON:
//
//	{
//	  "format": "flow playground model",
//	  "version": 1,
//	  "settings": {"data": "moons", …},        what a person chose, name → text
//	  "models": [{                             at most one "cnf" and one "nf"
//	    "job": {"kind": "cnf", "width": 20, "data": "moons", "seed": 1, "recipe": "tuned",
//	            "noise": 0.3, "given": "p…", "method": {"solver": "tsit5", …}},  see [flow.Job]
//	    "step": 30,                            also the place in the learning-rate schedule
//	    "train": 1.9,                          NLL in nats of the last batch
//	    "heldOut": {"loss": 2.0, "step": 25},  NLL of the held-out points
//	    "solver": {"steps": 8, "error": 1e-4, "tolerance": 1e-5},  a CNF's, after audits
//	    "groups": [{
//	      "name": "w", "shape": [20, 2],       row-major
//	      "values": […],                       the parameters
//	      "m": […], "v": […],                  Adam's moments
//	      "average": […], "best": […]          if the job asks for them
//	    }, …],
//	    "adamStep": 30,
//	    "streams": [{"name": "batch", "state": "7063…"}],  random numbers, in hexadecimal
//	    "pool": {"order": […], "taken": 500},  of a recipe that trains in epochs
//	    "average": {"updates": 30},
//	    "patience": {"looks": 3, "least": 2, "loss": 1.8, "stopped": true},
//	    "history": {"steps": […], "train": […], "heldSteps": […], "heldOut": […]}
//	  }]
//	}
//
// What is empty is left out. Numbers are the shortest decimals that give the same
// float32 or float64 back. A file of a later version is refused, and so is one
// with anything in it that version 1 doesn't have.
//
// The package is apart from package flow so that the programs that train need
// not carry a JSON library.
package modelfile

import (
	"fmt"
	"io"
	"slices"

	"flowplayground/flow"
)

const (
	// Format is what a model file calls itself.
	Format = "flow playground model"
	// Version is the version that Write writes and the latest that Read reads.
	Version = 1
	// MaxBytes is the largest size of a file that Read takes. The largest models
	// need a tenth of it.
	MaxBytes = 64 << 20
)

// A File is what a model file holds.
type File struct {
	// Settings are what a person chose, by name, as text.
	Settings map[string]string
	Models   []Model
}

// A Model is one trainer's state and the losses it went through.
type Model struct {
	State   flow.State
	History History
}

// A History holds NLLs in nats against training steps, which ascend.
type History struct {
	Steps     []float64 `json:"steps,omitempty"`
	Train     []float64 `json:"train,omitempty"`
	HeldSteps []float64 `json:"heldSteps,omitempty"`
	HeldOut   []float64 `json:"heldOut,omitempty"`
}

// An Error says what is wrong with a model file, and where.
type Error struct {
	Field  string // as in "models[0].groups[2].values"; empty for the whole file
	Reason string
}

// Error returns the field and the reason in one line.
func (e *Error) Error() string {
	if e.Field == "" {
		return "model file: " + e.Reason
	}
	return "model file: " + e.Field + ": " + e.Reason
}

func wrong(field, format string, args ...any) *Error {
	return &Error{field, fmt.Sprintf(format, args...)}
}

// Write writes a file that [Read] gives back equal. It returns an *[Error], and
// has written nothing, if Read would refuse it.
func Write(w io.Writer, f File) error {
	doc := document{Format: new(Format), Version: new(Version), Settings: f.Settings}
	for i, m := range f.Models {
		if err := m.check(i); err != nil {
			return err
		}
		doc.Models = append(doc.Models, describe(m))
	}
	if err := checkModels(f.Models); err != nil {
		return err
	}
	text, err := encode(doc)
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// Read reads a model file. What is not one, is damaged, or is none that
// [flow.Restore] takes, gives an *[Error] that names the field and says in plain
// words what is wrong. Read needs memory in proportion to the file, and refuses
// one of more than MaxBytes.
func Read(r io.Reader) (File, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return File{}, fmt.Errorf("model file: %w", err)
	}
	doc, err := decode(text)
	if err != nil {
		return File{}, err
	}
	var f File
	if len(doc.Settings) > 0 {
		f.Settings = doc.Settings
	}
	for i, d := range doc.Models {
		m, err := d.model(field("models", i))
		if err != nil {
			return File{}, err
		}
		if err := m.check(i); err != nil {
			return File{}, err
		}
		f.Models = append(f.Models, m)
	}
	if err := checkModels(f.Models); err != nil {
		return File{}, err
	}
	return f, nil
}

// checkModels refuses two models of a kind, and none.
func checkModels(models []Model) error {
	if len(models) == 0 {
		return wrong("models", "there is none")
	}
	for i, m := range models {
		kind := m.State.Job.Kind
		if slices.ContainsFunc(models[:i], func(n Model) bool { return n.State.Job.Kind == kind }) {
			return wrong(field("models", i), "there is a second %s", kind.Title())
		}
	}
	return nil
}

// check refuses a model of which no trainer can be made.
func (m Model) check(i int) error {
	where := field("models", i)
	if err := m.State.Check(); err != nil {
		return wrong(where, "%s", plain(err))
	}
	if err := checkCurve(where+".history.train", m.History.Steps, m.History.Train); err != nil {
		return err
	}
	return checkCurve(where+".history.heldOut", m.History.HeldSteps, m.History.HeldOut)
}
