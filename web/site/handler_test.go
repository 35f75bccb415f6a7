package site

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// get asks h for path with pairs of header names and values.
func get(t *testing.T, h http.Handler, path string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.URL.Path = path
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func newHandler(t *testing.T) (h http.Handler, dir string) {
	t.Helper()
	dir = build(t)
	h, err := Handler(dir)
	if err != nil {
		t.Fatal(err)
	}
	return h, dir
}

// published returns the path of a hashed test file.
func published(name string) string { return "/" + hashName(name, []byte(testFiles[name])) }

func TestTypesAndCaching(t *testing.T) {
	const forever, ask = "public, max-age=31536000, immutable", "no-cache"
	h, _ := newHandler(t)
	for _, c := range []struct{ path, mime, cache string }{
		{"/", "text/html; charset=utf-8", ask},
		{"/index.html", "text/html; charset=utf-8", ask},
		{"/robots.txt", "text/plain; charset=utf-8", ask},
		{published("page.wasm"), "application/wasm", forever},
		{published("boot.js"), "text/javascript; charset=utf-8", forever},
		{published("style.css"), "text/css; charset=utf-8", forever},
		{published("page.wasm") + ".gz", "application/gzip", forever},
	} {
		r := get(t, h, c.path, "Accept-Encoding", "gzip, br")
		if r.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", c.path, r.StatusCode)
		}
		if got := r.Header.Get("Content-Type"); got != c.mime {
			t.Errorf("%s: type %q, want %q", c.path, got, c.mime)
		}
		if got := r.Header.Get("Cache-Control"); got != c.cache {
			t.Errorf("%s: Cache-Control %q, want %q", c.path, got, c.cache)
		}
	}
}

func TestNegotiation(t *testing.T) {
	h, dir := newHandler(t)
	path := published("page.wasm")
	etags := make(map[string]string)
	for accept, suffix := range map[string]string{"gzip, br": ".br", "gzip": ".gz", "br;q=0": ""} {
		r := get(t, h, path, "Accept-Encoding", accept)
		want := map[string]string{".br": "br", ".gz": "gzip", "": ""}[suffix]
		if got := r.Header.Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q: Content-Encoding %q, want %q", accept, got, want)
		}
		if r.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("Accept-Encoding %q: no Vary", accept)
		}
		body := new(strings.Builder)
		if err := r.Write(body); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(body.String(), read(t, filepath.Join(dir, path+suffix))) {
			t.Errorf("Accept-Encoding %q: the body is not that of %s", accept, path+suffix)
		}
		etags[r.Header.Get("ETag")] = accept
	}
	if len(etags) != 3 {
		t.Errorf("three forms share ETags: %v", etags)
	}
}

func TestUnchangedIsNotSentAgain(t *testing.T) {
	h, dir := newHandler(t)
	first := get(t, h, "/", "Accept-Encoding", "gzip")
	etag := first.Header.Get("ETag")
	if !regexp.MustCompile(`^"[!#-~]+"$`).MatchString(etag) {
		t.Fatalf("ETag %s is not a quoted string", etag)
	}
	if r := get(t, h, "/", "Accept-Encoding", "gzip", "If-None-Match", etag); r.StatusCode != http.StatusNotModified {
		t.Errorf("same ETag: status %d, want 304", r.StatusCode)
	}
	if r := get(t, h, "/", "Accept-Encoding", "br", "If-None-Match", etag); r.StatusCode != http.StatusOK {
		t.Errorf("the ETag of another encoding: status %d, want 200", r.StatusCode)
	}
	write(t, filepath.Join(dir, "index.html.gz"), "a new build")
	if r := get(t, h, "/", "Accept-Encoding", "gzip", "If-None-Match", etag); r.StatusCode != http.StatusOK {
		t.Errorf("after a change: status %d, want 200", r.StatusCode)
	}
}

func TestProtection(t *testing.T) {
	h, _ := newHandler(t)
	for _, path := range []string{"/", published("boot.js"), "/nowhere"} {
		header := get(t, h, path).Header
		for name, want := range map[string]string{
			"Content-Security-Policy":      Policy,
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Embedder-Policy": "require-corp",
			"Cross-Origin-Resource-Policy": "cross-origin",
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "no-referrer",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
	}
	file := get(t, h, "/"+headersFile)
	text, err := io.ReadAll(file.Body)
	if err != nil || !strings.HasPrefix(string(text), "/*\n") {
		t.Fatalf("%s is %q, %v", headersFile, text, err)
	}
	for line := range strings.Lines(strings.TrimPrefix(string(text), "/*\n")) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		if got := file.Header.Get(name); got != value || value == "" {
			t.Errorf("%s has %q, the server sends %q", headersFile, line, got)
		}
	}
	for _, loose := range []string{"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"} {
		if strings.Contains(Policy, loose) {
			t.Errorf("the policy allows %s", loose)
		}
	}
}

func TestNothingOutsideTheFolder(t *testing.T) {
	h, dir := newHandler(t)
	write(t, filepath.Join(dir, "..", "secret.txt"), "secret")
	if err := os.Symlink("../secret.txt", filepath.Join(dir, "link.txt")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		"/../secret.txt", "//secret.txt", "/./index.html", "/folder/../../secret.txt", `/..\secret.txt`,
		"/link.txt", "/folder", "/folder/", "/nowhere.js", "/index.html/", "",
	} {
		r := get(t, h, path)
		if want := map[bool]int{true: 200, false: 404}[path == ""]; r.StatusCode != want {
			t.Errorf("%q: status %d, want %d", path, r.StatusCode, want)
		}
	}
}

func TestOnlyReading(t *testing.T) {
	h, _ := newHandler(t)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", nil))
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: status %d, Allow %q", w.Code, w.Header().Get("Allow"))
	}
	w = httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodHead, published("page.wasm"), nil))
	if size := strconv.Itoa(len(testFiles["page.wasm"])); w.Code != http.StatusOK || w.Body.Len() != 0 || w.Header().Get("Content-Length") != size {
		t.Errorf("HEAD: status %d, %d bytes, Content-Length %q", w.Code, w.Body.Len(), w.Header().Get("Content-Length"))
	}
}

func TestNoSite(t *testing.T) {
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "missing")} {
		if _, err := Handler(dir); err == nil || !strings.Contains(err.Error(), "make build") {
			t.Errorf("error %v, want one that names make build", err)
		}
	}
}
