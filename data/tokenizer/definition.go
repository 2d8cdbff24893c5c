package tokenizer

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// definition is a tokenizer.json file of the Hugging Face tokenizers library, as far as BPE needs it.
type definition struct {
	aroundModel
	Model model `json:"model"`
}

// aroundModel is what a tokenizer.json file has beside its model.
type aroundModel struct {
	Version       string       `json:"version"`
	Truncation    *struct{}    `json:"truncation"`
	Padding       *struct{}    `json:"padding"`
	AddedTokens   []addedToken `json:"added_tokens"`
	Normalizer    *step        `json:"normalizer"`
	PreTokenizer  *step        `json:"pre_tokenizer"`
	PostProcessor *struct{}    `json:"post_processor"`
	Decoder       *step        `json:"decoder"`
}

// addedToken is a token that text is searched for before the model sees it.
type addedToken struct {
	ID         int32  `json:"id"`
	Content    string `json:"content"`
	SingleWord bool   `json:"single_word"`
	LStrip     bool   `json:"lstrip"`
	RStrip     bool   `json:"rstrip"`
	Normalized bool   `json:"normalized"`
	Special    bool   `json:"special"`
}

// step is a normalizer, a pre-tokenizer or a decoder, or a sequence of them.
type step struct {
	Type             string   `json:"type"`
	Normalizers      []step   `json:"normalizers,omitempty"`
	PreTokenizers    []step   `json:"pretokenizers,omitempty"`
	Decoders         []step   `json:"decoders,omitempty"`
	Pattern          *pattern `json:"pattern,omitempty"`
	Content          string   `json:"content,omitempty"`
	Prepend          string   `json:"prepend,omitempty"`
	Behavior         string   `json:"behavior,omitempty"`
	Invert           bool     `json:"invert,omitempty"`
	IndividualDigits *bool    `json:"individual_digits,omitempty"`
	AddPrefixSpace   *bool    `json:"add_prefix_space,omitempty"`
	TrimOffsets      *bool    `json:"trim_offsets,omitempty"`
	UseRegex         *bool    `json:"use_regex,omitempty"`
	Replacement      string   `json:"replacement,omitempty"`
	PrependScheme    string   `json:"prepend_scheme,omitempty"`
	Split            *bool    `json:"split,omitempty"`
	Start            int      `json:"start,omitempty"`
}

// pattern is a literal string or a regular expression.
type pattern struct {
	String string `json:"String,omitempty"`
	Regex  string `json:"Regex,omitempty"`
}

// model is the BPE model: the vocabulary and the merges in the order of their rank.
type model struct {
	Type                    string           `json:"type"`
	Dropout                 *float64         `json:"dropout"`
	UnkToken                *string          `json:"unk_token"`
	ContinuingSubwordPrefix *string          `json:"continuing_subword_prefix"`
	EndOfWordSuffix         *string          `json:"end_of_word_suffix"`
	FuseUnk                 bool             `json:"fuse_unk"`
	ByteFallback            bool             `json:"byte_fallback"`
	IgnoreMerges            bool             `json:"ignore_merges"`
	Vocab                   map[string]int32 `json:"vocab"`
	Merges                  []mergePair      `json:"merges"`
}

// mergePair is written "left right" or ["left", "right"].
type mergePair [2]string

// UnmarshalJSON reads both forms.
func (m *mergePair) UnmarshalJSON(text []byte) error {
	var pair []string
	if err := json.Unmarshal(text, &pair); err != nil {
		var joined string
		if err := json.Unmarshal(text, &joined); err != nil {
			return err
		}
		pair = strings.Split(joined, " ")
	}
	if len(pair) != 2 {
		return fmt.Errorf("merge %s: want two tokens", text)
	}
	m[0], m[1] = pair[0], pair[1]
	return nil
}

// parse reads a definition and refuses what is no BPE tokenizer.
func parse(text []byte) (*definition, error) {
	var head struct {
		Model *struct {
			Type string `json:"type"`
		} `json:"model"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, fmt.Errorf("it is no JSON object: %w: give a tokenizer.json file", err)
	}
	switch {
	case head.Model == nil:
		return nil, errors.New(`it has no "model": give a tokenizer.json file of the Hugging Face tokenizers library`)
	case head.Model.Type != "BPE" && head.Model.Type != "":
		return nil, fmt.Errorf("its model is %s: only BPE can be read", head.Model.Type)
	}
	var d definition
	if err := json.Unmarshal(text, &d); err != nil {
		return nil, fmt.Errorf("it is malformed: %w", err)
	}
	return &d, d.check()
}

// check refuses features that would silently be ignored.
func (d *definition) check() error {
	m := &d.Model
	switch {
	case len(m.Vocab) == 0:
		return errors.New("its vocabulary is empty")
	case m.Dropout != nil && *m.Dropout > 0:
		return fmt.Errorf("it has BPE dropout %g, so encoding is random: set \"dropout\" to null", *m.Dropout)
	case m.ContinuingSubwordPrefix != nil && *m.ContinuingSubwordPrefix != "":
		return fmt.Errorf("it has the subword prefix %q: only BPE without one can be read", *m.ContinuingSubwordPrefix)
	case m.EndOfWordSuffix != nil && *m.EndOfWordSuffix != "":
		return fmt.Errorf("it has the end-of-word suffix %q: only BPE without one can be read", *m.EndOfWordSuffix)
	}
	for token, id := range m.Vocab {
		if id < 0 || int(id) >= maxVocab {
			return fmt.Errorf("token %q has id %d: want 0 to %d", token, id, maxVocab-1)
		}
	}
	for _, a := range d.AddedTokens {
		if a.ID < 0 || int(a.ID) >= maxVocab || a.Content == "" {
			return fmt.Errorf("added token %q has id %d: want a text and an id from 0 to %d", a.Content, a.ID, maxVocab-1)
		}
		if !a.Special && (a.SingleWord || a.LStrip || a.RStrip) {
			return fmt.Errorf("added token %q is to be matched as single_word, lstrip or rstrip: only special tokens may be", a.Content)
		}
	}
	return nil
}

// maxVocab bounds the ids, so that a hostile file cannot ask for a table of any size.
const maxVocab = 1 << 22
