package study

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/hsalab/hsalab/hsa"
)

// word is what names may be made of: they become names of files.
var word = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.+=_-]*$`)

// maxSeeds bounds the runs of a study, with maxVariants.
const (
	maxSeeds    = 1000
	maxVariants = 1000
)

// check reports what the study itself gets wrong, its recipes apart.
func (s Study) check() error {
	switch {
	case !word.MatchString(s.Name):
		return fmt.Errorf("name %q: want letters, digits and any of .+=_-", s.Name)
	case s.Title == "" || s.Source == "":
		return errors.New("want a title and a source")
	case s.Seeds < 1 || s.Seeds > maxSeeds:
		return fmt.Errorf("seeds %d: want 1 to %d", s.Seeds, maxSeeds)
	case s.Figure != Table && s.Figure != Curve:
		return fmt.Errorf("figure %q: want %q or %q", s.Figure, Table, Curve)
	case len(s.Axes) == 0 || len(s.Eval) == 0:
		return errors.New("want at least one axis and one eval")
	}
	names := map[string]bool{}
	total := 1
	for _, a := range s.Axes {
		if err := a.check(); err != nil {
			return fmt.Errorf("axis %q: %w", a.Name, err)
		}
		if names[a.Name] {
			return fmt.Errorf("axis %q comes twice", a.Name)
		}
		names[a.Name] = true
		if total *= len(a.options()); total > maxVariants {
			return fmt.Errorf("more than %d variants", maxVariants)
		}
	}
	return s.checkPasses()
}

func (a Axis) check() error {
	switch {
	case !word.MatchString(a.Name):
		return errors.New("name: want letters, digits and any of .+=_-")
	case (a.Key == "") == (len(a.Options) == 0):
		return errors.New("want a key with values, or options")
	case (a.Key == "") != (len(a.Values) == 0):
		return errors.New("want values for the key")
	case len(a.Names) > 0 && len(a.Names) != len(a.Values):
		return fmt.Errorf("%d names for %d values", len(a.Names), len(a.Values))
	}
	seen := map[string]bool{}
	for _, o := range a.options() {
		if !word.MatchString(o.Name) {
			return fmt.Errorf("option %q: name: want letters, digits and any of .+=_-", o.Name)
		}
		if seen[o.Name] {
			return fmt.Errorf("option %q comes twice", o.Name)
		}
		seen[o.Name] = true
	}
	return nil
}

func (s Study) checkPasses() error {
	options := s.optionNames()
	for i, p := range s.Eval {
		if err := p.check(options); err != nil {
			return fmt.Errorf("eval %d: %w", i+1, err)
		}
	}
	return nil
}

func (p Pass) check(options []string) error {
	switch {
	case len(p.Tasks) == 0:
		return errors.New("tasks: want at least one")
	case (len(p.Ratios) == 0) == (len(p.Lengths) == 0):
		return errors.New("want ratios or lengths, one of them")
	case len(p.Ratios) > 0 && slices.Min(p.Ratios) < 1, len(p.Lengths) > 0 && slices.Min(p.Lengths) < 1:
		return errors.New("ratios and lengths: want numbers from 1 on")
	case p.Samples < 0 || p.Tail < 0:
		return fmt.Errorf("samples %d, tail %d: want 0 (the default) or more", p.Samples, p.Tail)
	case p.YaRN && p.Suffix == "":
		return errors.New("yarn is a variant of its own: give it a suffix, such as \"+yarn\"")
	}
	for _, name := range slices.Concat(p.Only, p.Except) {
		if !slices.Contains(options, name) {
			return fmt.Errorf("option %q: the nearest is %q", name, hsa.Nearest(name, options))
		}
	}
	return nil
}

// optionNames are those of all axes.
func (s Study) optionNames() []string {
	var names []string
	for _, a := range s.Axes {
		for _, o := range a.options() {
			names = append(names, o.Name)
		}
	}
	return names
}

// checkRuns resolves the recipe of every variant and every task that it is tested on.
func (s Study) checkRuns() error {
	for _, v := range s.Variants() {
		r, err := s.recipe(v)
		if err != nil {
			return fmt.Errorf("%s: %w", v.Name, err)
		}
		if r, err = r.Resolve(); err != nil {
			return fmt.Errorf("%s: %w", v.Name, err)
		}
		for i, p := range s.Passes(v) {
			if err := p.checkTask(r); err != nil {
				return fmt.Errorf("%s: eval %d: %w", v.Name, i+1, err)
			}
		}
	}
	return nil
}
