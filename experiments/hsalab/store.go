package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/results"
)

// store keeps the rows of an evaluation, in a file if there is one, and knows which are there.
//
// A .jsonl file is appended to. A .jsonl.gz file is written whole at the end; until then the rows are in the .jsonl
// file beside it, so that an interrupted evaluation goes on.
type store struct {
	mu    sync.Mutex // has is called beside add
	path  string
	file  *results.Appender // nil without a file
	rows  []results.Row
	there map[results.ID]bool
	asked map[results.ID]bool // first questions of the texts that the evaluation is about
}

// openStore opens the file for rows of a model; an empty path keeps them in memory.
func openStore(path string, t *experiments.Trained) (*store, error) {
	s := &store{path: path, there: map[results.ID]bool{}, asked: map[results.ID]bool{}}
	switch {
	case path == "":
		return s, nil
	case !strings.HasSuffix(path, ".jsonl") && !strings.HasSuffix(path, ".jsonl.gz"):
		return nil, errorf("--out %s: want a name that ends in .jsonl or .jsonl.gz", path)
	}
	if s.zipped() {
		rows, _, err := results.ReadCut(path) // of a file that was cut short, the rows that are whole
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		s.remember(rows)
	}
	file, rows, err := results.Resume(s.plain())
	if err != nil {
		return nil, err
	}
	s.file = file
	s.remember(rows)
	if err := s.check(t); err != nil {
		return nil, errors.Join(err, s.close(false))
	}
	return s, nil
}

func (s *store) zipped() bool  { return strings.HasSuffix(s.path, ".gz") }
func (s *store) plain() string { return strings.TrimSuffix(s.path, ".gz") }

// remember takes rows that are there already.
func (s *store) remember(rows []results.Row) {
	for _, r := range rows {
		if !s.there[r.ID()] {
			s.there[r.ID()] = true
			s.rows = append(s.rows, r)
		}
	}
}

// check refuses a file with rows of other weights under the model's name.
func (s *store) check(t *experiments.Trained) error {
	hash := t.Hash()
	for _, r := range s.rows {
		if r.Variant == t.Name && r.Weights != hash {
			return errorf("--out %s: it holds rows of other weights of %s: choose another file", s.path, t.Name)
		}
	}
	return nil
}

// has reports whether a row, that of a text's first question, is there. It notes that the evaluation is about it.
func (s *store) has(id results.ID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked[id] = true
	return s.there[id]
}

// add keeps the rows of one text, each variant's first question last, so that it stands for the whole text.
func (s *store) add(rows ...results.Row) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range slices.Backward(rows) {
		if s.there[r.ID()] {
			continue
		}
		if s.file != nil {
			if err := s.file.Write(r); err != nil {
				return err
			}
		}
		s.remember([]results.Row{r})
	}
	return nil
}

// wanted is the rows that the evaluation was about.
func (s *store) wanted() []results.Row {
	return slices.DeleteFunc(slices.Clone(s.rows), func(r results.Row) bool {
		id := r.ID()
		id.Query = 0
		return !s.asked[id]
	})
}

// close closes the file; a finished .gz file is written whole.
func (s *store) close(finished bool) error {
	if s.file == nil {
		return nil
	}
	if err := s.file.Close(); err != nil {
		return err
	}
	if !finished || !s.zipped() {
		return nil
	}
	if err := results.WriteFile(s.path, s.rows); err != nil {
		return err
	}
	return os.Remove(s.plain())
}

// explain says after an interrupt what is kept.
func (s *store) explain(err error, command string) error {
	if s.file == nil {
		return err
	}
	return fmt.Errorf("%w; %d rows are kept in %s, and the same command goes on: %s", err, len(s.rows), s.plain(), command)
}
