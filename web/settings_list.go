package web

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"flowplayground/flow"
)

// checkList reads a list with dots between its words, each of which must be one
// of those allowed, and writes each once, in the order of those allowed.
func checkList(text string, allowed []string) (string, bool) {
	if text == "" {
		return "", true
	}
	words := strings.Split(text, ".")
	for _, w := range words {
		if !slices.Contains(allowed, w) {
			return "", false
		}
	}
	var list []string
	for _, w := range allowed {
		if slices.Contains(words, w) {
			list = append(list, w)
		}
	}
	return strings.Join(list, "."), true
}

// checkMute allows c1 to c64 for the CNF's units and n1 to n64 for the NF's
// layers.
func checkMute(text string) (string, bool) {
	for _, word := range strings.Split(text, ".") {
		if len(word) > len("c64") {
			return "", false // cheaply, since links may be long
		}
	}
	return checkList(text, muteable())
}

// muteable lists what checkMute allows, made when it is first asked for like the
// table of settings.
func muteable() []string {
	muteNames.Do(func() {
		for _, model := range []string{"c", "n"} {
			for i := range flow.MaxWidth {
				muteNames.list = append(muteNames.list, model+strconv.Itoa(i+1))
			}
		}
	})
	return muteNames.list
}

var muteNames struct {
	sync.Once
	list []string
}

// muted returns the units or layers of a model that a list checked by checkMute
// names, counted from 0; nil if there are none.
func muted(list string, kind flow.Kind) (parts []int) {
	for _, name := range strings.Split(list, ".") {
		if name != "" && name[:1] == muteLetter(kind) {
			i, _ := strconv.Atoi(name[1:])
			parts = append(parts, i-1)
		}
	}
	return parts
}

// muteLetter begins the names of a model's units or layers.
func muteLetter(kind flow.Kind) string {
	return [...]string{flow.Continuous: "c", flow.Discrete: "n"}[kind]
}

// ToggleMute returns the list with a unit or layer, counted from 0, put in or
// taken out.
func ToggleMute(list string, kind flow.Kind, part int) string {
	name := muteLetter(kind) + strconv.Itoa(part+1)
	words := strings.Split(list, ".")
	if i := slices.Index(words, name); i >= 0 {
		words = slices.Delete(words, i, i+1)
	} else {
		words = append(words, name)
	}
	text, _ := checkMute(strings.Trim(strings.Join(words, "."), "."))
	return text
}
