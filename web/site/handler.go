package site

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"
)

// types are the media types by extension: fixed, because those of the machine vary.
var types = map[string]string{
	".css":  "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".ico":  "image/x-icon",
	".js":   "text/javascript; charset=utf-8",
	".json": "application/json",
	".png":  "image/png",
	".svg":  "image/svg+xml",
	".txt":  "text/plain; charset=utf-8",
	".wasm": "application/wasm",
	".gz":   "application/gzip",
}

// handler serves the files of one folder, which it can't leave.
type handler struct{ root *os.Root }

// Handler returns a handler that serves the site in dir, index.html at the root. It fails if dir
// holds no site.
func Handler(dir string) (http.Handler, error) {
	root, err := os.OpenRoot(dir)
	if err == nil {
		_, err = root.Stat("index.html")
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no site in %s; make it by \"make build\"", dir)
	}
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	return handler{root}, nil
}

// ServeHTTP answers GET and HEAD with the form of the file that the client wants most.
func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	protect(w.Header())
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" {
		name = "index.html"
	}
	file, info, encoding := h.open(name, parseAccept(strings.Join(r.Header.Values("Accept-Encoding"), ",")))
	if file == nil {
		http.NotFound(w, r)
		return
	}
	defer file.Close()
	describe(w.Header(), name, encoding, info)
	http.ServeContent(w, r, name, info.ModTime(), file)
}

// open opens the wanted form of a file and returns its encoding. The file is nil if there is none:
// a path with "..", a folder and a file that isn't there are all the same to a client.
func (h handler) open(name string, want accepted) (*os.File, fs.FileInfo, string) {
	if !fs.ValidPath(name) {
		return nil, nil, ""
	}
	var stored []form
	for _, f := range forms(name) {
		if info, err := h.root.Stat(name + f.suffix); err == nil && info.Mode().IsRegular() {
			stored = append(stored, f)
		}
	}
	if len(stored) == 0 {
		return nil, nil, ""
	}
	form := want.choose(stored)
	file, err := h.root.Open(name + form.suffix)
	if err != nil {
		return nil, nil, ""
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, nil, ""
	}
	return file, info, form.encoding
}

// describe sets the headers of one form of a file. What carries a content hash in its name never
// changes; all else is asked for again each time, and the ETag, which differs from form to form,
// saves sending it.
func describe(h http.Header, name, encoding string, info fs.FileInfo) {
	h.Set("Content-Type", "application/octet-stream")
	if t, ok := types[path.Ext(name)]; ok {
		h.Set("Content-Type", t)
	}
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if hashed.MatchString(name) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("ETag", fmt.Sprintf(`"%x-%x%s"`, info.ModTime().UnixNano(), info.Size(), encoding))
}
