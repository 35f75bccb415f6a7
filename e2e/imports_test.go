//go:build !js

// Package e2e tests the whole: who imports whom, and the built page in a real browser.
package e2e

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "flowplayground"

// mayImport says which packages of the project each part of it may depend on, also through
// others. A part is a package and what lies below it, up to the next part; it may always depend
// on itself.
var mayImport = map[string][]string{
	".":                 {"web/site"},
	"ode":               {},
	"flow":              {"ode"},
	"render":            {},
	"render/screen":     {"render"},
	"web":               {"flow", "ode"},
	"web/site":          {},
	"web/site/assemble": {"web/site"},
	"wasm":              {"web", "flow", "ode", "render", "render/screen"},
	"wasm/worker":       {"web", "flow", "ode"},
	"wasm/savefile":     {"web", "flow", "ode"},
	"wasm/files":        {"wasm/savefile", "web", "flow", "ode"},
	"e2e":               {"web/site"},
}

// mayNotReach lists what must stay out of a part: weight that a program would carry to
// every visitor, and the browser where a package must stay testable without one.
var mayNotReach = map[string][]string{
	"ode":         {"net", "encoding/json", "github.com/hajimehoshi/ebiten/v2"},
	"flow":        {"net", "github.com/hajimehoshi/ebiten/v2"},
	"render":      {"net", "github.com/hajimehoshi/ebiten/v2"},
	"wasm":        {"net/http", "encoding/json", "encoding/json/v2", "encoding/json/jsontext"},
	"wasm/worker": {"net/http", "net/url", "encoding/json", "encoding/json/v2", "encoding/json/jsontext", "image/png", "github.com/hajimehoshi/ebiten/v2", "github.com/golang/freetype"},
	"wasm/files":  {"net/http", "image/png", "github.com/hajimehoshi/ebiten/v2", "github.com/golang/freetype"},
}

// edge lists the folders that may hold *_js.go files, the only ones to import what only works in a
// browser.
var edge = []string{"web", "render/screen", "wasm", "wasm/worker", "wasm/files"}

// isBrowserOnly reports whether a package works in a browser only.
func isBrowserOnly(pkg string) bool {
	return pkg == "syscall/js" || strings.HasPrefix(pkg, "github.com/hajimehoshi/ebiten")
}

// part returns the part of mayImport that the folder belongs to, "" for none.
func part(folder string) string {
	for ; folder != "."; folder = path.Dir(folder) {
		if _, ok := mayImport[folder]; ok {
			return folder
		}
	}
	return ""
}

// dependencies returns, by folder, all that each package of the project depends on, as built for
// this machine or, if env says so, for another.
func dependencies(t *testing.T, env ...string) map[string][]string {
	t.Helper()
	list := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Deps " "}}`, module+"/...")
	list.Env = append(os.Environ(), env...)
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	deps := make(map[string][]string)
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		deps[folderOf(fields[0])] = fields[1:]
	}
	return deps
}

// folderOf returns the folder of one of the project's packages, "" for any other package.
func folderOf(pkg string) string {
	if pkg == module {
		return "."
	}
	folder, ours := strings.CutPrefix(pkg, module+"/")
	if !ours {
		return ""
	}
	return folder
}

func TestImportDirections(t *testing.T) {
	for _, env := range [][]string{{}, {"GOOS=js", "GOARCH=wasm"}} {
		for folder, deps := range dependencies(t, env...) {
			here := part(folder)
			if folder == "." {
				here = "."
			} else if here == "" {
				t.Errorf("%s belongs to no part of mayImport", folder)
			}
			for _, dep := range deps {
				checkImport(t, folder, here, dep)
			}
		}
	}
}

// checkImport complains if the package in folder, of the part here, must not depend on dep.
func checkImport(t *testing.T, folder, here, dep string) {
	t.Helper()
	if there := folderOf(dep); there != "" {
		if p := part(there); p != here && !slices.Contains(mayImport[here], p) {
			t.Errorf("%s depends on %s, which may only be used by %s", folder, there, users(p))
		}
	}
	if slices.Contains(mayNotReach[here], dep) {
		t.Errorf("%s depends on %s, which must stay out of it", folder, dep)
	}
}

// users returns the parts that may depend on p, for people.
func users(p string) string {
	var users []string
	for user, used := range mayImport {
		if slices.Contains(used, p) {
			users = append(users, user)
		}
	}
	slices.Sort(users)
	return strings.Join(users, ", ")
}

// TestImportsOfTheBrowser checks that only *_js.go files at the edge import what works in a
// browser only, and that they are marked so that every other machine skips them.
func TestImportsOfTheBrowser(t *testing.T) {
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".go" {
			return err
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		checkEdge(t, name, source)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkEdge(t *testing.T, name string, source []byte) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	atEdge := strings.HasSuffix(name, "_js.go") || strings.HasSuffix(name, "_js_test.go")
	if atEdge && !strings.HasPrefix(string(source), "//go:build js && wasm\n") {
		t.Errorf("%s doesn't begin with //go:build js && wasm", name)
	}
	for _, imported := range file.Imports {
		pkg := strings.Trim(imported.Path.Value, `"`)
		if isBrowserOnly(pkg) && !(atEdge && slices.Contains(edge, path.Dir(name))) {
			t.Errorf("%s imports %s, which only *_js.go files of %s may", name, pkg, strings.Join(edge, ", "))
		}
	}
}
