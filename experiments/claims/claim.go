package claims

import (
	_ "embed" // the claims
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"
)

//go:embed claims.toml
var embedded string

// Claim is a statement of the paper, or beyond it, and how it is judged here.
type Claim struct {
	ID        string // such as "C1"
	Title     string // in a few words
	Statement string
	Source    string    // section of the paper, or where else the claim is made
	Paper     string    // the paper's value where a public source has it; else "unknown" or what kind of statement it is
	Measures  []Measure `toml:"measure"`
}

// Measure is one way to judge a claim: a rule, the rows that it reads, and its numbers, which are set before the rows
// are seen. Which of the fields a rule uses is said with the rule.
type Measure struct {
	Rule  string   // one of [Rules]
	Scale string   // size of the models and texts
	Note  string   // what is measured, where that is not the claim word for word
	Rows  []string // files of package records; the first that is committed is read
	Where Side     // the rows of the file that count

	Metric    string    // one of accuracy, recall, weight, integration; "" is accuracy
	Compare   []Compare // pairs of variants
	Controls  []Side    // guesses that need no retrieval
	Tasks     []string  // tasks whose accuracies are averaged, all of which are wanted
	Near      float64   // length / training length where the models have learned; 0 is 1
	Far       float64   // least length / training length that counts as far
	Length    int       // least length in tokens that counts as far
	Seeds     int       // least number of seeds; 0 is 1
	Tolerance float64   // least difference that counts, or most that does not
	Grows     bool      // the difference is larger far than near
	Modest    float64   // most that the difference may be near; 0 is not asked
	Value     float64   // what the accuracy is compared with
	Keeps     float64   // share of the accuracy above chance
	Chunk     int       // tokens a chunk
	Chunks    int       // training length, in chunks, from which on models are said to reach far
}

// Compare is a pair of variants on the same seeds, samples and questions.
type Compare struct {
	Label         string // such as "CLS − none"
	Metric        string // "" is that of the measure
	First, Second Side   // the first is said to be better
}

// All returns the claims in order.
func All() ([]Claim, error) { return parse(embedded) }

// parse decodes and checks claims. A key that no claim has is an error.
func parse(text string) ([]Claim, error) {
	var file struct {
		Claims []Claim `toml:"claim"`
	}
	read, err := toml.Decode(text, &file)
	if err != nil {
		return nil, fmt.Errorf("claims: %w", err)
	}
	if unknown := read.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("claims: key %s: no claim has it", unknown[0])
	}
	seen := map[string]bool{}
	for _, c := range file.Claims {
		if seen[c.ID] {
			return nil, fmt.Errorf("claims: %s is there twice", c.ID)
		}
		seen[c.ID] = true
		if err := c.check(); err != nil {
			return nil, fmt.Errorf("claims: %s: %w", c.ID, err)
		}
	}
	return file.Claims, nil
}

// check reports the first thing that a claim lacks.
func (c Claim) check() error {
	for _, f := range []struct{ name, value string }{{"id", c.ID}, {"title", c.Title}, {"statement", c.Statement}, {"source", c.Source}, {"paper", c.Paper}} {
		if strings.TrimSpace(f.value) == "" {
			return fmt.Errorf("%s is empty", f.name)
		}
	}
	if len(c.Measures) == 0 {
		return fmt.Errorf("no measure: say how it is judged")
	}
	for i, m := range c.Measures {
		if err := m.check(); err != nil {
			return fmt.Errorf("measure %d: %w", i+1, err)
		}
	}
	return nil
}

// check reports the first thing that a measure lacks.
func (m Measure) check() error {
	r, ok := rules[m.Rule]
	switch {
	case !ok:
		return fmt.Errorf("rule %q: want one of %s", m.Rule, strings.Join(Rules(), ", "))
	case m.Scale == "":
		return fmt.Errorf("scale is empty")
	case len(m.Rows) == 0:
		return fmt.Errorf("rows is empty: name a file of package records")
	}
	if _, err := metricNamed(m.Metric); err != nil {
		return err
	}
	for _, s := range append([]Side{m.Where}, m.Controls...) {
		if err := s.check(); err != nil {
			return err
		}
	}
	for _, c := range m.Compare {
		if err := c.check(); err != nil {
			return err
		}
	}
	return r.check(m)
}

func (c Compare) check() error {
	if c.Label == "" || len(c.First) == 0 || len(c.Second) == 0 {
		return fmt.Errorf("compare: want label, first and second")
	}
	if _, err := metricNamed(c.Metric); err != nil {
		return err
	}
	if err := c.First.check(); err != nil {
		return err
	}
	return c.Second.check()
}
