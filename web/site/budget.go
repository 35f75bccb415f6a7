package site

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// checkBudgets returns an error that names every asset over its budget in the folder as written.
func (p Plan) checkBudgets(assets map[string]*asset) error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(p.Budgets)) {
		a := assets[name]
		if a == nil {
			errs = append(errs, fmt.Errorf("site: there is a budget for %s, but no such file", name))
			continue
		}
		if p.Quick {
			continue
		}
		info, err := os.Stat(filepath.Join(p.Out, a.published+brotliForm.suffix))
		if err != nil {
			errs = append(errs, fmt.Errorf("site: %s has a budget, but no brotli form: %w", name, err))
			continue
		}
		if over := info.Size() - int64(p.Budgets[name]); over > 0 {
			errs = append(errs, fmt.Errorf("site: %s has %d bytes over the wire, %d more than its budget of %d", name, info.Size(), over, p.Budgets[name]))
		}
	}
	return errors.Join(errs...)
}

// SetBudget adds a budget from text: "page.wasm=2300000".
func (p *Plan) SetBudget(text string) error {
	name, size, _ := strings.Cut(text, "=")
	n, err := strconv.Atoi(size)
	if err != nil || name == "" || n <= 0 {
		return fmt.Errorf("a budget is a file and its most bytes, as in page.wasm=2300000, not %q", text)
	}
	if p.Budgets == nil {
		p.Budgets = make(map[string]int)
	}
	p.Budgets[name] = n
	return nil
}
