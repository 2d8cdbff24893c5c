package experiments

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// recipeDifference names the first key, in the order of their names, in which two recipes differ, with both values; ""
// where they are the same.
func recipeDifference(there, here Recipe) string {
	return difference("", asTable(there), asTable(here))
}

// asTable is a recipe as run.json has it.
func asTable(r Recipe) map[string]any {
	var table map[string]any
	raw, err := json.Marshal(r)
	if err == nil {
		err = json.Unmarshal(raw, &table)
	}
	if err != nil {
		return map[string]any{"recipe": err.Error()}
	}
	return table
}

func difference(path string, there, here map[string]any) string {
	keys := slices.Collect(maps.Keys(there))
	keys = slices.AppendSeq(keys, maps.Keys(here))
	slices.Sort(keys)
	for _, key := range slices.Compact(keys) {
		a, b := there[key], here[key]
		if reflect.DeepEqual(a, b) {
			continue
		}
		x, isTable := a.(map[string]any)
		y, alsoTable := b.(map[string]any)
		if isTable && alsoTable {
			return difference(path+key+".", x, y)
		}
		return fmt.Sprintf("%s is %s there and %s here", path+key, valueText(a), valueText(b))
	}
	return ""
}

func valueText(v any) string {
	if v == nil {
		return "not set"
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(raw)
}
