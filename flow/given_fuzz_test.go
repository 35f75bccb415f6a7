//go:build !js

// In a browser there is no file system, in which a fuzz target looks for its
// corpus.

package flow

import "testing"

// FuzzParseGiven feeds the reader of own data with texts from outside. It must never
// panic; what it takes must be what Text writes, and give data or an error.
func FuzzParseGiven(f *testing.F) {
	f.Add(ellipse(9).Text())
	f.Add(cross(3, 3).Text())
	for text := range badGivens {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		g, err := ParseGiven(text)
		if err != nil {
			return
		}
		if again := g.Text(); again != text {
			t.Fatalf("%q is written %q", text, again)
		}
		if d, err := g.Dataset(); err == nil && !finite(d.Entropy) {
			t.Fatalf("%q has entropy %v", text, d.Entropy)
		}
	})
}
