package experiments

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/corpus/source"
	"github.com/hsalab/hsalab/data/mixture"
	"github.com/hsalab/hsalab/data/needles"
	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/data/taskpack"
	"github.com/hsalab/hsalab/data/tokenizer"
)

// MixtureSpec defines training on running text and on the needle tasks of the paper's group in that text, in stated
// shares of sequences.
type MixtureSpec struct {
	Tokenizer string  `json:"tokenizer" toml:"tokenizer"` // as in tokenizer.Open
	Corpus    string  `json:"corpus" toml:"corpus"`       // as in source.Open; its training documents are used
	Pack      string  `json:"pack" toml:"pack"`           // task pack by path; "" is ours
	Text      float64 `json:"text" toml:"text"`           // share of sequences of running text
	// Tasks are shares of S-N, MQ-N, VT and FWE ("MQ-N*8" asks in eight rounds a sequence, "MQ-N*fill" in as many as fit)
	// of recall over random tokens by the names of [recall.Named], such as "recall/plain", or "recall/plain/decoys", and of
	// BABILong's tasks, "babilong/qa1" to "babilong/qa20".
	Tasks map[string]float64 `json:"tasks" toml:"tasks"`
	// WarmTasks take the place of Tasks at lengths below WarmLength, where needles and text hardly fit.
	WarmTasks  map[string]float64 `json:"warm_tasks,omitempty" toml:"warm_tasks"`
	WarmLength int                `json:"warm_length,omitempty" toml:"warm_length"`

	// AnswerWeight is the weight in the loss of an answer's tokens, TaskTextWeight that of the other tokens of a task;
	// running text has 1.
	AnswerWeight   float32 `json:"answer_weight" toml:"answer_weight"`
	TaskTextWeight float32 `json:"task_text_weight" toml:"task_text_weight"`
}

// needleTail is how many tokens a question and its answer take at most.
const needleTail = 256

// askable are the tasks of an evaluation.
var askable = []string{needles.SingleNeedle.String(), needles.MultiQuery.String(), needles.VariableTracking.String()}

// EnvTokens names the folder of token files; see [TokensDir].
const EnvTokens = "HSALAB_TOKENS"

// TokensDir is the folder of token files: corpora are tokenized once. HSALAB_TOKENS names it, or else it lies in the
// user's cache.
func TokensDir() (string, error) {
	if dir := os.Getenv(EnvTokens); dir != "" {
		return dir, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("mixture: no folder for tokens: set %s: %w", EnvTokens, err)
	}
	return filepath.Join(cache, "hsalab", "tokens"), nil
}

// mixed is a mixture spec with what it names opened.
type mixed struct {
	spec  MixtureSpec
	tok   data.Tokenizer
	pack  *taskpack.Pack
	maker *needles.Maker
}

func (s MixtureSpec) open() (*mixed, error) {
	tok, err := tokenizer.Open(s.Tokenizer)
	if err != nil {
		return nil, err
	}
	pack := taskpack.Ours()
	if s.Pack != "" {
		if pack, err = taskpack.Open(s.Pack); err != nil {
			return nil, err
		}
	}
	maker, err := needles.New(pack.HSAGroup, tok)
	return &mixed{spec: s, tok: tok, pack: pack, maker: maker}, err
}

// tokens are those of a split of the corpus: from the folder of token files, or made now.
func (m *mixed) tokens(ctx context.Context, split corpus.Split) (*mixture.Tokens, error) {
	dir, err := TokensDir()
	if err != nil {
		return nil, err
	}
	if t, ok := carried(dir, m.spec.Corpus, split, m.tok); ok {
		return t, nil
	}
	c, err := source.Open(ctx, m.spec.Corpus, source.Options{Split: split})
	if err != nil {
		return nil, err
	}
	return mixture.Tokenize(ctx, dir, c, m.tok, nil)
}

// carried is a token file that was made on another machine for one whose Go distribution lacks the corpus: it has the
// name of corpus and split, and its own record must agree.
func carried(dir, name string, split corpus.Split, tok data.Tokenizer) (*mixture.Tokens, bool) {
	t, err := mixture.OpenTokens(filepath.Join(dir, CarriedName(name, split)))
	if err != nil {
		return nil, false
	}
	if t.Info().TokenizerHash != tok.Hash() {
		t.Close()
		return nil, false
	}
	return t, true
}

// CarriedName is what a token file is called in [TokensDir] to stand for a corpus that the machine does not have.
func CarriedName(corpusName string, split corpus.Split) string {
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune("/\\:* ", r) {
			return '-'
		}
		return r
	}, corpusName)
	return clean + "-" + string(split) + ".tokens"
}

// roundLength is how many tokens of a sequence a round has where rounds fill it.
const roundLength = 256

// parseRounds reads the name of a task with its rounds in a sequence of a length: "MQ-N", "MQ-N*8", or "MQ-N*fill" for one
// round in each 256 tokens.
func parseRounds(name string, length int) (needles.Task, int, error) {
	plain, times, several := strings.Cut(name, "*")
	rounds := 1
	if times == "fill" {
		rounds = max(1, length/roundLength)
	} else if several {
		n, err := strconv.Atoi(times)
		if err != nil || n < 2 {
			return 0, 0, fmt.Errorf("mixture: task %q: want a number of rounds from 2 on, or fill, after *", name)
		}
		rounds = n
	}
	task, err := needles.ParseTask(plain)
	return task, rounds, err
}

// Names of the tasks of package recall and of BABILong begin with these.
const (
	recallPrefix   = "recall/"
	babilongPrefix = allBABILong + "/"
)

// source is the task of a name for sequences of a length.
func (m *mixed) source(name string, text mixture.Text, length int) (mixture.Source, error) {
	if rest, ok := strings.CutPrefix(name, recallPrefix); ok {
		return m.recall(rest)
	}
	if rest, ok := strings.CutPrefix(name, babilongPrefix); ok {
		task, err := babi.ParseTask(rest)
		if err != nil {
			return nil, err
		}
		return mixture.NewBABILong(m.pack, task, m.tok, text)
	}
	task, rounds, err := parseRounds(name, length)
	if err != nil {
		return nil, err
	}
	return mixture.NewNeedles(m.maker, task, rounds, text, data.Hash(m.pack.HSAGroup)), nil
}

// recall is a recall task whose symbols are tokens from the middle of the vocabulary.
func (m *mixed) recall(name string) (mixture.Source, error) {
	plain, haystack, given := strings.Cut(name, "/")
	config, err := recall.Named(plain)
	if err != nil {
		return nil, err
	}
	if given {
		config = config.With(recall.Haystack(haystack))
	}
	task, err := recall.New(config)
	if err != nil {
		return nil, err
	}
	if task.Vocab() > m.tok.Vocab() {
		return nil, fmt.Errorf("mixture: recall/%s takes %d symbols, the tokenizer has %d tokens", name, task.Vocab(), m.tok.Vocab())
	}
	return mixture.NewRecall(task, (m.tok.Vocab()-task.Vocab())/2), nil
}

// build is the mixture whose batches have sequences of one length.
func (m *mixed) build(text mixture.Text, seed uint64, length, sequences int) (*mixture.Mixture, error) {
	tasks, running := m.spec.Tasks, m.spec.Text
	if length < m.spec.WarmLength {
		tasks, running = m.spec.WarmTasks, 0
	}
	sources := []mixture.Source{text}
	shares, hashes := map[string]float64{}, map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(tasks)) {
		s, err := m.source(name, text, length)
		if err != nil {
			return nil, err
		}
		switch hashes[s.Name()] {
		case "":
			sources, hashes[s.Name()] = append(sources, s), s.Hash()
		case s.Hash():
		default:
			return nil, fmt.Errorf("mixture: %s and another task are both called %s in a mixture: keep one of them", name, s.Name())
		}
		shares[s.Name()] += tasks[name]
	}
	return mixture.New(mixture.Config{
		Seed: seed, Text: running, Tasks: shares,
		Lengths:      []mixture.Shape{{Length: length, Sequences: sequences, Share: 1}},
		AnswerWeight: m.spec.AnswerWeight, TaskTextWeight: m.spec.TaskTextWeight,
	}, sources...)
}

// questions is one of the needle tasks over the held-out text.
func (m *mixed) questions(ctx context.Context, name string, chunk int) (data.Task, error) {
	task, err := needles.ParseTask(name)
	if err != nil {
		return nil, err
	}
	tokens, err := m.tokens(ctx, corpus.Haystack)
	if err != nil {
		return nil, err
	}
	defer tokens.Close()
	haystack, err := tokens.Span(0, tokens.Len())
	if err != nil {
		return nil, err
	}
	return needles.NewQuestions(m.maker, task, chunk, haystack, data.Hash(m.pack.HSAGroup))
}
