// Package savefile turns what a session saves into the text of a model file, and
// back. It stands between packages web and modelfile, because programs that link
// web must carry no JSON library.
package savefile

import (
	"strings"

	"flowplayground/flow/modelfile"
	"flowplayground/web"
)

// Files returns the two functions for the session.
func Files() web.Files {
	return web.Files{Write: Write, Read: Read}
}

// Write returns the text of a model file, or an error that says why there is
// none that [Read] would take.
func Write(v web.Saved) (string, error) {
	f := modelfile.File{Settings: v.Settings}
	for _, m := range v.Models {
		f.Models = append(f.Models, modelfile.Model{State: m.State, History: modelfile.History(m.Curves)})
	}
	var text strings.Builder
	err := modelfile.Write(&text, f)
	return text.String(), err
}

// Read returns what a model file holds, or an error that names the field and
// says in plain words what is wrong.
func Read(text string) (web.Saved, error) {
	f, err := modelfile.Read(strings.NewReader(text))
	if err != nil {
		return web.Saved{}, err
	}
	v := web.Saved{Settings: f.Settings}
	for _, m := range f.Models {
		v.Models = append(v.Models, web.SavedModel{State: m.State, Curves: web.Curves(m.History)})
	}
	return v, nil
}
