package web

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"flowplayground/flow"
)

// A Saved is a session's work as a model file keeps it.
type Saved struct {
	// Settings are the texts of all settings by their names. One that is left
	// out has its default.
	Settings map[string]string
	Models   []SavedModel // at most one of each kind
}

// A SavedModel is a trainer's state and the losses on the way there.
type SavedModel struct {
	State  flow.State
	Curves Curves // finite, the steps ascending
}

// fileName returns a name for the file: the data, the models' widths, and the
// step of the first model.
func (v Saved) fileName() string {
	name := "flow-playground"
	for i, m := range v.Models {
		if i == 0 {
			name += "-" + m.State.Job.Data
		}
		name += fmt.Sprintf("-%v%d", m.State.Job.Kind, m.State.Job.Width)
	}
	if len(v.Models) > 0 {
		name += fmt.Sprintf("-step%d", v.Models[0].State.Step)
	}
	return name + ".json"
}

// news tells the person what was loaded.
func (v Saved) news() string {
	var parts []string
	for _, m := range v.Models {
		parts = append(parts, fmt.Sprintf("the %s at step %s", m.State.Job.Kind.Title(), grouped(m.State.Step)))
	}
	text := "Loaded " + join(parts, "and") + "."
	for _, k := range kinds {
		if _, ok := v.model(k); !ok {
			text += fmt.Sprintf(" The file has no %s, so that one starts anew.", k.Title())
		}
	}
	return text
}

var kinds = []flow.Kind{flow.Continuous, flow.Discrete}

// model returns the model of a kind, if there is one.
func (v Saved) model(k flow.Kind) (SavedModel, bool) {
	i := slices.IndexFunc(v.Models, func(m SavedModel) bool { return m.State.Job.Kind == k })
	if i < 0 {
		return SavedModel{}, false
	}
	return v.Models[i], true
}

// settings returns the settings, if all of it can be taken up: an error says
// what cannot, and why.
func (v Saved) settings() (Settings, error) {
	s := Defaults()
	var wrong []string
	for _, name := range slices.Sorted(maps.Keys(v.Settings)) {
		if _, ok := field(name); !ok {
			wrong = append(wrong, "there is no setting "+quote(name))
		} else if err := s.put(name, v.Settings[name]); err != nil {
			wrong = append(wrong, err.Error())
		}
	}
	if n := len(wrong); n > maxNotes {
		wrong = append(wrong[:maxNotes], fmt.Sprintf("and %d more", n-maxNotes))
	}
	if len(wrong) > 0 {
		return s, fmt.Errorf("the settings in the file: %s", strings.Join(wrong, "; "))
	}
	if c, ok := s.struck(""); ok {
		return s, fmt.Errorf("the settings in the file: %s cannot be %s: %s", c.name, s.Get(c.name), c.reason)
	}
	return s, v.check(s)
}

// check returns an error unless the models are what the settings ask for.
func (v Saved) check(s Settings) error {
	found := 0
	for _, k := range kinds {
		m, ok := v.model(k)
		if !ok {
			if err := s.job(k).Check(); err != nil {
				return fmt.Errorf("the settings in the file: %s", plain(err))
			}
			continue
		}
		found++
		if d := differences("", reflect.ValueOf(m.State.Job), reflect.ValueOf(s.job(k))); len(d) > 0 {
			return fmt.Errorf("the %s in the file is not what the settings in the file ask for: %s", k.Title(), strings.Join(d, "; "))
		}
	}
	if found == 0 || found != len(v.Models) {
		return errors.New("the file must have one CNF, one NF or one of each")
	}
	return nil
}

// checkStates returns an error unless trainers can take up the models. For large
// ones that takes a tenth of a second.
func (v Saved) checkStates() error {
	for _, m := range v.Models {
		if err := m.State.Check(); err != nil {
			return fmt.Errorf("the %s in the file: %s", m.State.Job.Kind.Title(), plain(err))
		}
	}
	return nil
}

// plain returns an error of package flow without the package's name.
func plain(err error) string { return strings.TrimPrefix(err.Error(), "flow: ") }

// differences lists the fields in which two structs of a type differ, within
// their fields too: "its width is 8, not 20".
func differences(name string, is, want reflect.Value) (list []string) {
	if is.Kind() == reflect.Struct {
		for i := range is.NumField() {
			list = append(list, differences(is.Type().Field(i).Name, is.Field(i), want.Field(i))...)
		}
		return list
	}
	if is.Equal(want) {
		return nil
	}
	return []string{fmt.Sprintf("its %s is %v, not %v", strings.ToLower(name), worded(is), worded(want))}
}

// worded returns a value for a message, with texts in quotation marks: an empty
// one means what the recipe has.
func worded(v reflect.Value) any {
	if v.Kind() == reflect.String {
		return quote(v.String())
	}
	return v.Interface()
}
