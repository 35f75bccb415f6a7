package modelfile

import (
	"encoding/json/jsontext"
	"encoding/json/v2"
	"reflect"
	"strconv"
)

// maxNumbers bounds the numbers in all arrays of a file: three times what the
// widest CNF and NF have with everything that may be kept of them.
const maxNumbers = 1 << 22

// decode returns the document in the text. The version is looked at first, as a
// later one may have fields that are not known here.
func decode(text []byte) (document, error) {
	var d document
	if len(text) > MaxBytes {
		return d, tooLarge()
	}
	if depth(text) > maxDepth {
		return d, wrong("", "it is nested more than %d deep", maxDepth)
	}
	var head struct {
		Format  string `json:"format"`
		Version *int   `json:"version"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return d, explain(err)
	}
	switch v := head.Version; {
	case head.Format != Format:
		return d, wrong("format", "it is %q and must be %q", head.Format, Format)
	case v == nil:
		return d, wrong("version", "it is missing")
	case *v > Version:
		return d, wrong("version", "the file is of version %d, newer than %d, the latest that this program reads; open it with a newer program", *v, Version)
	case *v < 1:
		return d, wrong("version", "%d is no version; the first was 1", *v)
	}
	if err := json.Unmarshal(text, &d, json.RejectUnknownMembers(true), arrays()); err != nil {
		return d, explain(err)
	}
	return d, missing(reflect.ValueOf(d), "")
}

// maxDepth is more than any model file needs. The parser recurses, and a
// browser's stack does not go as deep as its own limit.
const maxDepth = 64

// depth returns how deep brackets are nested in a JSON text, well-formed or not.
func depth(text []byte) (deepest int) {
	level, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			level++
			deepest = max(deepest, level)
		case c == ']' || c == '}':
			level--
		}
	}
	return deepest
}

func tooLarge() error { return wrong("", "it is larger than %d bytes", MaxBytes) }

// arrays returns the option by which arrays of numbers are read: nothing but
// numbers that fit, and not too many.
func arrays() json.Options {
	left := maxNumbers
	return json.WithUnmarshalers(json.JoinUnmarshalers(
		array(&left, func(s string) (float32, error) {
			v, err := strconv.ParseFloat(s, 32)
			return float32(v), err
		}),
		array(&left, func(s string) (float64, error) { return strconv.ParseFloat(s, 64) }),
		array(&left, strconv.Atoi),
	))
}

// array reads an array of at most *left numbers, which it takes from left.
func array[E any](left *int, parse func(string) (E, error)) *json.Unmarshalers {
	return json.UnmarshalFromFunc(func(dec *jsontext.Decoder, dst *[]E) error {
		if kind := dec.PeekKind(); kind != jsontext.KindBeginArray {
			return expected(dec, "an array", kind)
		}
		if _, err := dec.ReadToken(); err != nil {
			return err
		}
		*dst = []E{} // there, if empty
		for dec.PeekKind() != jsontext.KindEndArray {
			if kind := dec.PeekKind(); kind != jsontext.KindNumber {
				return expected(dec, "a number", kind)
			}
			token, err := dec.ReadToken()
			if err != nil {
				return err
			}
			if *left--; *left < 0 {
				return wrong(path(dec.StackPointer()), "the file has more than %d numbers", maxNumbers)
			}
			v, err := parse(token.String())
			if err != nil {
				return wrong(path(dec.StackPointer()), "%.40s is out of range or not a whole number", token)
			}
			*dst = append(*dst, v)
		}
		_, err := dec.ReadToken()
		return err
	})
}

// expected returns the error of a value of the wrong kind, which is yet to be
// read. A value that is none is for the decoder to complain about.
func expected(dec *jsontext.Decoder, what string, kind jsontext.Kind) error {
	value, err := dec.ReadValue()
	if err != nil {
		return err
	}
	return wrong(path(dec.StackPointer()), "%.40s stands where %s must be", value, what)
}
