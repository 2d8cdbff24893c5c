package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/tokenizer"
)

func TestTokenizerTrain(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "mine.json.gz")
	out := succeeds(t, "tokenizer", "train", "--vocab", "400", "--corpus", "opticks", "--out", path)
	tok, err := tokenizer.File(path)
	if err != nil {
		t.Fatal(err)
	}
	if tok.Name() != "mine" || tok.Vocab() != 400 || !strings.Contains(out, "400 entries, hash "+tok.Hash()) || !strings.Contains(out, "documents of") {
		t.Errorf("%s of %d; it prints %q", tok.Name(), tok.Vocab(), out)
	}
	again := filepath.Join(dir, "again.json.gz")
	succeeds(t, "tokenizer", "train", "--vocab", "400", "--corpus", "opticks", "--out", again)
	first, _ := os.ReadFile(path)
	if second, _ := os.ReadFile(again); string(first) != string(second) {
		t.Error("the same texts give another file")
	}
	if out := succeeds(t, "tokenizer", "show", path, "the light 42"); !strings.Contains(out, `" l"`) || !strings.Contains(out, `"4"`) {
		t.Errorf("show prints %s", out)
	}
}

// The documented command gives the tokenizer that comes with the lab, byte for byte, on the Go distribution that it was
// trained on.
func TestTokenizerTrainDefault(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 16 MB and trains on 9")
	}
	path := filepath.Join(t.TempDir(), "hsalab-4k.json.gz")
	out := succeeds(t, "tokenizer", "train", "--vocab", "4096", "--split", "train", "--corpus", "opticks*8+go-docs*0.25", "--out", path)
	if !strings.Contains(out, "b1d364b54459f0c3") {
		t.Skipf("this Go distribution has other texts: %s", out)
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../../data/tokenizer/hsalab-4k.json.gz")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Error("the command gives another file than the one that is committed")
	}
}

func TestTokenizerBadInput(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "t.json")
	empty := filepath.Join(dir, "empty.txt")
	write(t, empty, "")
	for _, c := range []struct{ want, args string }{
		{"vocabulary of 100: want 257", "train --vocab 100 --corpus opticks --out " + path},
		{"no text to train on", "train --vocab 300 --corpus " + empty + " --out " + path},
		{"want opticks, go-docs", "train --vocab 300 --corpus nosuch --out " + path},
		{"there is no folder", "train --vocab 300 --corpus opticks --out " + dir + "/none/t.json"},
		{"no such file", "show nosuch"},
		{"is no tokenizer that can be used", "show " + empty},
	} {
		fails(t, c.want, strings.Fields("tokenizer "+c.args)...)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if o := hsalab(t, ctx, "tokenizer", "train", "--vocab", "300", "--corpus", "opticks", "--out", path); o.status != exitInterrupted {
		t.Errorf("status %d, %q; want 130", o.status, o.err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("an interrupted command left a file")
	}
}
