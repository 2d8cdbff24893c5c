package experiments

import (
	"bytes"
	"fmt"
	"path/filepath"

	"github.com/google/renameio/v2"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/data/tokenizer"
	"github.com/hsalab/hsalab/data/words"
	"github.com/hsalab/hsalab/hsa"
)

// Files of an export that only programs of the Hugging Face hub read.
const (
	tokenizerFile       = "tokenizer.json"
	tokenizerConfigFile = "tokenizer_config.json"
	generationFile      = "generation_config.json"
)

// saveHub adds to a weights directory what programs of the hub look for, and brings its weights into files of at most so
// many bytes.
func (t Trained) saveHub(dir string, shardBytes int64) error {
	if t.Rival == nil {
		if shardBytes > 0 {
			if err := t.Weights.SaveShards(dir, shardBytes); err != nil {
				return err
			}
		}
		var config bytes.Buffer
		if err := t.Weights.Config.EncodeHub(&config); err != nil {
			return err
		}
		if err := renameio.WriteFile(filepath.Join(dir, hsa.ConfigFile), config.Bytes(), 0o644); err != nil {
			return err
		}
	}
	tokens, err := t.tokenizer()
	if err != nil {
		return err
	}
	if err := renameio.WriteFile(filepath.Join(dir, tokenizerFile), tokens.definition, 0o644); err != nil {
		return err
	}
	if err := writeJSON(filepath.Join(dir, tokenizerConfigFile), tokens.config); err != nil {
		return err
	}
	return writeJSON(filepath.Join(dir, generationFile), hubGeneration{Beams: 1, EOS: tokens.eos})
}

// hubTokens is what the hub wants to know about a tokenizer.
type hubTokens struct {
	definition []byte // tokenizer.json
	config     hubTokenizer
	eos        *int32 // what ends a document; nil where nothing does
}

// hubTokenizer is tokenizer_config.json.
type hubTokenizer struct {
	Class   string `json:"tokenizer_class"`
	EOS     string `json:"eos_token,omitempty"`
	Unknown string `json:"unk_token,omitempty"`
	CleanUp bool   `json:"clean_up_tokenization_spaces"`
}

// hubGeneration is generation_config.json: answers are decoded greedily.
type hubGeneration struct {
	Sample bool   `json:"do_sample"`
	Beams  int    `json:"num_beams"`
	EOS    *int32 `json:"eos_token_id,omitempty"`
}

// tokenizer is that of the task.
func (t Trained) tokenizer() (h hubTokens, err error) {
	h.config.Class = "PreTrainedTokenizerFast"
	switch {
	case t.Task.Mixture != nil:
		tok, err := tokenizer.Open(t.Task.Mixture.Tokenizer)
		if err != nil {
			return h, err
		}
		if eos := tok.EOS(); eos >= 0 {
			h.eos, h.config.EOS = &eos, tok.Decode([]int32{eos})
		}
		h.definition, err = tokenizer.Definition(tok)
		return h, err
	case t.Vocabulary != nil:
		h.config.Unknown = words.Unknown
		h.definition, err = tokenizer.WordsDefinition(t.Vocabulary)
		return h, err
	case t.Task.Symbols != nil:
		task, err := recall.New(*t.Task.Symbols)
		if err != nil {
			return h, err
		}
		h.definition, err = tokenizer.SymbolsDefinition(tokensOf(task))
		return h, err
	}
	return h, fmt.Errorf("model %s has neither symbols nor a vocabulary", t.Name)
}

// tokensOf are the tokens of a task as they are shown, by id.
func tokensOf(task data.Task) []string {
	list := make([]string, task.Vocab())
	for id := range list {
		list[id] = task.Token(int32(id))
	}
	return list
}
