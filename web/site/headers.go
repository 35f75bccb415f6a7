package site

import (
	"fmt"
	"net/http"
	"strings"
)

// Policy is the Content-Security-Policy of every response. The page repeats it in a meta element
// for hosts that send no such header. Nothing comes from another host, and of code only the
// site's own files and WebAssembly run.
const Policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; " +
	"style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'"

// protection guards the page and those who visit it. Opener and embedder policy isolate it from other
// sites, for which browsers let its threads share memory; by the resource policy, isolated pages of
// others may have it in a frame.
var protection = [][2]string{
	{"Content-Security-Policy", Policy},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "no-referrer"},
	{"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Embedder-Policy", "require-corp"},
	{"Cross-Origin-Resource-Policy", "cross-origin"},
}

// protect sets the headers of protection.
func protect(h http.Header) {
	for _, p := range protection {
		h.Set(p[0], p[1])
	}
}

// headersFile is the name under which static hosts such as Netlify and Cloudflare Pages look for the
// headers to send.
const headersFile = "_headers"

// asHeadersFile returns the headers of protection for all paths, as those hosts read them.
func asHeadersFile() []byte {
	var text strings.Builder
	text.WriteString("/*\n")
	for _, p := range protection {
		fmt.Fprintf(&text, "  %s: %s\n", p[0], p[1])
	}
	return []byte(text.String())
}
