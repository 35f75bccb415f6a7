package modelfile

import (
	"encoding/json/jsontext"
	"encoding/json/v2"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// field returns the name of entry i of an array.
func field(array string, i int) string { return fmt.Sprintf("%s[%d]", array, i) }

// longest is the length at which the name of a field is cut: a damaged file may
// nest thousands of arrays.
const longest = 100

// path returns a pointer like /models/0/step as models[0].step.
func path(p jsontext.Pointer) string {
	var b strings.Builder
	for token := range p.Tokens() {
		switch {
		case token != "" && strings.Trim(token, "0123456789") == "":
			fmt.Fprintf(&b, "[%s]", token)
		case b.Len() > 0:
			b.WriteString("." + token)
		default:
			b.WriteString(token)
		}
	}
	if b.Len() > longest {
		return strings.ToValidUTF8(b.String()[:longest], "") + "…"
	}
	return b.String()
}

// plain returns an error of package flow without the package's name.
func plain(err error) string { return strings.TrimPrefix(err.Error(), "flow: ") }

// explain returns an error of the JSON library in plain words.
func explain(err error) error {
	var ours *Error
	var syntax *jsontext.SyntacticError
	var meaning *json.SemanticError
	switch {
	case errors.As(err, &ours):
		return ours
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return wrong("", "it ends too early; it was cut short")
	case errors.As(err, &syntax):
		return explainSyntax(syntax)
	case errors.As(err, &meaning):
		return explainMeaning(meaning)
	}
	return wrong("", "%v", err)
}

func explainSyntax(err *jsontext.SyntacticError) *Error {
	where := path(err.JSONPointer)
	if errors.Is(err, jsontext.ErrDuplicateName) {
		return wrong(where, "it stands there twice")
	}
	return wrong(where, "it is not JSON at byte %d: %v", err.ByteOffset, err.Err)
}

func explainMeaning(err *json.SemanticError) *Error {
	where := path(err.JSONPointer)
	if errors.Is(err, json.ErrUnknownName) {
		return wrong(where, "there is no such field in version %d", Version)
	}
	if err.GoType == nil {
		return wrong(where, "%v", err.Err)
	}
	if err.JSONKind == jsontext.KindNumber && isNumber(err.GoType) {
		return wrong(where, "%.40s is not %s in range", err.JSONValue, words(err.GoType))
	}
	return wrong(where, "%s stands where %s must be", found(err.JSONKind), words(err.GoType))
}

// found says in words what a kind of JSON value is.
func found(k jsontext.Kind) string {
	switch k {
	case jsontext.KindString:
		return "a text"
	case jsontext.KindNumber:
		return "a number"
	case jsontext.KindBeginObject:
		return "an object"
	case jsontext.KindBeginArray:
		return "an array"
	}
	return k.String()
}

// words says what a field of the document is.
func words(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return words(t.Elem())
	case reflect.Int:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.String:
		return "a text"
	case reflect.Slice:
		return "an array"
	}
	return "an object"
}

func isNumber(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind() == reflect.Int || t.Kind() == reflect.Float64
}
