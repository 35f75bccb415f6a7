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

// muteable are c1 to c64 for the CNF's units and n1 to n64 for the NF's layers.
var muteable = sync.OnceValue(func() (names []string) {
	for _, model := range []string{"c", "n"} {
		for i := range flow.MaxWidth {
			names = append(names, model+strconv.Itoa(i+1))
		}
	}
	return names
})

func checkMute(text string) (string, bool) { return checkList(text, muteable()) }
