package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/babilong"
	"github.com/hsalab/hsalab/data/samples"
)

// lines reads a file of samples with evidence.
func lines(t testing.TB, path string) []samples.Sample {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []samples.Sample
	for s, err := range samples.Read(f) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	return list
}

// Every kind of samples goes into a file, knows its evidence, is the same again, and can be looked at.
func TestDataFiles(t *testing.T) {
	for name, c := range map[string]struct {
		args, shown string
		length      int
	}{
		"ruler":    {"ruler --task niah_multikey_1 --length 4096 --depth 50 --tight --evidence --corpus opticks", "Among the secret numbers", 4096},
		"words":    {"ruler --task vt --length 2048 --evidence", "vt, sample 1 of seed 42", 2048},
		"babilong": {"babilong --task qa3 --length 4096 --depth 100 --evidence", "qa3, sample 1 of seed 42", 4096},
		"needles":  {"needles --task S-N --length 2048 --depth 0", "tokens 0 to ", 2048},
		"symbols":  {"recall --task chain2 --length 256", "recall-chain2-noise, sample 1", 256},
		"text":     {"recall --task text --haystack decoys --length 256", "recall-text-decoys", 256},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "samples.jsonl")
			args := append(strings.Fields("data "+c.args), "--samples", "2")
			out := succeeds(t, append(args, "--out", path)...)
			if !strings.Contains(out, path+": sha256 ") {
				t.Errorf("prints %q", out)
			}
			for _, s := range lines(t, path) {
				if s.Length > c.length || s.Length < c.length/2 || len(s.Evidence) == 0 {
					t.Errorf("length %d of %d, %d pieces of evidence", s.Length, c.length, len(s.Evidence))
				}
			}
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if again := succeeds(t, args...); again != string(text) {
				t.Error("standard output is not the file")
			}
			if shown := succeeds(t, "data", "inspect", path, "--index", "1"); !strings.Contains(shown, c.shown) || !strings.Contains(shown, "chunk ") {
				t.Errorf("inspect prints %s", shown)
			}
		})
	}
}

// The benchmarks' own formats.
func TestDataFormats(t *testing.T) {
	dir := t.TempDir()
	jsonl, csv := filepath.Join(dir, "niah.jsonl"), filepath.Join(dir, "qa1.csv")
	succeeds(t, "data", "ruler", "--task", "niah_single_1", "--length", "1024", "--samples", "3", "--out", jsonl)
	if out := succeeds(t, "data", "inspect", jsonl, "--chunk", "16"); !strings.Contains(out, "RULER, sample 0") || !strings.Contains(out, "marked is where an answer stands") {
		t.Errorf("inspect prints %s", out)
	}
	succeeds(t, "data", "babilong", "--task", "qa1", "--length", "1024", "--samples", "3", "--out", csv)
	f, err := os.Open(csv)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := babilong.ReadCSV(f)
	if err != nil || len(rows) != 3 || rows[0].Target == "" {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	out := succeeds(t, "data", "inspect", csv, "--index", "2")
	if !strings.Contains(out, "answer: "+rows[2].Target) || !strings.Contains(out, rows[2].Question) {
		t.Errorf("inspect prints %s", out)
	}
}

// An interrupted command leaves no file, wherever it was.
func TestDataInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, args := range []string{"ruler --task vt", "ruler --task niah_single_2", "ruler --task fwe", "babilong --task qa1", "needles --task VT", "recall --task plain"} {
		dir := t.TempDir()
		o := hsalab(t, ctx, append(strings.Fields("data "+args), "--out", filepath.Join(dir, "samples"))...)
		if o.status != exitInterrupted || !strings.Contains(o.err, "interrupted") {
			t.Errorf("%s: status %d, %q; want 130", args, o.status, o.err)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%s leaves %v", args, left)
		}
	}
}

// A command that fails midway leaves what was under the name.
func TestDataFailureKeepsTheFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "samples.jsonl")
	write(t, path, "what was there")
	fails(t, "give a longer text", "data", "needles", "--task", "S-N", "--length", "1000000", "--out", path)
	if text, err := os.ReadFile(path); err != nil || string(text) != "what was there" {
		t.Errorf("%q, %v", text, err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("it leaves %v", left)
	}
}

// referenceSample is one of RULER's files in the folder of reference samples.
type referenceSample struct {
	File, Task, Tokenizer, Wordlist, Essay string
	Length                                 int   `json:"max_seq_length"`
	Samples                                int   `json:"num_samples"`
	Seed                                   int64 `json:"seed"`
}

// The command writes RULER's own files, byte for byte, from a pack of its texts.
func TestDataRULERReference(t *testing.T) {
	folder := filepath.Join(os.Getenv("HSALAB_SHARED"), "samples")
	if os.Getenv("HSALAB_SHARED") == "" {
		folder = "../../../shared/samples"
	}
	raw, err := os.ReadFile(filepath.Join(folder, "ruler", "index.json"))
	if err != nil {
		t.Skipf("no reference samples: %v", err)
	}
	var index struct{ Files []referenceSample }
	if err := json.Unmarshal(raw, &index); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, f := range index.Files {
		if f.Tokenizer != "bytes" || f.Length != 4096 || f.Essay != "plain" || f.Wordlist != "3.0.1" {
			continue
		}
		ran++
		args := []string{"data", "ruler", "--task", f.Task, "--pack", filepath.Join(folder, "taskpack.json"), "--tokenizer", "bytes",
			"--length", strconv.Itoa(f.Length), "--seed", strconv.FormatInt(f.Seed, 10), "--samples", strconv.Itoa(f.Samples),
			"--corpus", filepath.Join(folder, "data", "essay_plain.json")}
		if documents, ok := map[string]string{"qa_1": "squad.json", "qa_2": "hotpotqa.json"}[f.Task]; ok {
			args = append(args, "--documents", filepath.Join(folder, "data", documents))
		}
		if got := succeeds(t, args...); got != gunzipped(t, filepath.Join(folder, f.File)) {
			t.Errorf("%s differs", f.File)
		}
	}
	if ran == 0 {
		t.Error("no reference sample was compared")
	}
}

func gunzipped(t testing.TB, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
