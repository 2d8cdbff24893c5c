package samples

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/hsalab/hsalab/data"
)

// Write writes samples, a JSON object a line. It stops at the first error of the samples or of w.
func Write(w io.Writer, samples iter.Seq2[Sample, error]) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for s, err := range samples {
		if err != nil {
			return err
		}
		if err := enc.Encode(s); err != nil {
			return fmt.Errorf("samples: write: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("samples: write: %w", err)
	}
	return nil
}

// Read reads samples. It stops at the first that is none, with an error that says which.
func Read(r io.Reader) iter.Seq2[Sample, error] {
	return func(yield func(Sample, error) bool) {
		dec := json.NewDecoder(r)
		for number := 1; ; number++ {
			var s Sample
			err := dec.Decode(&s)
			if errors.Is(err, io.EOF) {
				return
			}
			if err == nil {
				err = s.check()
			}
			if err != nil {
				err = fmt.Errorf("samples: sample %d: %w: give a file that hsalab data has written with its evidence", number, err)
			}
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

// check refuses a line that is no sample or whose evidence is not where it says.
func (s Sample) check() error {
	if s.Task == "" || s.Input == "" || s.Tokenizer == "" || s.Chunk < 1 {
		return errors.New("task, input, tokenizer or chunk are missing")
	}
	if err := s.Text().CheckEvidence(); err != nil {
		return err
	}
	for i, e := range s.Evidence {
		span := data.Span{Start: e.Tokens[0], End: e.Tokens[1]}
		if end := s.tokens(); span.Start < 0 || span.Start >= span.End || span.End > end {
			return fmt.Errorf("evidence %d has tokens %d to %d of %d", i, span.Start, span.End, end)
		}
	}
	for i, q := range s.Queries {
		if q.Position < 0 || q.Position+1 >= len(s.Tokens) || s.Tokens[q.Position+1] != q.Answer {
			return fmt.Errorf("query %d: token %d is not followed by its answer", i, q.Position)
		}
	}
	return nil
}

// tokens is the number of tokens that evidence can lie in.
func (s Sample) tokens() int {
	if s.Tokens != nil {
		return len(s.Tokens)
	}
	return s.Length
}
