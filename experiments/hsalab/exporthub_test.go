package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/tokenizer"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/safetensors"
)

// hubPython is a Python with the libraries of the Hugging Face hub, in an environment of the test's own.
func hubPython(t *testing.T) string {
	t.Helper()
	if os.Getenv("HSALAB_REQUIRE_HUB") != "1" {
		t.Skip("downloads 4 MB: set HSALAB_REQUIRE_HUB=1 to read exports with the packages safetensors and tokenizers")
	}
	dir := t.TempDir()
	for _, args := range [][]string{
		{"python3", "-m", "venv", dir},
		{filepath.Join(dir, "bin", "pip"), "install", "--quiet", "--no-deps", "--only-binary", ":all:", "tokenizers==0.23.3", "safetensors==0.8.0"},
	} {
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%q: %v: %s", args, err, out)
		}
	}
	return filepath.Join(dir, "bin", "python")
}

// seen is what the libraries see in an exported directory.
type seen struct {
	Vocab   int               `json:"vocab"`
	Tensors map[string][3]any `json:"tensors"`
	IDs     []json.RawMessage `json:"ids"`
}

// hubTexts are read with every tokenizer.
var hubTexts = []string{"", "magic lemon is otter .", "Newton's Opticks, 4th edition (1730): rays & colours.", "k0 v3  n1\nv15", "a0 b1 v2",
	"tabs\tand \r\n line ends, 3.14159, ünïcödé, 日本語, 👍🏽 \u00a0…", strings.Repeat("func (x *T) Close() error { return nil }\n", 20)}

// TestHubReadsExports: the libraries of the Hugging Face hub read the weights of an export, whole and in shards, in all data
// types, as the values that they are, and its tokenizer gives the ids that ours gives.
func TestHubReadsExports(t *testing.T) {
	python := hubPython(t)
	folder := t.TempDir()
	mixture := filepath.Join(folder, "mixture")
	saveMixture(t, mixture)
	var dirs []string
	for _, args := range [][]string{{"nano"}, {"nano-text", "--dtype", "bf16"}, {"nano-robust", "--dtype", "f32", "--shard", "0.2"}, {mixture, "--dtype", "f16"}} {
		dir := filepath.Join(folder, "export-"+filepath.Base(args[0]))
		succeeds(t, append([]string{"export", "--out", dir}, args...)...)
		dirs = append(dirs, dir)
	}
	for i, s := range readByHub(t, python, dirs) {
		m, err := experiments.Open(dirs[i])
		if err != nil {
			t.Fatal(err)
		}
		if s.Vocab != m.Config().Vocab {
			t.Errorf("%s: %d tokens, want %d", dirs[i], s.Vocab, m.Config().Vocab)
		}
		compareTensors(t, dirs[i], s)
		compareIDs(t, m, s)
	}
}

func readByHub(t *testing.T, python string, dirs []string) []seen {
	t.Helper()
	request, err := json.Marshal(map[string]any{"dirs": dirs, "texts": hubTexts})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python, filepath.Join("testdata", "hub.py"))
	cmd.Stdin = bytes.NewReader(request)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
	var list []seen
	if err := json.Unmarshal(out, &list); err != nil || len(list) != len(dirs) {
		t.Fatalf("%v: %s", err, out)
	}
	return list
}

// compareTensors finds every tensor with its type, shape and bytes, and no other.
func compareTensors(t *testing.T, dir string, s seen) {
	t.Helper()
	set, err := safetensors.OpenSet(os.DirFS(dir), "model")
	if err != nil {
		t.Fatal(err)
	}
	defer set.Close()
	names := set.Names()
	if len(names) != len(s.Tensors) || len(names) < 20 {
		t.Errorf("%s: %d tensors, the library sees %d", dir, len(names), len(s.Tensors))
	}
	for _, name := range names {
		file, err := set.File(name)
		if err != nil {
			t.Fatal(err)
		}
		tensor, err := file.Tensor(name)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(tensor.Data)
		shape := []any{}
		for _, n := range tensor.Shape {
			shape = append(shape, float64(n))
		}
		got := s.Tensors[name]
		if there, ok := got[1].([]any); !ok || !slices.Equal(there, shape) || got[0] != string(tensor.DType) || got[2] != hex.EncodeToString(sum[:]) {
			t.Errorf("%s: %s: the library sees %v, want %s %v", dir, name, got, tensor.DType, shape)
		}
	}
}

// compareIDs finds the ids of all texts, and symbols refused where the model has none like them.
func compareIDs(t *testing.T, m *experiments.Trained, s seen) {
	t.Helper()
	for i, text := range hubTexts {
		want, ok := encoded(t, m, text)
		var got []int32
		if err := json.Unmarshal(s.IDs[i], &got); (err == nil) != ok || !slices.Equal(got, want) {
			t.Errorf("%s: %.30q: the library gives %.200s, want %v", m.Name, text, s.IDs[i], want)
		}
	}
}

// encoded are the tokens of a text; ok is false for symbols that the model does not have.
func encoded(t *testing.T, m *experiments.Trained, text string) (ids []int32, ok bool) {
	t.Helper()
	switch {
	case m.Vocabulary != nil:
		return tokenizer.NewWords(m.Name, m.Vocabulary).Encode(text), true
	case m.Task.Mixture != nil:
		tok, err := tokenizer.Open(m.Task.Mixture.Tokenizer)
		if err != nil {
			t.Fatal(err)
		}
		return tok.Encode(text), true
	}
	task, err := m.Task.Build()
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range strings.Fields(text) {
		id := symbol(task.HeldOut, word)
		if id < 0 {
			return nil, false
		}
		ids = append(ids, id)
	}
	return ids, true
}

// symbol is the id of a symbol, -1 where there is none like it.
func symbol(task data.Task, word string) int32 {
	for id := range int32(task.Vocab()) {
		if task.Token(id) == word {
			return id
		}
	}
	return -1
}

// saveMixture saves an untrained model with the lab's own tokenizer.
func saveMixture(t *testing.T, dir string) {
	t.Helper()
	c := hsa.Nano(4096)
	c.TrainingLength = 256
	m := experiments.Trained{Name: "mixture", Weights: &hsa.Weights{Config: c, Values: c.InitialValues(1)},
		Task: experiments.TaskSpec{Mixture: &experiments.MixtureSpec{Tokenizer: tokenizer.DefaultName, Corpus: "opticks", Text: 1}}}
	if err := m.Save(dir, "# mixture"); err != nil {
		t.Fatal(err)
	}
}
