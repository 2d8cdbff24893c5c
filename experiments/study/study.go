package study

import (
	"fmt"

	"github.com/hsalab/hsalab/hsa"
)

// Study is one experiment.
type Study struct {
	Name   string   `toml:"name"`   // of its files and rows
	Title  string   `toml:"title"`  // what a reader is shown
	Source string   `toml:"source"` // figure, table or section of the paper, or where else the question comes from
	Claims []string `toml:"claims"` // of the paper that it informs, such as "C1"
	Note   string   `toml:"note"`   // what a reader of the results must know

	Base  string         `toml:"base"`  // recipe that it starts from
	Fixed map[string]any `toml:"fixed"` // what is different in every run, as in a run file
	Seeds int            `toml:"seeds"` // runs of every variant, with seeds 0 to Seeds-1
	Axes  []Axis         `toml:"axis"`  // what is varied; the last one changes fastest
	Eval  []Pass         `toml:"eval"`  // how every model is tested

	Figure Figure `toml:"figure"` // how the results are shown
}

// Axis is something that is varied: a key of the recipe with Values, or Options that change several keys each.
type Axis struct {
	Name    string   `toml:"name"`
	Key     string   `toml:"key"`
	Values  []any    `toml:"values"`
	Names   []string `toml:"names"` // of the values; default the value, with the axis's name before a number
	Options []Option `toml:"option"`
}

// Option is a value of an axis with a name of its own.
type Option struct {
	Name string         `toml:"name"`
	Base string         `toml:"base"` // another recipe to start from; "" is the study's
	Set  map[string]any `toml:"set"`  // as in a run file
}

// Pass is one test that models are put to.
type Pass struct {
	Tasks   []string       `toml:"tasks"`   // what is asked, as eval.Options.Tasks has it: haystacks of a recall task
	Ratios  []int          `toml:"ratios"`  // lengths as multiples of the training length
	Lengths []int          `toml:"lengths"` // or in tokens
	Samples int            `toml:"samples"` // texts a length; 0 takes the default of an evaluation
	Tail    int            `toml:"tail"`    // tokens of questions; 0 as in training
	TopK    []TopK         `toml:"top_k"`   // K at test; default as in training
	Set     map[string]any `toml:"set"`     // what the task asks otherwise than in training, as in a run file
	YaRN    bool           `toml:"yarn"`    // positions stretched to the length (full attention only)
	Suffix  string         `toml:"suffix"`  // of the variant's name in the rows, where a pass is a variant of its own
	Only    []string       `toml:"only"`    // names of options of which a model must have one; default all models
	Except  []string       `toml:"except"`  // names of options of which a model must have none
}

// TopK is the number of chunks picked at test: 0 as in training, hsa.AllChunks every visible one.
type TopK int

// UnmarshalTOML reads a number, "training" or "all".
func (k *TopK) UnmarshalTOML(value any) error {
	switch v := value.(type) {
	case int64:
		if v > 0 {
			*k = TopK(v)
			return nil
		}
	case string:
		switch v {
		case "training":
			*k = 0
			return nil
		case "all":
			*k = hsa.AllChunks
			return nil
		}
	}
	return fmt.Errorf("top_k %v: want a number of chunks from 1 on, \"all\", or \"training\"", value)
}

// Figure says how the results of a study are shown.
type Figure string

const (
	Table Figure = "table" // a row a variant, a column a condition
	Curve Figure = "curve" // accuracy by length, a line a variant
)

// Variant is one combination of values.
type Variant struct {
	Name   string            // the names of its values, joined by "/"
	Values map[string]string // name of the value of every axis
}
