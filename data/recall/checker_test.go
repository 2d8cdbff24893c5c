package recall_test

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
)

// checkSymbols verifies a sample of symbols: it solves it from its tokens alone, without the
// generator's bookkeeping, and then compares the bookkeeping with the solution.
func checkSymbols(task *recall.Symbols, s data.Sample, length, tail int) error {
	if len(s.Tokens) != length || s.Tail != tail {
		return fmt.Errorf("length %d and tail %d, want %d and %d", len(s.Tokens), s.Tail, length, tail)
	}
	p, err := parse(task, s.Tokens[:s.Context()])
	if err != nil {
		return err
	}
	questions, err := p.ask(s.Tokens, s.Context())
	if err != nil {
		return err
	}
	var queries []data.Query
	for _, q := range questions {
		queries = append(queries, q.queries...)
	}
	return errors.Join(
		same("needles", p.placements(), s.Needles),
		same("queries", queries, s.Queries),
		s.Check(task.Config().Chunk),
		checkOrder(questions),
		p.checkStraddling(),
	)
}

func same[T any](what string, want, got []T) error {
	if diff := cmp.Diff(want, got); diff != "" && len(want)+len(got) > 0 {
		return fmt.Errorf("%s, -solved +sample:\n%s", what, diff)
	}
	return nil
}

// checkOrder verifies that no question is asked twice, that none stands in the tail before one whose way leads over it,
// and that every key is defined before it is used.
func checkOrder(questions []asked) error {
	var before []int
	for i, q := range questions {
		if slices.Contains(before, q.id) {
			return fmt.Errorf("question %d: %d is asked twice", i, q.id)
		}
		for j, step := range q.way {
			if slices.Contains(before, step.Key) {
				return fmt.Errorf("question %d: %d on its way is asked before it", i, step.Key)
			}
			if j > 0 && step.Key != q.way[j-1].Key && step.Value > q.way[j-1].Value {
				return fmt.Errorf("question %d: key %d is used before its needle", i, step.Key)
			}
		}
		before = append(before, q.id)
	}
	return nil
}

// checkStraddling verifies the share of needles across boundaries.
func (p parsed) checkStraddling() error {
	share := p.config.Straddle
	if share == 0 {
		return nil
	}
	across := 0
	for _, f := range p.facts {
		switch chunks := f.span.Chunks(p.config.Chunk); {
		case len(chunks) > 2:
			return fmt.Errorf("needle %v lies in chunks %v", f.span, chunks)
		case len(chunks) == 2 && (f.span.End-1)%p.config.Chunk != 0:
			return fmt.Errorf("needle %v is cut inside its key", f.span)
		case len(chunks) == 2:
			across++
		}
	}
	if want := int(math.Round(share * float64(len(p.facts)))); across != want {
		return fmt.Errorf("%d of %d needles straddle, want %d", across, len(p.facts), want)
	}
	return nil
}
