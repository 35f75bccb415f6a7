package site

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// testPage names every kind of asset once.
const testPage = `<!doctype html><html lang="en"><head><title>Test</title>
<link rel="stylesheet" href="{{style.css}}"></head><body>
<script src="{{boot.js}}" data-page="{{page.wasm}}" data-page-size="{{page.wasm:size}}" defer></script>
</body></html>`

// testModule is a program with nothing in it but a section of 500 bytes that means nothing.
var testModule = "\x00asm\x01\x00\x00\x00" + "\x00\xf4\x03\x03abc" + strings.Repeat("flow", 124)

// testFiles are the assets of testPage, and one that it doesn't name.
var testFiles = map[string]string{
	"page.wasm":  testModule,
	"style.css":  strings.Repeat("body { color: red }\n", 50),
	"boot.js":    strings.Repeat("start();\n", 50),
	"robots.txt": "User-agent: *\n",
}

// newPlan writes a page and testFiles to a temporary folder and returns the plan to build them.
func newPlan(t *testing.T, page string) Plan {
	t.Helper()
	dir := t.TempDir()
	plan := Plan{Index: filepath.Join(dir, "index.html"), Out: filepath.Join(dir, "out")}
	write(t, plan.Index, page)
	for name, data := range testFiles {
		write(t, filepath.Join(dir, name), data)
		plan.Assets = append(plan.Assets, filepath.Join(dir, name))
	}
	return plan
}

func write(t *testing.T, path, data string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// build builds testPage and returns its folder.
func build(t *testing.T) string {
	t.Helper()
	plan := newPlan(t, testPage)
	if err := Build(plan); err != nil {
		t.Fatal(err)
	}
	return plan.Out
}

func names(t *testing.T, dir string) map[string]bool {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	names := make(map[string]bool)
	for _, e := range entries {
		names[e.Name()] = true
	}
	return names
}

func TestPageNamesHashedFiles(t *testing.T) {
	out := build(t)
	page := read(t, filepath.Join(out, "index.html"))
	for _, name := range []string{"page.wasm", "style.css", "boot.js"} {
		want := hashName(name, []byte(testFiles[name]))
		if !strings.Contains(page, `="`+want+`"`) {
			t.Errorf("the page doesn't name %s", want)
		}
		if got := read(t, filepath.Join(out, want)); got != testFiles[name] {
			t.Errorf("%s holds other bytes than %s", want, name)
		}
	}
	if want := `data-page-size="511"`; !strings.Contains(page, want) {
		t.Errorf("the page lacks %s, the size of page.wasm before compression", want)
	}
	if got := read(t, filepath.Join(out, "robots.txt")); got != testFiles["robots.txt"] {
		t.Errorf("robots.txt, which the page doesn't name, should keep its name and content")
	}
}

func TestNameFollowsContent(t *testing.T) {
	if a, b := hashName("boot.js", []byte("1")), hashName("boot.js", []byte("2")); a == b {
		t.Errorf("two contents share the name %s", a)
	}
	for name, want := range map[string]bool{
		hashName("wasm_exec.js", nil): true, hashName("page.wasm", nil) + ".br": true,
		hashName("worker-plain.wasm", nil): true, "worker-plain.wasm": false,
		"index.html": false, "page.wasm": false, "boot.min.js": false,
	} {
		if hashed.MatchString(name) != want {
			t.Errorf("%s counts as hashed: %v, want %v", name, !want, want)
		}
	}
}

func TestCompressedFormsDecode(t *testing.T) {
	out := build(t)
	unzip := func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }
	unbrotli := func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil }
	for suffix, open := range map[string]func(io.Reader) (io.Reader, error){".gz": unzip, ".br": unbrotli} {
		packed := read(t, filepath.Join(out, hashName("page.wasm", []byte(testFiles["page.wasm"]))+suffix))
		r, err := open(strings.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil || string(got) != testFiles["page.wasm"] {
			t.Errorf("%s doesn't decode to page.wasm (%v)", suffix, err)
		}
		if len(packed) >= len(got) {
			t.Errorf("%s is %d bytes, no smaller than page.wasm", suffix, len(packed))
		}
	}
}

func TestRebuildKeepsWhatIsCurrent(t *testing.T) {
	plan := newPlan(t, testPage)
	if err := Build(plan); err != nil {
		t.Fatal(err)
	}
	wasm := filepath.Join(plan.Out, hashName("page.wasm", []byte(testFiles["page.wasm"]))+".br")
	write(t, wasm, "kept") // a mark that compressing anew would overwrite
	old := filepath.Join(plan.Out, hashName("boot.js", []byte(testFiles["boot.js"])))
	mine := filepath.Join(plan.Out, "notes.md")
	write(t, mine, "not of the site")
	write(t, filepath.Join(filepath.Dir(plan.Index), "boot.js"), "other()")
	if err := Build(plan); err != nil {
		t.Fatal(err)
	}
	if read(t, wasm) != "kept" {
		t.Error("an unchanged file was compressed again")
	}
	left := names(t, plan.Out)
	for _, gone := range []string{old, old + ".gz", old + ".br"} {
		if left[filepath.Base(gone)] {
			t.Errorf("%s of the earlier build is still there", filepath.Base(gone))
		}
	}
	if read(t, mine) != "not of the site" {
		t.Error("a file that isn't of the site was touched")
	}
	for name := range left {
		if strings.HasSuffix(name, ".part") {
			t.Errorf("%s was left behind", name)
		}
	}
}

// TestBudgetIsThatOfTheWire gives a program a budget of just what it takes compressed.
func TestBudgetIsThatOfTheWire(t *testing.T) {
	plan := newPlan(t, testPage)
	packed, err := compressBrotli([]byte(testModule))
	if err != nil {
		t.Fatal(err)
	}
	for n, fits := range map[int]bool{len(packed): true, len(packed) - 1: false} {
		plan.Budgets = map[string]int{"page.wasm": n}
		if err := Build(plan); (err == nil) != fits {
			t.Errorf("%d bytes with a budget of %d: %v", len(packed), n, err)
		}
	}
}

func TestSetBudgetRefuses(t *testing.T) {
	for _, text := range []string{"", "page.wasm", "page.wasm=", "page.wasm=much", "page.wasm=-1", "=7"} {
		if err := new(Plan).SetBudget(text); err == nil {
			t.Errorf("%q was taken for a budget", text)
		}
	}
}

// TestQuickBuild holds a quick build to leave out what takes long and nothing else, and the one
// after it to add that.
func TestQuickBuild(t *testing.T) {
	plan := newPlan(t, testPage)
	plan.Quick, plan.Budgets = true, map[string]int{"page.wasm": 1}
	if err := Build(plan); err != nil {
		t.Fatal(err)
	}
	program := hashName("page.wasm", []byte(testModule))
	have := names(t, plan.Out)
	if have[program+".br"] || !have[program] || !have[program+".gz"] || !have["index.html.br"] {
		t.Errorf("a quick build made %v", have)
	}
	plan.Quick, plan.Budgets = false, nil
	if err := Build(plan); err != nil {
		t.Fatal(err)
	}
	if !names(t, plan.Out)[program+".br"] {
		t.Error("a build after a quick one left the program uncompressed")
	}
}

func TestBuildRefuses(t *testing.T) {
	lacking := func(name string) func(*Plan) {
		return func(p *Plan) { p.Assets = append(p.Assets, filepath.Join(filepath.Dir(p.Index), name)) }
	}
	budget := func(text string) func(*Plan) {
		return func(p *Plan) {
			if err := p.SetBudget(text); err != nil {
				t.Error(err)
			}
		}
	}
	for _, c := range []struct {
		what, page string
		change     func(*Plan)
		want       string // part of the error
	}{
		{"an unknown placeholder", `<a href="{{other.js}}">`, nil, "{{other.js}} names no file"},
		{"an unknown size", `<a href="{{other.js:size}}">`, nil, "{{other.js:size}} names no file"},
		{"an unknown question", `<a href="{{boot.js:date}}">`, nil, "{{boot.js:date}} names no file"},
		{"an open placeholder", `<a href="{{boot.js">`, nil, "not closed"},
		{"a missing page", testPage, func(p *Plan) { p.Index += "x" }, "index.htmlx"},
		{"a missing program", testPage, lacking("worker.wasm"), "make build"},
		{"a missing script", testPage, lacking("worker.js"), "worker.js"},
		{"two of one name", testPage, lacking("boot.js"), "boot.js"},
		{"a program that is none", testPage, func(p *Plan) { write(t, filepath.Join(filepath.Dir(p.Index), "page.wasm"), "<!doctype html>") },
			"page.wasm: not a WebAssembly module"},
		{"a program over its budget", testPage, budget("page.wasm=10"), "more than its budget of 10"},
		{"a budget for nothing", testPage, budget("worker.wasm=10"), "no such file"},
	} {
		plan := newPlan(t, c.page)
		if c.change != nil {
			c.change(&plan)
		}
		err := Build(plan)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one that says %q", c.what, err, c.want)
			continue
		}
		if _, err := os.Stat(filepath.Join(plan.Out, "index.html")); err == nil {
			t.Errorf("%s: a page was written all the same", c.what)
		}
	}
}

var (
	tag       = regexp.MustCompile(`<([a-z]+)\s[^>]*>`)
	reference = regexp.MustCompile(`\b(?:src|href|data-[a-z-]+)="?([^"\s>]*)`)
	fileName  = regexp.MustCompile(`\.(js|css|wasm|svg|png|ico)$`)
)

// references returns what the page makes a browser fetch: all links but those a person follows.
func references(page string) []string {
	var links []string
	for _, t := range tag.FindAllStringSubmatch(page, -1) {
		for _, r := range reference.FindAllStringSubmatch(t[0], -1) {
			if t[1] != "a" {
				links = append(links, r[1])
			}
		}
	}
	return links
}

// TestProjectPage builds the project's own page with stand-ins for what is compiled, and checks
// that it would work from a sub-path of any static host.
func TestProjectPage(t *testing.T) {
	static, err := filepath.Glob("../static/*")
	if err != nil || len(static) == 0 {
		t.Fatalf("no static files: %v", err)
	}
	plan := Plan{Index: "../../index.html", Out: t.TempDir(), Assets: static}
	dir := t.TempDir()
	for _, name := range []string{"page.wasm", "worker.wasm", "worker-plain.wasm", "files.wasm", "wasm_exec.js"} {
		write(t, filepath.Join(dir, name), testModule)
		plan.Assets = append(plan.Assets, filepath.Join(dir, name))
	}
	if err := Build(plan); err != nil {
		t.Fatal(err)
	}
	page := read(t, filepath.Join(plan.Out, "index.html"))
	if !strings.Contains(page, `content="`+Policy+`"`) {
		t.Errorf("the page's own Content-Security-Policy is not that of the server:\n%s", Policy)
	}
	have := names(t, plan.Out)
	for name := range have {
		if strings.HasSuffix(name, ".wasm") && !strings.Contains(page, name) {
			t.Errorf("the page doesn't name %s", name)
		}
	}
	for _, link := range references(page) {
		if strings.Contains(link, "//") || strings.HasPrefix(link, "/") {
			t.Errorf("%s is not a relative link", link)
		}
		if fileName.MatchString(link) && !have[link] {
			t.Errorf("%s is not in the folder", link)
		}
	}
}
