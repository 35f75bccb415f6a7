package site

import (
	"bytes"
	"compress/gzip"
	"io"
	"math/bits"
	"path/filepath"

	"github.com/andybalholm/brotli"
)

// A form is one way a file is stored: as it is, or compressed beside it under a longer name.
type form struct {
	suffix   string // of the file name
	encoding string // the Content-Encoding, "" for the file as it is
	encode   func(data []byte) ([]byte, error)
}

var (
	asIs       = form{"", "", func(data []byte) ([]byte, error) { return data, nil }}
	brotliForm = form{".br", "br", compressBrotli}
	gzipForm   = form{".gz", "gzip", compressGzip}
)

// forms returns the forms in which a file of that name is stored, in the order of preference.
// Pictures, fonts and the like are compressed by nature.
func forms(name string) []form {
	switch filepath.Ext(name) {
	case ".html", ".css", ".js", ".json", ".svg", ".txt", ".wasm":
		return []form{brotliForm, gzipForm, asIs}
	}
	return []form{asIs}
}

// compressBrotli compresses as much as browsers can undo. The largest window that they take, 2²⁴
// bytes, saves a per cent of the page's program; one larger than the data would only take memory.
func compressBrotli(data []byte) ([]byte, error) {
	window := max(16, min(bits.Len(uint(len(data))), 24))
	return compress(data, func(w io.Writer) (io.WriteCloser, error) {
		return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: window}), nil
	})
}

func compressGzip(data []byte) ([]byte, error) {
	return compress(data, func(w io.Writer) (io.WriteCloser, error) {
		return gzip.NewWriterLevel(w, gzip.BestCompression)
	})
}

// compress returns data as the writer of open encodes it.
func compress(data []byte, open func(io.Writer) (io.WriteCloser, error)) ([]byte, error) {
	var out bytes.Buffer
	w, err := open(&out)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
