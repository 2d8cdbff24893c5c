package experiments

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/experiments/results"
)

// card is the model card: what the hub reads, what is known about the training, what was measured, what the model cannot do,
// the files and the licence.
func (t Trained) card(about string, rows []results.Row) (string, error) {
	list, err := t.measure(rows)
	if err != nil {
		return "", err
	}
	parts := []string{t.front(list), about, measuredPart(list, rows), t.limits(list), t.files(), t.licence()}
	for i, p := range parts {
		parts[i] = strings.TrimSpace(p)
	}
	return strings.Join(parts, "\n\n") + "\n", nil
}

// openWithCard opens a model with what its card says before the first heading of a part.
func openWithCard(name string) (t *Trained, about string, err error) {
	if t, err = Open(name); err != nil {
		return nil, "", err
	}
	fsys, err := findModel(name)
	if err != nil {
		return nil, "", err
	}
	raw, err := fs.ReadFile(fsys, cardFile)
	if errors.Is(err, fs.ErrNotExist) {
		return t, fmt.Sprintf("# %s", t.Name), nil
	} else if err != nil {
		return nil, "", err
	}
	about = aboutOf(string(raw))
	if title, ok := strings.CutPrefix(about, "# "); ok { // the folder may have any name
		t.Name, _, _ = strings.Cut(title, "\n")
	}
	return t, about, nil
}

// aboutOf is the part of a card between what the hub reads and the first part that [Trained.card] adds.
func aboutOf(card string) string {
	if rest, ok := strings.CutPrefix(card, "---\n"); ok {
		if _, after, ok := strings.Cut(rest, "\n---\n"); ok {
			card = after
		}
	}
	card, _, _ = strings.Cut(card, "\n## ")
	card, _, _ = strings.Cut(card, "\nconfig.json is the architecture") // so did cards end before they had parts
	return strings.TrimSpace(card)
}

// limits says what the model is not.
func (t Trained) limits(list []cardCell) string {
	c := t.Config()
	say := []string{"One run of training: another seed gives other numbers."}
	longest := 0
	for _, f := range list {
		longest = max(longest, f.Length)
	}
	if l := c.TrainingLength; l > 0 && longest > l {
		say = append(say, fmt.Sprintf("It has seen no text of more than %d tokens in training. What is beyond is extrapolation: nothing is known beyond %d tokens.", l, longest))
	} else if l > 0 {
		say = append(say, fmt.Sprintf("It has seen no text of more than %d tokens in training, and was not measured beyond.", l))
	}
	switch {
	case t.Task.Symbols != nil:
		s := t.Task.Symbols
		say = append(say, fmt.Sprintf("Its %d tokens are symbols: it knows no language, and no key beside its %d.", c.Vocab, s.Keys))
		if s.Haystack == recall.Noise {
			say = append(say, "In training no needle was a decoy.")
		}
	case t.Vocabulary != nil:
		say = append(say, fmt.Sprintf("It knows %d words in lower case; every other word is one unknown token. It answers questions about needles of its own form, and continues no text.", t.Vocabulary.Size()))
	case t.Task.Mixture != nil:
		say = append(say, "It answers questions of the forms that it was trained on, and is no language model for use.")
	}
	return "## Limits\n\n- " + strings.Join(say, "\n- ")
}

// files says what lies beside the card, and how it is opened.
func (t Trained) files() string {
	tokens := "the symbols, written with spaces between them"
	switch {
	case t.Vocabulary != nil:
		tokens = "the words, as vocabulary.json has them for hsalab"
	case t.Task.Mixture != nil:
		tokens = "the byte-level BPE " + filepath.Base(t.Task.Mixture.Tokenizer)
	}
	return fmt.Sprintf("## Files\n\nconfig.json is the architecture, model.safetensors (or its shards) the %d parameters, task.json the task, metrics.jsonl the curve of training. "+
		"An export has tokenizer.json beside them: %s. `hsalab eval DIR` measures the model, `experiments.Open` reads it in Go; no other program runs it.", t.size(), tokens)
}

func (t Trained) size() int {
	_, values := t.parameters()
	return len(values)
}
