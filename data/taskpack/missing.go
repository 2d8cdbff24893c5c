package taskpack

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
)

var marshaler = reflect.TypeFor[json.Marshaler]()

// missing is the path of the first field that the JSON form of a pack lacks, such as "ruler.families.vt.template", ""
// if none is missing. Fields with omitempty may be missing, and so may whole sections.
func missing(p *Pack, raw map[string]any) string {
	pack := reflect.TypeOf(*p)
	for i := range pack.NumField() {
		field := pack.Field(i)
		name := field.Tag.Get("json")
		value, there := raw[name]
		if !there {
			continue
		}
		if path := lacking(field.Type, value); path != "" {
			return name + "." + path
		}
	}
	return ""
}

// lacking is the path of the first field of a type that a JSON value lacks.
func lacking(t reflect.Type, value any) string {
	if t.Implements(marshaler) {
		return "" // it has a form of its own
	}
	switch t.Kind() {
	case reflect.Struct:
		object, _ := value.(map[string]any)
		return lackingField(t, object)
	case reflect.Map:
		object, _ := value.(map[string]any)
		for _, key := range slices.Sorted(maps.Keys(object)) {
			if path := lacking(t.Elem(), object[key]); path != "" {
				return key + "." + path
			}
		}
	case reflect.Slice, reflect.Array:
		list, _ := value.([]any)
		for _, element := range list {
			if path := lacking(t.Elem(), element); path != "" {
				return path
			}
		}
	}
	return ""
}

func lackingField(t reflect.Type, object map[string]any) string {
	for i := range t.NumField() {
		field := t.Field(i)
		if field.Anonymous {
			if path := lackingField(field.Type, object); path != "" {
				return path
			}
			continue
		}
		name, option, _ := strings.Cut(field.Tag.Get("json"), ",")
		value, there := object[name]
		if !there {
			if option == "omitempty" {
				continue
			}
			return name
		}
		if path := lacking(field.Type, value); path != "" {
			return name + "." + path
		}
	}
	return ""
}
