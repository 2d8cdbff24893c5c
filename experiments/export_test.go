package experiments

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/data/tokenizer"
	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/hsa/safetensors"
)

// names are the entries of a directory.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

// hubFiles are those of every export.
var hubFiles = []string{"README.md", "config.json", "generation_config.json", "metrics.jsonl", "model.safetensors", "task.json", "tokenizer.json", "tokenizer_config.json"}

// TestExportOfARun: an unfinished run is exported whole, with everything that is known about it, and opens as a model.
func TestExportOfARun(t *testing.T) {
	dir, to := RunDir(t.TempDir()), filepath.Join(t.TempDir(), "new", "model")
	o := TrainOptions{Dir: dir, StopAfter: 9, RecordEvery: 3, Command: "hsalab train /home/someone/my.toml --backend xla:/opt/lib/plugin.so"}
	if err := Train(context.Background(), tinyRecipe(), o); !errors.Is(err, ErrInterrupted) {
		t.Fatal(err)
	}
	if _, err := Export(string(dir), to, ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	if got := names(t, to); !slices.Equal(got, hubFiles) {
		t.Errorf("files %q", got)
	}
	if left := names(t, filepath.Dir(to)); len(left) != 1 {
		t.Errorf("beside it: %q", left)
	}
	m := mustOpen(t, to)
	if n := len(m.Metrics); n != 3 || m.Metrics[n-1].Step != 9 {
		t.Errorf("%d metrics", n)
	}
	card := string(contents(t, filepath.Join(to, "README.md")))
	for _, want := range []string{"---\nlicense: apache-2.0\n", "\n---\n\n# nano\n\n", "| trained for | 9 steps, 1152 tokens |", "`hsalab train …/my.toml --backend xla:…/plugin.so`",
		"## Measured\n\nNothing yet", "## Limits\n\n- One run of training", "In training no needle was a decoy", "## Licence\n\nThe weights are under the Apache License 2.0"} {
		if !strings.Contains(card, want) {
			t.Errorf("the card lacks %q:\n%s", want, card)
		}
	}
}

// TestExportReplaces: an earlier export goes, in shards or not; what is no export stays, and so does what was there when an
// export fails.
func TestExportReplaces(t *testing.T) {
	to := filepath.Join(t.TempDir(), "model")
	if _, err := Export("nano", to, ExportOptions{DType: safetensors.F32, ShardBytes: 256 << 10}); err != nil {
		t.Fatal(err)
	}
	for _, e := range names(t, to) {
		if info, err := os.Stat(filepath.Join(to, e)); err != nil || info.Size() > 300<<10 {
			t.Errorf("%s: %d bytes, %v", e, info.Size(), err)
		}
	}
	nano := mustOpen(t, "nano")
	if sharded := mustOpen(t, to); sharded.Hash() != nano.Hash() || sharded.Weights.DType == nano.Weights.DType {
		t.Errorf("hash %s in %s, want %s", sharded.Hash(), sharded.Weights.DType, nano.Hash())
	}
	if _, err := Export("nano", to, ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	if got := names(t, to); !slices.Equal(got, hubFiles) {
		t.Errorf("files %q", got)
	}
	if m := mustOpen(t, to); m.Weights.DType != safetensors.F16 {
		t.Errorf("data type %s, want that of the model", m.Weights.DType)
	}
	broken := mustOpen(t, "nano")
	broken.Task = TaskSpec{}
	if _, err := broken.export(to, "# broken", ExportOptions{}); err == nil {
		t.Error("a model without a task was exported")
	}
	if m := mustOpen(t, to); m.Hash() != nano.Hash() || len(names(t, filepath.Dir(to))) != 1 {
		t.Errorf("after a failed export: %v", names(t, filepath.Dir(to)))
	}
	if err := os.WriteFile(filepath.Join(to, "notes.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]string{to: "it holds notes.txt", ".": "a directory of its own", "/": "a directory of its own", filepath.Join(to, "notes.txt"): "it is no directory"} {
		if _, err := Export("nano", dir, ExportOptions{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", dir, err, want)
		}
	}
}

func TestExportRefuses(t *testing.T) {
	run := RunDir(t.TempDir())
	trainFully(t, tinyRecipe(), run, 1000)
	if err := os.Remove(run.runFile()); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "to")
	for name, want := range map[string]string{"nosuch": `no model "nosuch"`, string(run): "export " + run.Weights(), t.TempDir(): "is no weights directory"} {
		if _, err := Export(name, to, ExportOptions{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", name, err, want)
		}
	}
	if _, err := os.Stat(to); err == nil {
		t.Error("something was written")
	}
}

// TestExportTokenizers: tokenizer.json has the id of every token of the model.
func TestExportTokenizers(t *testing.T) {
	bpe := &Trained{Name: "bpe", Task: TaskSpec{Mixture: &MixtureSpec{Tokenizer: tokenizer.DefaultName}}}
	raw := &Trained{Name: "bytes", Task: TaskSpec{Mixture: &MixtureSpec{Tokenizer: tokenizer.BytesName}}}
	for model, want := range map[*Trained]struct {
		vocab int
		token string
		id    int32
		end   string
	}{
		mustOpen(t, "nano"):        {64, "v0", 32, ""},
		mustOpen(t, "nano-robust"): {mustOpen(t, "nano-robust").Config().Vocab, "b0", 8, ""},
		mustOpen(t, "nano-text"):   {1050, "magic", 1, ""},
		bpe:                        {4096, tokenizer.EndOfText, 0, tokenizer.EndOfText},
		raw:                        {257, "A", 65, tokenizer.EndOfText},
	} {
		h, err := model.tokenizer()
		if err != nil {
			t.Fatal(err)
		}
		var d struct {
			Model struct{ Vocab map[string]int32 }
		}
		if err := json.Unmarshal(h.definition, &d); err != nil {
			t.Fatal(err)
		}
		if got := d.Model.Vocab; len(got) != want.vocab || got[want.token] != want.id || h.config.EOS != want.end {
			t.Errorf("%s: %d tokens, %q is %d, the end %q", model.Name, len(got), want.token, got[want.token], h.config.EOS)
		}
	}
}

// TestCardMeasured: the card of a shipped model shows its committed rows, each question once, with the intervals that the
// tables have, and nothing of other weights.
func TestCardMeasured(t *testing.T) {
	rows, err := records.Evaluation()
	if err != nil {
		t.Skip(err)
	}
	to := filepath.Join(t.TempDir(), "nano")
	answers, err := Export("nano", to, ExportOptions{Rows: slices.Concat(rows, rows)})
	if err != nil {
		t.Fatal(err)
	}
	mine := slices.DeleteFunc(slices.Clone(rows), func(r results.Row) bool { return r.Variant != "nano" || r.Rule == results.Generate || r.At != "" })
	if answers != len(mine) {
		t.Errorf("%d answers, want %d", answers, len(mine))
	}
	card := string(contents(t, filepath.Join(to, "README.md")))
	for _, want := range []string{"| recall-plain-noise | 1048576 (8192×) | 4 | 1.000 [0.962, 1.000] |", "model-index:\n- name: \"nano\"", "nothing is known beyond 33554432 tokens"} {
		if !strings.Contains(card, want) {
			t.Errorf("the card lacks %q:\n%s", want, card)
		}
	}
	if again, err := Export(to, filepath.Join(t.TempDir(), "again"), ExportOptions{}); err != nil || again != 0 {
		t.Errorf("an export without rows shows %d answers, %v", again, err)
	}
	other := filepath.Join(t.TempDir(), "other")
	if err := os.Rename(to, other); err != nil {
		t.Fatal(err)
	}
	if _, err := Export(other, to, ExportOptions{Rows: rows}); err != nil || string(contents(t, filepath.Join(to, "README.md"))) != card {
		t.Errorf("from a folder of another name comes another card, %v", err)
	}
	if text := aboutOf(card); !strings.HasPrefix(text, "# nano\n") || strings.Contains(text, "Measured") {
		t.Errorf("of the card is kept %q", text)
	}
}

// TestRowsAreOfTheseWeights: one value changed, and the rows are another model's.
func TestRowsAreOfTheseWeights(t *testing.T) {
	m := mustOpen(t, "nano")
	rows := []results.Row{{Weights: m.Hash()}, {Weights: "8c25d85138cc7123"}, {Weights: ""}}
	if got := withHash(rows, m.Hashes()); len(got) != 2 {
		t.Errorf("%d rows of nano, want those of today's and of the first hash", len(got))
	}
	m.Weights.Values[7]++
	if got := withHash(rows, m.Hashes()); len(got) != 0 {
		t.Errorf("rows %v of other weights", got)
	}
	m = mustOpen(t, "nano")
	m.Weights.Config.GumbelNoise = true
	if got := m.Hashes(); len(got) != 1 {
		t.Errorf("hashes %v of a model that could not be configured at first", got)
	}
}

func TestLicence(t *testing.T) {
	symbols := recall.Plain()
	for want, task := range map[string]TaskSpec{
		"Its training texts are generated.":                                   {Symbols: &symbols},
		"Newton's *Opticks* is in the public domain. The documentation of Go": {Mixture: &MixtureSpec{Corpus: "opticks*4+go-docs+go-source*0.2"}},
		"The licence of book.txt is not known here":                           {Mixture: &MixtureSpec{Corpus: "opticks+/home/someone/book.txt"}},
	} {
		m := Trained{Task: task}
		if got := m.licence(); !strings.Contains(got, want) || strings.Contains(got, "/home") {
			t.Errorf("%s, want %q", got, want)
		}
		if open := strings.Contains(m.front(nil), "license: apache-2.0"); open == strings.Contains(want, "not known") {
			t.Errorf("%s: apache-2.0 %v", want, open)
		}
	}
}

func TestWithoutFolders(t *testing.T) {
	for command, want := range map[string]string{
		"hsalab train nano --half":                         "hsalab train nano --half",
		"/usr/bin/hsalab train --out=/a/b 'x:/c/d' e/f":    "…/hsalab train --out=…/b 'x:…/d' e/f",
		"hsalab eval nano --tasks a/b --out ./r.jsonl /":   "hsalab eval nano --tasks a/b --out ./r.jsonl /",
		`hsalab ask "what is 1/2" --text "/home/me/t.txt"`: `hsalab ask "what is 1/2" --text "…/t.txt"`,
	} {
		if got := withoutFolders(command); got != want {
			t.Errorf("%s: %s, want %s", command, got, want)
		}
	}
}

// TestMixtureLine: shares are of all sequences, and no folder of the machine is named.
func TestMixtureLine(t *testing.T) {
	m := MixtureSpec{Text: 0.5, Tasks: map[string]float64{"VT": 0.5, "MQ-N*fill": 1}, Corpus: "opticks*4+/home/someone/book.txt", Tokenizer: "/home/someone/tokenizer.json"}
	want := "25 % running text, 50 % MQ-N\\*fill, 25 % VT, in the corpus `opticks*4+…/book.txt`, tokenizer tokenizer.json"
	if got := mixtureLine(m); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
