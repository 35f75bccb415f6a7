package site

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// placeholder matches {{name}} and {{name:size}}.
var placeholder = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

// fill replaces the page's placeholders. {{name}} becomes the relative, hashed name of that asset,
// which is thereby its published name; {{name:size}} its size in bytes before compression, which a
// progress bar needs because a browser counts decoded bytes. Any other placeholder is an error.
func fill(page []byte, assets map[string]*asset) ([]byte, error) {
	var errs []error
	filled := placeholder.ReplaceAllStringFunc(string(page), func(token string) string {
		name, size := strings.CutSuffix(token[2:len(token)-2], ":size")
		a := assets[name]
		switch {
		case a == nil:
			errs = append(errs, fmt.Errorf("%s names no file of the site (there are %s)", token,
				strings.Join(slices.Sorted(maps.Keys(assets)), ", ")))
			return token
		case size:
			return strconv.Itoa(len(a.data))
		default:
			a.published = hashName(name, a.data)
			return a.published
		}
	})
	if len(errs) == 0 && strings.Contains(filled, "{{") {
		errs = append(errs, errors.New("a placeholder is not closed: {{ without }}"))
	}
	return []byte(filled), errors.Join(errs...)
}
