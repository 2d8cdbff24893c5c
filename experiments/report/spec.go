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
	KeptOnly  bool   `toml:"kept_only"` // for notebooks; the page has it in another form
	Hardware  string `toml:"-"`         // that measured the rows which do not say it themselves
}

// studySpec is the figures of a study: a table, curves, differences, and what else is asked for.
type studySpec struct {
	Name      string
	Title     string
	Reference string
	Paper     string
	Haystacks []string  // of the curves; default decoys
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
	list := []Spec{s.figure("", "variants", "every variant", "Accuracy of every variant at every length, by haystack, over all seeds.")}
	haystacks := s.Haystacks
	if len(haystacks) == 0 {
		haystacks = []string{"decoys"}
	}
	for _, h := range haystacks {
		list = append(list, s.in(h)...)
	}
	list = append(list, s.retrieval()...)
	if s.Scatter != "" {
		scatter := s.figure("-recall", "scatter", "retrieved and answered", "A point is a run at one length. On the diagonal a model answers what it retrieves.")
		scatter.Group = s.Scatter
		list = append(list, scatter)
	}
	for _, ratio := range s.KMap {
		m := s.figure(fmt.Sprintf("-map-%g", ratio), "k map", fmt.Sprintf("at %g×", ratio), "Rows are the number of chunks a token picks in training, columns that at test; among decoys.")
		m.Ratio, m.Where = ratio, claims.Side{"haystack": "decoys"}
		list = append(list, m)
	}
	return list
}

// in is the curves in one haystack.
func (s studySpec) in(haystack string) []Spec {
	curve := s.figure("-"+haystack, "curve", "in a haystack of "+haystack, "Accuracy against length, with 95 % intervals over all seeds; the dotted line is a guess.")
	curve.Group, curve.Where = "variant", claims.Side{"haystack": haystack}
	if s.Reference == "" {
		return []Spec{curve}
	}
	difference := s.figure("-"+haystack+"-difference", "difference", "against "+s.Reference+", "+haystack,
		"What each variant differs by from "+s.Reference+", on the same seeds and questions: above zero it is better, and an interval that holds zero leaves it open.")
	difference.Where = curve.Where
	return []Spec{curve, difference}
}

// retrieval is what is retrieved among decoys, and what is made of it: in noise models retrieve all.
func (s studySpec) retrieval() []Spec {
	recall := s.figure("-recall-curve", "recall curve", "recall of the gold chunk", "How often the chunk with the evidence is among those picked, among decoys.")
	integration := s.figure("-integration", "integration curve", "right if retrieved", "Of the questions whose evidence is among the chunks picked, the share that is answered right, among decoys.")
	list := []Spec{recall, integration}
	for i := range list {
		list[i].Group, list[i].Where = "variant", claims.Side{"haystack": "decoys"}
	}
	return list
}

func (s studySpec) figure(suffix, kind, title, shows string) Spec {
	return Spec{
		Name: s.Name + suffix, Kind: kind, Rows: records.StudyFile(s.Name), Reference: s.Reference, Paper: s.Paper, Title: s.Title + ": " + title, Shows: shows,
	}
}
