package ruler

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/hsalab/hsalab/data"
)

// Record is a line of RULER's files.
type Record struct {
	// Index is the number of the sample; in the needle tasks it is the number of characters of Input before the first
	// answer, -1 if Input does not hold it.
	Index        int      `json:"index"`
	Input        string   `json:"input"`
	Outputs      []string `json:"outputs"`
	Length       int      `json:"length"`
	WithTemplate int      `json:"length_w_model_temp"` // Length and the tokens of a template that the model adds
	AnswerPrefix string   `json:"answer_prefix"`
	// TokenPosition is, in the needle tasks, the number of tokens of Input before the first answer.
	TokenPosition *int `json:"token_position_answer,omitempty"`
}

// Record makes a sample of the run a line of RULER's files.
func (r Run) Record(s data.TextSample) Record {
	rec := Record{
		Index: s.Index, Input: s.Input, Outputs: s.Outputs, Length: s.Length,
		WithTemplate: s.Length + r.TemplateTokens, AnswerPrefix: s.AnswerPrefix,
	}
	if r.family() == "niah" && len(s.Outputs) > 0 {
		rec.Index, rec.TokenPosition = r.position(s)
	}
	return rec
}

// position is where the first answer stands, in characters and in tokens.
func (r Run) position(s data.TextSample) (characters int, tokens *int) {
	at := strings.Index(s.Input, s.Outputs[0])
	before := s.Input[:max(0, at)]
	characters = utf8.RuneCountInString(before)
	if at < 0 {
		_, last := utf8.DecodeLastRuneInString(s.Input)
		characters, before = -1, s.Input[:len(s.Input)-last]
	}
	count := r.Counter.Count(before)
	return characters, &count
}

// Write writes records as RULER does: a JSON object a line, in ASCII.
func Write(w io.Writer, records iter.Seq2[Record, error]) error {
	out := bufio.NewWriter(w)
	for r, err := range records {
		if err != nil {
			return err
		}
		if _, err := out.Write(r.append(nil)); err != nil {
			return fmt.Errorf("ruler: write: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("ruler: write: %w", err)
	}
	return nil
}

// Read reads RULER's lines. It stops at the first that is none, with an error that says which.
func Read(r io.Reader) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		in := bufio.NewReader(r)
		for number := 1; ; number++ {
			line, err := in.ReadBytes('\n')
			if err != nil && !errors.Is(err, io.EOF) {
				yield(Record{}, fmt.Errorf("ruler: read: %w", err))
				return
			}
			if len(line) == 0 {
				return
			}
			rec, err := parseRecord(line)
			if err != nil {
				err = fmt.Errorf("ruler: line %d: %w: give a file of RULER's JSON lines", number, err)
			}
			if !yield(rec, err) || err != nil {
				return
			}
		}
	}
}

func parseRecord(line []byte) (Record, error) {
	var r Record
	if err := json.Unmarshal(line, &r); err != nil {
		return Record{}, err
	}
	if r.Input == "" || r.Outputs == nil {
		return Record{}, errors.New("input or outputs are missing")
	}
	return r, nil
}
