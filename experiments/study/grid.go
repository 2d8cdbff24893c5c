package study

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments"
)

// Run is one run of a study: a variant with a seed.
type Run struct {
	Variant Variant
	Seed    int
	Recipe  experiments.Recipe
	Passes  []Pass // how the model is tested
}

// Name of the run and of its directory, such as "cls-bypass-seed0".
func (r Run) Name() string {
	return fmt.Sprintf("%s-seed%d", strings.ReplaceAll(r.Variant.Name, "/", "-"), r.Seed)
}

// Variants lists every combination of values, the last axis changing fastest.
func (s Study) Variants() []Variant {
	all := []Variant{{Values: map[string]string{}}}
	for _, a := range s.Axes {
		var next []Variant
		for _, v := range all {
			for _, o := range a.options() {
				values := maps.Clone(v.Values)
				values[a.Name] = o.Name
				next = append(next, Variant{Name: strings.TrimPrefix(v.Name+"/"+o.Name, "/"), Values: values})
			}
		}
		all = next
	}
	return all
}

// Runs is the grid: every variant with seeds 0 to seeds-1, all variants of a seed first, so that a part of the grid compares
// like with like. seeds 0 takes the study's own number.
func (s Study) Runs(seeds int) ([]Run, error) {
	if seeds < 0 || seeds > maxSeeds {
		return nil, fmt.Errorf("study: %d seeds: want 1 to %d", seeds, maxSeeds)
	}
	if seeds == 0 {
		seeds = s.Seeds
	}
	var runs []Run
	for seed := range seeds {
		for _, v := range s.Variants() {
			r, err := s.recipe(v)
			if err != nil {
				return nil, fmt.Errorf("study %s: %s: %w", s.Name, v.Name, err)
			}
			r.Seed = uint64(seed)
			runs = append(runs, Run{Variant: v, Seed: seed, Recipe: r, Passes: s.Passes(v)})
		}
	}
	return runs, nil
}

// Passes are the tests that a variant is put to.
func (s Study) Passes(v Variant) []Pass {
	has := func(list []string) bool {
		for _, value := range v.Values {
			if slices.Contains(list, value) {
				return true
			}
		}
		return false
	}
	var passes []Pass
	for _, p := range s.Eval {
		if (len(p.Only) == 0 || has(p.Only)) && !has(p.Except) {
			passes = append(passes, p)
		}
	}
	return passes
}

// recipe is that of a variant, with seed 0.
func (s Study) recipe(v Variant) (experiments.Recipe, error) {
	base := s.Base
	changes := []map[string]any{s.Fixed}
	for _, a := range s.Axes {
		o := a.option(v.Values[a.Name])
		if o.Base != "" {
			base = o.Base
		}
		changes = append(changes, o.Set)
	}
	r, err := experiments.FindRecipe(base)
	if err != nil {
		return r, err
	}
	for _, c := range changes {
		if r, err = r.With(c); err != nil {
			return r, err
		}
	}
	r.Name, r.Summary = s.Name+"/"+v.Name, s.Title+": "+v.Name
	return r, nil
}

// options are the values of an axis as options.
func (a Axis) options() []Option {
	if a.Key == "" {
		return a.Options
	}
	list := make([]Option, len(a.Values))
	for i, value := range a.Values {
		name := fmt.Sprintf("%s=%v", a.Name, value)
		if text, ok := value.(string); ok {
			name = text
		}
		if len(a.Names) > 0 {
			name = a.Names[i]
		}
		list[i] = Option{Name: name, Set: nested(a.Key, value)}
	}
	return list
}

func (a Axis) option(name string) Option {
	list := a.options()
	return list[slices.IndexFunc(list, func(o Option) bool { return o.Name == name })]
}

// nested is a value under a path of keys, such as "model.top_k".
func nested(path string, value any) map[string]any {
	parts := strings.Split(path, ".")
	last := len(parts) - 1
	table := map[string]any{parts[last]: value}
	for _, part := range slices.Backward(parts[:last]) {
		table = map[string]any{part: table}
	}
	return table
}
