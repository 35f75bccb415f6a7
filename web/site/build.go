// Package site assembles the playground's static files into a folder that any web server can
// host, and serves such a folder well: right types, precompressed, cached by content hash, under
// a strict Content-Security-Policy.
package site

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
)

// A Plan says what a site is made of.
type Plan struct {
	Index  string   // the page; it names assets by placeholders (see fill)
	Assets []string // files beside the page, known by their base names
	Out    string   // folder to write, made if missing
	// Budgets are the most bytes that assets may have over the wire, by name: in their brotli form.
	Budgets map[string]int
	// Quick leaves out the programs' brotli forms, which take half a minute, and with them the budgets.
	Quick bool
}

// An asset is one file of the site. Its published name carries a hash of the content if the page
// refers to it by placeholder, so that it can be cached for ever.
type asset struct {
	name, published string
	data            []byte
}

// hashed matches a published name that carries a content hash, with or without an encoding.
var hashed = regexp.MustCompile(`^.+\.[0-9a-f]{12}\.[0-9a-z]+(\.gz|\.br)?$`)

// Build writes the site of p. Beside each compressible file stand its gzip and brotli forms; a
// hashed file that is there already is kept as it is, and hashed files of earlier builds are
// removed. The headers that the site should be sent with are in a file too. It fails if an input is
// missing, the page has a placeholder that names no asset, or an asset is over its budget.
func Build(p Plan) error {
	assets, err := readAssets(p.Assets)
	if err != nil {
		return err
	}
	page, err := os.ReadFile(p.Index)
	if err != nil {
		return fmt.Errorf("site: %w", err)
	}
	if page, err = fill(page, assets); err != nil {
		return fmt.Errorf("site: %s: %w", p.Index, err)
	}
	if err := os.MkdirAll(p.Out, 0o755); err != nil {
		return fmt.Errorf("site: %w", err)
	}
	if err := writeAssets(p, assets); err != nil {
		return err
	}
	if err := p.checkBudgets(assets); err != nil {
		return err
	}
	if err := writeFile(filepath.Join(p.Out, headersFile), asHeadersFile()); err != nil {
		return fmt.Errorf("site: %w", err)
	}
	if err := writeForms(p, "index.html", page); err != nil { // last, when all it names is there
		return err
	}
	return prune(p.Out, assets)
}

// readAssets reads the files and indexes them by base name.
func readAssets(files []string) (map[string]*asset, error) {
	assets := make(map[string]*asset)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, unreadable(file, err)
		}
		name := filepath.Base(file)
		if assets[name] != nil || name == "index.html" {
			return nil, fmt.Errorf("site: two files are called %s", name)
		}
		if filepath.Ext(name) == ".wasm" {
			if data, err = joinSegments(data); err != nil {
				return nil, fmt.Errorf("site: %s: %w", file, err)
			}
		}
		assets[name] = &asset{name: name, published: name, data: data}
	}
	return assets, nil
}

// unreadable explains an asset that can't be read.
func unreadable(file string, err error) error {
	if errors.Is(err, os.ErrNotExist) && filepath.Ext(file) == ".wasm" {
		return fmt.Errorf("site: there is no %s; compile it by \"make build\"", file)
	}
	return fmt.Errorf("site: %w", err)
}

// hashName puts the start of data's SHA-256 before the name's extension: page.0123456789ab.wasm.
func hashName(name string, data []byte) string {
	sum := sha256.Sum256(data)
	ext := filepath.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
}

// writeAssets writes all assets and their compressed forms, as many at a time as there are cores.
func writeAssets(p Plan, assets map[string]*asset) error {
	var (
		wg    sync.WaitGroup
		mu    sync.Mutex
		errs  []error
		cores = make(chan struct{}, runtime.GOMAXPROCS(0))
	)
	for _, a := range assets {
		wg.Go(func() {
			cores <- struct{}{}
			defer func() { <-cores }()
			if err := writeForms(p, a.published, a.data); err != nil {
				mu.Lock()
				defer mu.Unlock()
				errs = append(errs, err)
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// writeForms writes data as name, name.gz and name.br. A hashed name that exists is left alone:
// its content can't have changed.
func writeForms(p Plan, name string, data []byte) error {
	for _, form := range forms(name) {
		if p.Quick && form.suffix == brotliForm.suffix && filepath.Ext(name) == ".wasm" {
			continue
		}
		path := filepath.Join(p.Out, name+form.suffix)
		if _, err := os.Stat(path); err == nil && hashed.MatchString(name) {
			continue
		}
		out, err := form.encode(data)
		if err != nil {
			return fmt.Errorf("site: compressing %s: %w", name, err)
		}
		if err := writeFile(path, out); err != nil {
			return fmt.Errorf("site: %w", err)
		}
	}
	return nil
}

// writeFile replaces path in one step, so that an interrupted build leaves no half file behind
// that a later one would keep.
func writeFile(path string, data []byte) error {
	part := path + ".part"
	if err := os.WriteFile(part, data, 0o644); err != nil {
		return err
	}
	return os.Rename(part, path)
}

// prune removes the hashed files that don't belong to assets. It touches nothing else, whatever
// folder it is pointed at.
func prune(out string, assets map[string]*asset) error {
	current := make(map[string]bool)
	for _, a := range assets {
		for _, form := range forms(a.published) {
			current[a.published+form.suffix] = true
		}
	}
	entries, err := os.ReadDir(out)
	if err != nil {
		return fmt.Errorf("site: %w", err)
	}
	for _, e := range entries {
		if hashed.MatchString(e.Name()) && !current[e.Name()] {
			if err := os.Remove(filepath.Join(out, e.Name())); err != nil {
				return fmt.Errorf("site: %w", err)
			}
		}
	}
	return nil
}
