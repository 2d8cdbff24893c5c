package recall_test

import (
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/recall"
)

func named(t testing.TB, name string) recall.Config {
	t.Helper()
	c, err := recall.Named(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNamed(t *testing.T) {
	tasks, hashes := map[string]string{}, map[string]string{}
	for _, name := range recall.Names() {
		for _, h := range []recall.Haystack{recall.Noise, recall.Decoys} {
			task := newSymbols(t, named(t, name).With(h))
			s := sampleOf(t, task, 1, 0, 128, 48)
			if err := checkSymbols(task, s, 128, 48); err != nil {
				t.Errorf("%s, %s: %v", name, h, err)
			}
			if other, taken := hashes[task.Hash()]; taken {
				t.Errorf("%s has the hash of %s", name, other)
			}
			hashes[task.Hash()] = name
			if other, taken := tasks[task.Name()]; taken && name != "wide" {
				t.Errorf("%s is called %s, as %s", name, task.Name(), other)
			}
			tasks[task.Name()] = name
		}
	}
	if name := newSymbols(t, named(t, "chain2-deep").With(recall.Decoys)).Name(); name != "recall-chain2-deep-decoys" {
		t.Errorf("name %q", name)
	}
	_, err := recall.Named("chain")
	if err == nil || !strings.Contains(err.Error(), "plain, wide, conjunctive, chain2") {
		t.Errorf("unknown name: error %v", err)
	}
}

func TestTaskNames(t *testing.T) {
	for _, tt := range []struct {
		config recall.Config
		want   string
	}{
		{recall.Plain(), "recall-plain-noise"},
		{recall.Conjunctive().With(recall.Decoys), "recall-conjunctive-decoys"},
		{recall.Chains(3), "recall-chain3-noise"},
		{recall.Chains(2).Listing(), "recall-chain2-listed-noise"},
		{recall.Chains(2).Deep().Straddling(0.5), "recall-chain2-deep-straddle50-noise"},
		{recall.Plain().Straddling(1), "recall-plain-straddle-noise"},
		{recall.Plain().Reversed().Repeating(2, recall.All), "recall-plain-reverse-all2-noise"},
		{recall.Conjunctive().Repeating(3, recall.Oldest), "recall-conjunctive-oldest3-noise"},
	} {
		if got := newSymbols(t, tt.config).Name(); got != tt.want {
			t.Errorf("name %q, want %q", got, tt.want)
		}
	}
}
