package hsa

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// configKeys lists the keys of Config in the order of its fields.
func configKeys() []string {
	t := reflect.TypeFor[Config]()
	keys := make([]string, t.NumField())
	for i := range keys {
		keys[i], _, _ = strings.Cut(t.Field(i).Tag.Get("json"), ",")
	}
	return keys
}

// fromValues fills a config from the values of a file by key. There are no defaults: every key must be there.
func fromValues(values map[string]any) (Config, error) {
	var c Config
	known := configKeys()
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(known, key) {
			return c, unknownKey(key)
		}
	}
	if err := wantAll(known, values); err != nil {
		return c, err
	}
	fields := reflect.ValueOf(&c).Elem()
	for i, key := range known {
		if err := setField(fields.Field(i), values[key]); err != nil {
			return c, fmt.Errorf("key %q: %w", key, err)
		}
	}
	return c, nil
}

// wantAll names every key that has no value.
func wantAll(known []string, values map[string]any) error {
	var missing []string
	for _, key := range known {
		if _, ok := values[key]; !ok {
			missing = append(missing, strconv.Quote(key))
		}
	}
	switch len(missing) {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("key %s is missing", missing[0])
	}
	return fmt.Errorf("keys %s are missing", strings.Join(missing, ", "))
}

func unknownKey(key string) error {
	return fmt.Errorf("unknown key %.100q; the nearest valid key is %q", key, Nearest(key, configKeys()))
}

// Set changes the field with that key, as in a file, to the value that text spells: 8, 1e-6, true or softmax. The
// result is not validated, since the next change may be what it lacks.
func (c *Config) Set(key, text string) error {
	at := slices.Index(configKeys(), key)
	if at < 0 {
		return fmt.Errorf("config: %w", unknownKey(key))
	}
	if err := setField(reflect.ValueOf(c).Elem().Field(at), scalar(text)); err != nil {
		return fmt.Errorf("config: key %q: %w", key, err)
	}
	return nil
}

// scalar is the bool, int64, float64 or string that text spells.
func scalar(text string) any {
	if text == "true" || text == "false" {
		return text == "true"
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n
	}
	if x, err := strconv.ParseFloat(text, 64); err == nil {
		return x
	}
	return text
}

// setField sets a field to a value of a file: a bool, int64, float64 or string. Only a whole number may stand for
// another type, for a real number.
func setField(field reflect.Value, value any) error {
	whole, isWhole := value.(int64)
	real, isReal := value.(float64)
	text, isText := value.(string)
	truth, isBool := value.(bool)
	switch kind := field.Kind(); {
	case kind == reflect.Int && isWhole && !field.OverflowInt(whole):
		field.SetInt(whole)
	case kind == reflect.Float64 && isWhole:
		field.SetFloat(float64(whole))
	case kind == reflect.Float64 && isReal && !math.IsNaN(real) && !math.IsInf(real, 0):
		field.SetFloat(real)
	case kind == reflect.Bool && isBool:
		field.SetBool(truth)
	case kind == reflect.String && isText:
		field.SetString(text)
	default:
		return errors.New("want " + kindName(kind) + ", got " + valueName(value))
	}
	return nil
}

func kindName(kind reflect.Kind) string {
	switch kind {
	case reflect.Int:
		return "a whole number"
	case reflect.Float64:
		return "a finite number"
	case reflect.Bool:
		return "true or false"
	}
	return "a string"
}

func valueName(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case string:
		return fmt.Sprintf("%.100q", v)
	case bool, int64, float64:
		return fmt.Sprint(v)
	}
	switch reflect.TypeOf(value).Kind() {
	case reflect.Map:
		return "a table"
	case reflect.Slice:
		return "a list"
	}
	return fmt.Sprintf("%T", value)
}
