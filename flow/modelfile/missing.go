package modelfile

import (
	"reflect"
	"strings"
)

// missing returns an error that names the first field of a document which must
// be there and is not, nil if there is none.
func missing(v reflect.Value, where string) error {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			return missing(v.Elem(), where)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Struct {
			return nil
		}
		for i := range v.Len() {
			if err := missing(v.Index(i), field(where, i)); err != nil {
				return err
			}
		}
	case reflect.Struct:
		return missingOf(v, where)
	}
	return nil
}

// missingOf does so for a struct.
func missingOf(v reflect.Value, where string) error {
	for f, value := range v.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if where != "" {
			name = where + "." + name
		}
		nillable := value.Kind() == reflect.Pointer || value.Kind() == reflect.Slice
		if nillable && value.IsNil() && options != "omitempty" {
			return wrong(name, "it is missing")
		}
		if err := missing(value, name); err != nil {
			return err
		}
	}
	return nil
}
