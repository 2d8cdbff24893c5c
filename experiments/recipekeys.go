package experiments

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/hsa"
)

// checkKeys reports the first key of changes that a type does not have, by the names that its JSON has. prefix is the path to
// changes.
func checkKeys(prefix string, changes map[string]any, of reflect.Type) error {
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	if of.Kind() != reflect.Struct {
		return nil // a map has the keys that it is given; other mismatches are found by the decoder
	}
	fields := jsonFields(of)
	for _, key := range slices.Sorted(maps.Keys(changes)) {
		field, known := fields[key]
		if !known {
			return fmt.Errorf("unknown key %q: the nearest is %q", prefix+key, prefix+hsa.Nearest(key, slices.Sorted(maps.Keys(fields))))
		}
		if table, ok := changes[key].(map[string]any); ok {
			if err := checkKeys(prefix+key+".", table, field); err != nil {
				return err
			}
		}
	}
	return nil
}

// jsonFields are the types of the fields of a struct by their keys in JSON.
func jsonFields(of reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(of) {
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if key == "" {
			key = f.Name
		}
		fields[key] = f.Type
	}
	return fields
}
