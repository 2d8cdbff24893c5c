package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestQuickstart(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out", "quickstart")
	printed := succeeds(t, "quickstart", "--no-notebook", "--out", out, "--models", shortModel(t, "nano", 16)+","+shortModel(t, "nano-text", 32))
	for _, want := range []string{"memory: about", "at the peak", "what is magic lemon?", "otter (right)", "What each question retrieved", "Accuracy past the training length", "wrote " + filepath.Join(out, "index.html"), "hsalab lab"} {
		if !strings.Contains(printed, want) {
			t.Errorf("quickstart does not print %q", want)
		}
	}
	for _, name := range []string{"answers.md", "answers.csv", "retrieval.png", "retrieval.svg", "accuracy.png", "accuracy.svg", "rows.jsonl", "index.html"} {
		if info, err := os.Stat(filepath.Join(out, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	page, err := os.ReadFile(filepath.Join(out, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{`src="http`, `href="http`} {
		if strings.Contains(string(page), never) {
			t.Errorf("the page holds %s", never)
		}
	}
	if t.Failed() {
		t.Log(printed)
	}
}

func TestFigures(t *testing.T) {
	out := filepath.Join(t.TempDir(), "figures")
	printed := succeeds(t, "figures", "--out", out)
	for line := range strings.Lines(printed) {
		if path, ok := strings.CutPrefix(strings.TrimSpace(line), "wrote "); ok {
			if _, err := os.Stat(path); err != nil {
				t.Error(err)
			}
		}
	}
	if !strings.Contains(printed, "wrote "+filepath.Join(out, "index.html")) {
		t.Errorf("figures prints %q", printed)
	}
}

func TestAsk(t *testing.T) {
	file := filepath.Join(t.TempDir(), "note.txt")
	write(t, file, "The boat came in at noon. Magic wagon is eagle. Nobody was on it, and the tide was turning.")
	out := succeeds(t, "ask", "--text", file, "--needle", "lemon=otter@0.9", "--needle", "violin=tiger")
	for _, want := range []string{"otter (right)", "tiger (right)", "eagle (right)", "3", "[", "What each question retrieved"} {
		if !strings.Contains(out, want) {
			t.Errorf("ask prints %q, want %q", out, want)
		}
	}
	one := succeeds(t, "ask", "--text", file, "what is magic wagon?")
	if strings.Count(one, "what is magic") != 1 {
		t.Errorf("one question prints %q", one)
	}
	write(t, file, "\x00binary")
	fails(t, "not a text", "ask", "--text", file, "lemon")
	write(t, file, "")
	fails(t, "nothing in the text", "ask", "--text", file, "lemon")
}

func TestBench(t *testing.T) {
	out := succeeds(t, "bench", "--no-cells", "--duration", "1ms", "--lengths", "256")
	for _, want := range []string{"training, nano at 128 tokens", "reading 256 tokens", "answering after 256 tokens", "tokens/s", "Hardware: "} {
		if !strings.Contains(out, want) {
			t.Errorf("bench prints %q, want %q", out, want)
		}
	}
}
