package viz_test

import (
	"fmt"
	"reflect"

	"github.com/hsalab/hsalab/viz"
)

// hostile is text that must never become markup, code or terminal control.
const hostile = "</script><img src=x onerror=alert(1)>\x1b[31m\x00\u202e`${1}` ]]> --> \"'&\\input{x}"

// poisoned returns a copy of fig with hostile text in every place for text, no
// two alike.
func poisoned(fig viz.Figure) viz.Figure {
	n := 0
	return poison(reflect.ValueOf(fig), &n).Interface().(viz.Figure)
}

// poison copies v with its strings replaced.
func poison(v reflect.Value, n *int) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.String:
		*n++
		out.SetString(hostile + fmt.Sprint(*n))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				out.Field(i).Set(poison(v.Field(i), n))
			}
		}
	case reflect.Slice:
		if v.IsNil() || v.Type().Elem().Kind() == reflect.Float64 {
			break
		}
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(poison(v.Index(i), n))
		}
	case reflect.Interface:
		if !v.IsNil() {
			out.Set(poison(v.Elem(), n))
		}
	}
	return out
}
