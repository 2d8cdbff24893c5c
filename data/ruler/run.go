package ruler

import (
	"fmt"
	"iter"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/taskpack"
)

// Version is the version of the samples: it changes whenever the same run would give others.
const Version = "1"

// Run is a stream of samples of one task.
type Run struct {
	Task    string         // a task of the pack, such as "niah_single_2"
	Setting *taskpack.Task // settings of one's own instead of the pack's; Task then is just a name
	Pack    *taskpack.Pack // nil is the embedded one

	Counter data.Counter // counts the tokens of prompts
	Length  int          // tokens that a prompt and its answer may have together
	Seed    int64        // RULER takes 0 to 2^32-1: its random_seed plus the number of the part that a worker makes
	Samples int          // how many
	First   int          // qa: number of the first question

	Essay     *Essay     // for the tasks whose haystack is an essay
	Documents *Documents // for qa
	Depth     *int       // niah: puts all needles at one depth in percent, 0 to 100, instead of drawing depths as RULER does

	// Tight fits every sample by itself, to within a line, sentence, word or document of Length. RULER fits the first
	// draws of a run and takes 500 words of the essay, or 10 to 25 lines, off a sample that comes out longer.
	Tight bool

	// ExampleTokens is, for vt, how many tokens the solved example may have; 0 is RULER's 500, which is too few for a
	// tokenizer of bytes.
	ExampleTokens int

	ModelTemplate  string // a template of the pack around the prompt, such as "meta-chat"; "" is none
	TemplateTokens int    // tokens to take off Length for a template that the model adds itself

	probed func(size, tokens int) // told of every size tried, if set
}

// All makes the samples. The first error ends the stream.
//
// The size is searched for once and serves all samples; the draws of the search come before those of the samples. A
// sample depends on all before it.
func (r Run) All() iter.Seq2[data.TextSample, error] {
	return func(yield func(data.TextSample, error) bool) {
		s, f, err := r.prepare()
		if err != nil {
			yield(data.TextSample{}, err)
			return
		}
		for i := range r.Samples {
			sample, err := s.make(f, i)
			if !yield(sample, err) || err != nil {
				return
			}
		}
	}
}

func (r Run) prepare() (*settings, family, error) {
	s, err := newSettings(r)
	if err != nil {
		return nil, nil, err
	}
	f, err := s.family()
	if err != nil {
		return nil, nil, err
	}
	if err := f.prepare(); err != nil {
		return nil, nil, fmt.Errorf("ruler: %s: %w", s.name, err)
	}
	return s, f, nil
}

func (s *settings) make(f family, i int) (data.TextSample, error) {
	d, tokens, err := f.next(i)
	if err != nil {
		return data.TextSample{}, fmt.Errorf("ruler: %s, sample %d: %w", s.name, i, err)
	}
	return s.sample(i, d, tokens)
}
