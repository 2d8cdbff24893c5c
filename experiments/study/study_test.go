package study

import (
	"strings"
	"testing"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
)

// TestStudies: every study of the repository resolves, and its runs have names and directories of their own.
func TestStudies(t *testing.T) {
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		runs, err := s.Runs(0)
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]bool{}
		for _, r := range runs {
			names[r.Name()] = true
			if len(r.Passes) == 0 {
				t.Errorf("study %s: %s is not tested", s.Name, r.Name())
			}
		}
		if want := len(s.Variants()) * s.Seeds; len(names) != want || len(runs) != want {
			t.Errorf("study %s: %d runs of %d names, want %d", s.Name, len(runs), len(names), want)
		}
	}
}

// small is a study to be changed by a test.
const small = `
name = "small"
title = "A small grid"
source = "a test"
base = "conjunctive"
seeds = 2
figure = "table"

[fixed]
learning_rate = 0.002

[[axis]]
name = "encoder"
key = "model.encoder"
values = ["none", "mean", "cls"]

[[axis]]
name = "k"
key = "model.top_k"
values = [1, 2]

[[eval]]
tasks = ["noise"]
ratios = [1, 4]
`

func TestRuns(t *testing.T) {
	s, err := Decode([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	runs, err := s.Runs(0)
	if err != nil {
		t.Fatal(err)
	}
	first, last := runs[0], runs[len(runs)-1]
	if len(runs) != 12 || first.Name() != "none-k=1-seed0" || last.Name() != "cls-k=2-seed1" {
		t.Errorf("%d runs, from %s to %s", len(runs), first.Name(), last.Name())
	}
	if m := first.Recipe.Model; m.Encoder != hsa.EncoderNone || m.EncoderLayers != 0 || m.CLSTokens != 0 || m.TopK != 1 {
		t.Errorf("the first run has %+v", m)
	}
	if r := last.Recipe; r.Model.CLSTokens != 1 || r.Rate != 0.002 || r.Seed != 1 || r.Name != "small/cls/k=2" {
		t.Errorf("the last run has %+v", r)
	}
	if last.Variant.Values["encoder"] != "cls" || last.Variant.Values["k"] != "k=2" {
		t.Errorf("values %v", last.Variant.Values)
	}
	if one, err := s.Runs(1); err != nil || len(one) != 6 {
		t.Errorf("with one seed %d runs, %v", len(one), err)
	}
	if _, err := s.Runs(-1); err == nil {
		t.Error("-1 seeds were taken")
	}
}

// TestDecodeRefuses: what is wrong in a study is named, with what would be right.
func TestDecodeRefuses(t *testing.T) {
	for want, change := range map[string][2]string{
		`unknown key "model.encodr": the nearest is "model.encoder"`: {"model.encoder", "model.encodr"},
		`unknown key "modle": the nearest is "model"`:                {"model.encoder", "modle.encoder"},
		`encoder "meen": the nearest is "mean"`:                      {`"mean"`, `"meen"`},
		`unknown key "seed": the nearest is "seeds"`:                 {"seeds = 2", "seed = 2"},
		`unknown key "axis.vlues": the nearest is "values"`:          {"values = [1, 2]", "vlues = [1, 2]"},
		`unknown key "eval.ratio": the nearest is "ratios"`:          {"ratios", "ratio"},
		`unknown task "nose"`:                                        {`["noise"]`, `["nose"]`},
		`seeds 0: want 1`:                                            {"seeds = 2", "seeds = 0"},
		`unknown recipe "conjunctiv"`:                                {`"conjunctive"`, `"conjunctiv"`},
		`option "k=1" comes twice`:                                   {"[1, 2]", "[1, 1]"},
		`axis "encoder" comes twice`:                                 {`name = "k"`, `name = "encoder"`},
		`want a key with values, or options`:                         {`key = "model.top_k"`, ""},
		`top_k -3`:                                                   {"[1, 2]", "[1, -3]"},
		`want ratios or lengths`:                                     {"ratios = [1, 4]", ""},
		`option "clss": the nearest is "cls"`:                        {"ratios = [1, 4]", "ratios = [1, 4]\nonly = [\"clss\"]"},
		`top_k many: want a number`:                                  {"ratios = [1, 4]", "ratios = [1, 4]\ntop_k = [\"many\"]"},
		`unknown key "task.symbols.hop"`:                             {"ratios = [1, 4]", "ratios = [1, 4]\nset = { symbols = { hop = 2 } }"},
		`give it a suffix`:                                           {"ratios = [1, 4]", "ratios = [1, 4]\nyarn = true"},
		`yarn stretches the positions of full-attention only`:        {"ratios = [1, 4]", "ratios = [1, 4]\nyarn = true\nsuffix = \"+yarn\""},
		`figure "pie": want`:                                         {`"table"`, `"pie"`},
		`cannot unmarshal`:                                           {"learning_rate = 0.002", "learning_rate = \"fast\""},
	} {
		if !strings.Contains(small, change[0]) {
			t.Fatalf("the study has no %q", change[0])
		}
		if _, err := Decode([]byte(strings.Replace(small, change[0], change[1], 1))); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v", want, err)
		}
	}
}

// TestFind: a study that is not there is named with the nearest, and so is a file.
func TestFind(t *testing.T) {
	if _, err := Load("encoder-residul"); err == nil || !strings.Contains(err.Error(), `the nearest is "encoder-residual"`) {
		t.Errorf("error %v", err)
	}
	if _, err := Load("none-there.toml"); err == nil {
		t.Error("a file that is not there was read")
	}
}

// TestPasses: a pass applies to the variants that it names.
func TestPasses(t *testing.T) {
	s, err := Find("rivals")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range s.Variants() {
		r, err := s.recipe(v)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range s.Passes(v) {
			if p.YaRN && r.Rival != baseline.FullAttention {
				t.Errorf("%s is tested with YaRN", v.Name)
			}
		}
	}
}
