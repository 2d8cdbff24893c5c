package whatif

import (
	"context"
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/notebooks/quickstart"
	"github.com/hsalab/hsalab/notebooks/show"
)

// Subject is a text with needles that is read before and after a change. Making one reads nothing yet, so that it can be
// a variable of a notebook.
type Subject struct {
	words   int
	needles []recall.Needle
}

// Book is so many words of Newton's Opticks that the model was not trained on, with needles hidden in them.
func Book(words int, needles ...recall.Needle) Subject { return Subject{words, needles} }

// session is a subject with the model that reads it.
type session struct {
	probe   *experiments.Probe
	trained *experiments.Trained
	model   *hsa.Model
	keys    []string
	before  *experiments.Reading
}

// open reads the text once, as it is.
func (s Subject) open(ctx context.Context) (*session, error) {
	text, err := experiments.Book(s.words, 0)
	if err != nil {
		return nil, err
	}
	trained, err := experiments.Open(quickstart.TextModel)
	if err != nil {
		return nil, err
	}
	in := &session{trained: trained, keys: experiments.Askable(text, s.needles)}
	if len(in.keys) == 0 {
		return nil, fmt.Errorf("whatif: nothing to ask about: hide a needle, such as quickstart.Hide(\"lemon\", \"otter\", 0.3)")
	}
	if in.probe, err = experiments.Compose(trained, text, s.needles, in.keys); err != nil {
		return nil, err
	}
	if in.model, err = trained.Model(""); err != nil {
		return nil, err
	}
	in.before, err = in.read(ctx, in.model)
	return in, err
}

func (in *session) close() { in.model.Close() }

func (in *session) read(ctx context.Context, m *hsa.Model) (*experiments.Reading, error) {
	r, err := in.probe.Read(ctx, m, hsa.TailOptions{})
	if err == nil {
		r.Weights = in.trained.Name + " " + in.trained.Hash()
	}
	return r, err
}

// chunk is the chunk that says what a key is.
func (in *session) chunk(key string) (int, error) {
	i := slices.Index(in.keys, key)
	if i < 0 {
		return 0, fmt.Errorf("whatif: nothing in the text says what magic %s is; it says so of %v", key, in.keys)
	}
	return in.probe.Gold(i), nil
}

// chunks are those that say what some keys are.
func (in *session) chunks(keys []string) ([]int, error) {
	var list []int
	for _, key := range keys {
		c, err := in.chunk(key)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// after reads the text with something changed.
func (in *session) after(ctx context.Context, list ...hsa.Intervention) (*experiments.Reading, error) {
	m, err := in.model.With(list...)
	if err != nil {
		return nil, err
	}
	defer m.Close()
	return in.read(ctx, m)
}

// Before shows the text as the model reads it: the answers and what each question retrieved.
func (s Subject) Before() {
	in, err := s.open(context.Background())
	show.Check(err)
	defer in.close()
	show.Figures(in.before.Table(), in.before.Map())
}
