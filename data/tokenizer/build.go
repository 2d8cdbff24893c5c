package tokenizer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// build makes a tokenizer of its definition.
func build(d *definition) (*BPE, error) {
	b := &BPE{cache: newCache(), ids: map[string]int32{}, eos: -1}
	var err error
	if b.normalize, err = normalizers(d.Normalizer); err != nil {
		return nil, err
	}
	if d.PreTokenizer != nil {
		if b.split, err = b.splitters(d.PreTokenizer, true); err != nil {
			return nil, err
		}
	}
	if b.merger, err = newMerger(&d.Model, b.byteLevel); err != nil {
		return nil, err
	}
	if len(b.split) == 0 && !b.byteLevel && marksStartWords(d.Model.Vocab) {
		b.split = []splitter{markedWord}
	}
	b.addTokens(d)
	b.setTexts(d)
	b.eos = b.usualEOS()
	return b, nil
}

// addTokens notes the ids of all tokens, and which added tokens are to be found in text.
func (b *BPE) addTokens(d *definition) {
	for content, id := range d.Model.Vocab {
		b.ids[content] = id
	}
	var raw, normalized []addedToken
	for _, a := range d.AddedTokens {
		b.ids[a.Content] = a.ID
		switch {
		case a.Special:
		case a.Normalized:
			normalized = append(normalized, a)
		default:
			raw = append(raw, a)
		}
	}
	b.raw, b.norm = newAdded(raw), newAdded(normalized)
}

// setTexts fills in what Decode writes for each id.
func (b *BPE) setTexts(d *definition) {
	last := int32(0)
	for _, id := range b.ids {
		last = max(last, id)
	}
	b.texts = make([]string, last+1)
	for content, id := range d.Model.Vocab {
		b.texts[id] = b.textOf(content, d.Model.ByteFallback)
	}
	for _, a := range d.AddedTokens {
		b.texts[a.ID] = a.Content
	}
	b.stripPrefix = !b.byteLevel && stripsPrefix(d.Decoder)
}

// textOf is the text that a token of the vocabulary stands for.
func (b *BPE) textOf(content string, byteFallback bool) string {
	if b.byteLevel {
		if raw, ok := unspell(content); ok {
			return raw
		}
		return content
	}
	var value byte
	if byteFallback && len(content) == len("<0x00>") {
		if n, err := fmt.Sscanf(content, "<0x%02X>", &value); n == 1 && err == nil {
			return string([]byte{value})
		}
	}
	return strings.ReplaceAll(content, metaspace, " ")
}

// stripsPrefix reports whether a decoder drops a space at the start of a text.
func stripsPrefix(s *step) bool {
	if s == nil {
		return false
	}
	for i := range s.Decoders {
		if stripsPrefix(&s.Decoders[i]) {
			return true
		}
	}
	switch s.Type {
	case "Metaspace":
		return s.PrependScheme != "never" && (s.PrependScheme != "" || s.AddPrefixSpace == nil || *s.AddPrefixSpace)
	case "Strip":
		return s.Content == " " && s.Start > 0
	}
	return false
}

// marksStartWords reports whether no token has a metaspace after another character. Then no token reaches from one
// word into the next, and a text may be cut there without changing its tokens.
func marksStartWords(vocab map[string]int32) bool {
	marked := false
	for content := range vocab {
		rest := strings.TrimLeft(content, metaspace)
		if strings.Contains(rest, metaspace) {
			return false
		}
		marked = marked || rest != content
	}
	return marked
}

// markedWord is a splitter: a run of metaspaces and what follows up to the next.
func markedWord(text string) int {
	marks := len(text) - len(strings.TrimLeft(text, metaspace))
	if next := strings.Index(text[marks:], metaspace); next >= 0 {
		return marks + next
	}
	return len(text)
}

// usualEOS is the end-of-text token under one of the names that models give it.
func (b *BPE) usualEOS() int32 {
	for _, content := range []string{EndOfText, "<|end_of_text|>", "</s>", "<eos>", "<|eos|>"} {
		if id, ok := b.ids[content]; ok {
			return id
		}
	}
	return -1
}

// readConfig takes the end-of-text token from a tokenizer_config.json file, if there is one.
func (b *BPE) readConfig(path string) error {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var config struct {
		EOS json.RawMessage `json:"eos_token"`
	}
	if err == nil {
		err = json.Unmarshal(text, &config)
	}
	if err != nil {
		return fmt.Errorf("tokenizer: %s: %w: repair the file or move it away", path, err)
	}
	var content string
	var token struct {
		Content string `json:"content"`
	}
	if json.Unmarshal(config.EOS, &content) != nil && json.Unmarshal(config.EOS, &token) == nil {
		content = token.Content
	}
	if id, ok := b.ids[content]; ok {
		b.eos = id
	} else if content != "" {
		return fmt.Errorf("tokenizer: %s names the end token %q, which the tokenizer lacks: the two files do not belong together", path, content)
	}
	return nil
}
