package site

import (
	"strconv"
	"strings"
)

// accepted holds the weights of an Accept-Encoding header by coding, in lower case.
type accepted map[string]float64

// parseAccept reads an Accept-Encoding header such as "gzip;q=0.8, br, *;q=0" (RFC 9110, section
// 12.5.3). A weight that is not a number from 0 to 1 counts as 0: that coding is not sent.
func parseAccept(header string) accepted {
	weights := make(accepted)
	for item := range strings.SplitSeq(header, ",") {
		coding, params, _ := strings.Cut(item, ";")
		if coding = strings.ToLower(strings.TrimSpace(coding)); coding != "" {
			weights[coding] = parseWeight(params)
		}
	}
	return weights
}

// parseWeight reads the parameters of one coding: "" or "q=0.5".
func parseWeight(params string) float64 {
	params = strings.TrimSpace(params)
	if params == "" {
		return 1
	}
	key, value, _ := strings.Cut(params, "=")
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if !strings.EqualFold(strings.TrimSpace(key), "q") || err != nil || !(q >= 0 && q <= 1) {
		return 0
	}
	return q
}

// weight returns how much the coding is wanted, 0 for not at all. The file as it is (coding "")
// is welcome unless the header rules it out, but less than anything that the header names.
func (a accepted) weight(coding string) float64 {
	const unnamed = 1e-4 // below the smallest weight that a header can give, 0.001
	name := coding
	if coding == "" {
		name = "identity"
	}
	if q, ok := a[name]; ok {
		return q
	}
	if q, ok := a["*"]; ok {
		return q
	}
	if coding == "" {
		return unnamed
	}
	return 0
}

// choose returns the most wanted of the stored forms, the first of equals. If the header rules all
// of them out, it is the last, the file as it is: RFC 9110 allows that, and it serves people
// better than an error.
func (a accepted) choose(stored []form) form {
	best, top := stored[len(stored)-1], 0.0
	for _, f := range stored {
		if q := a.weight(f.encoding); q > top {
			best, top = f, q
		}
	}
	return best
}
