package report

import (
	_ "embed" // the figures
	"fmt"
	"slices"

	"github.com/BurntSushi/toml"

	"github.com/hsalab/hsalab/experiments/claims"
	"github.com/hsalab/hsalab/experiments/records"
)

//go:embed figures.toml
var embedded string

// Spec is a figure as data.
type Spec struct {
	Name      string      // of its files
	Kind      string      // see Kinds
	Rows      string      // file of package records
	Where     claims.Side // the rows of the file that count
	Group     string      // field of a row that names its series: variant (the default), task or encoder
	Reference string      // variant that others are compared with
	Ratio     float64     // length / training length of a map
	Title     string
	Shows     string // how to read it
	Paper     string // what in the paper it answers to; "" for nothing
	Hardware  string `toml:"-"` // that measured the rows
}

// studySpec is the figures of a study: a table, curves, differences, and what else is asked for.
type studySpec struct {
	Name      string
	Reference string
	Paper     string
	Scatter   string    // groups of accuracy against recall; "" for none
	KMap      []float64 `toml:"k_map"` // lengths of maps of top-K in training against top-K at test
}

// Specs returns the figures in order, those of a study together.
func Specs() ([]Spec, error) { return parse(embedded) }

func parse(text string) ([]Spec, error) {
	var file struct {
		Hardware map[string]string
		Figures  []Spec      `toml:"figure"`
		Studies  []studySpec `toml:"study"`
	}
	read, err := toml.Decode(text, &file)
	if err != nil {
		return nil, fmt.Errorf("report: figures: %w", err)
	}
	if unknown := read.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("report: figures: unknown key %s", unknown[0])
	}
	list := file.Figures
	for _, s := range file.Studies {
		list = append(list, s.figures()...)
	}
	seen := map[string]bool{}
	for i := range list {
		s := &list[i]
		s.Hardware = file.Hardware[s.Rows]
		if !slices.Contains(Kinds(), s.Kind) || s.Name == "" || s.Rows == "" || s.Title == "" || s.Shows == "" || seen[s.Name] {
			return nil, fmt.Errorf("report: figure %q, kind %q: want a name that is there once, a kind of %v, rows, title and shows", s.Name, s.Kind, Kinds())
		}
		seen[s.Name] = true
	}
	return list, nil
}

// figures are those of a study.
func (s studySpec) figures() []Spec {
	of := func(suffix, kind, title, shows string) Spec {
		return Spec{
			Name: s.Name + suffix, Kind: kind, Rows: records.StudyFile(s.Name), Reference: s.Reference, Paper: s.Paper,
			Title: fmt.Sprintf("Study %s: %s", s.Name, title), Shows: shows,
		}
	}
	list := []Spec{
		of("", "variants", "every variant", "Accuracy of every variant at every length, by haystack, over all seeds."),
		of("-decoys", "curve", "accuracy among decoys", "Accuracy against length, where needles of other keys fill the text."),
	}
	list[1].Where = claims.Side{"haystack": "decoys"}
	if s.Reference != "" {
		list = append(list, of("-difference", "difference", "against "+s.Reference, "What each variant differs by from "+s.Reference+", on the same seeds and questions: above zero it is better, and an interval that holds zero leaves it open."))
	}
	if s.Scatter != "" {
		scatter := of("-recall", "scatter", "what is retrieved, and what is answered", "A point is a run at one length. On the diagonal a model answers what it retrieves.")
		scatter.Group = s.Scatter
		list = append(list, scatter)
	}
	for _, ratio := range s.KMap {
		m := of(fmt.Sprintf("-map-%g", ratio), "k map", fmt.Sprintf("top-K in training and at test, at %g×", ratio), "Rows are the number of chunks a token picks in training, columns that at test.")
		m.Ratio, m.Where = ratio, claims.Side{"haystack": "decoys"}
		list = append(list, m)
	}
	return list
}
