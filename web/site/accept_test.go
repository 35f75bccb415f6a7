package site

import "testing"

func TestChoose(t *testing.T) {
	all := []form{brotliForm, gzipForm, asIs}
	for _, c := range []struct {
		header string
		stored []form
		want   string
	}{
		{"", all, ""},
		{"gzip, deflate, br, zstd", all, "br"},
		{"gzip, deflate", all, "gzip"},
		{"BR", all, "br"},
		{"gzip;q=1.0, br;q=0.5", all, "gzip"},
		{"br;q=0, gzip;q=0.001", all, "gzip"},
		{"br;q=0,gzip;q=0", all, ""},
		{"*", all, "br"},
		{"*;q=0.5, br;q=0", all, "gzip"},
		{"identity, gzip;q=0.5", all, ""},
		{"gzip ; q=0.3 , identity;q=0.2", all, "gzip"},
		{"identity;q=0", all, ""}, // nothing is acceptable
		{"*;q=0, gzip", all, "gzip"},
		{"br;q=two, gzip", all, "gzip"},
		{"br;q=NaN, gzip", all, "gzip"},
		{"br;q=-1", all, ""},
		{"zstd", all, ""},
		{"br, gzip", []form{gzipForm, asIs}, "gzip"},
		{"br", []form{asIs}, ""},
	} {
		if got := parseAccept(c.header).choose(c.stored).encoding; got != c.want {
			t.Errorf("Accept-Encoding %q: %q, want %q", c.header, got, c.want)
		}
	}
}
