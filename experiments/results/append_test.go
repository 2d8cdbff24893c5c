package results

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestResumeAfterTearing cuts a file of two rows at every byte: the whole lines stay, and writing goes on after them.
func TestResumeAfterTearing(t *testing.T) {
	row := func(query int) Row {
		return Row{Variant: "a", Task: "t", Length: 8, Ratio: 1, GoldChunk: -1, Query: query}
	}
	first, second, third := row(0), row(1), row(2)
	path := filepath.Join(t.TempDir(), "r.jsonl")
	if err := WriteFile(path, []Row{first, second}); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(whole) + 1 {
		if err := os.WriteFile(path, whole[:n], 0o644); err != nil {
			t.Fatal(err)
		}
		kept := []Row{first, second}[:strings.Count(string(whole[:n]), "\n")]
		appendOne(t, path, kept, third)
		got, err := Read(path)
		if err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		if diff := cmp.Diff(append(kept[:len(kept):len(kept)], third), got); diff != "" {
			t.Fatalf("cut at %d (-want +got):\n%s", n, diff)
		}
	}
}

// appendOne resumes the file, checks which rows it has, and adds one.
func appendOne(t *testing.T, path string, kept []Row, row Row) {
	t.Helper()
	a, rows, err := Resume(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(kept) {
		t.Fatalf("resumed with %d rows, want %d", len(rows), len(kept))
	}
	if err := a.Write(row); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestResumeLeavesOtherFilesAlone: a file that is not a results file, or is damaged before its end, is not cut.
func TestResumeLeavesOtherFilesAlone(t *testing.T) {
	good := `{"variant":"a","task":"t","len":8,"ratio":1,"gold":-1}` + "\n"
	for name, text := range map[string]string{
		"prose":          "Opticks, or a treatise of the reflections",
		"prose at end":   good + "the end",
		"bad line":       good + "{}\n" + good,
		"bad line, torn": "{}\n" + good[:9],
		"zeros":          good + "\x00\x00\x00",
		"long line":      `{"` + strings.Repeat("x", MaxLine),
	} {
		path := filepath.Join(t.TempDir(), "r.jsonl")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Resume(path); err == nil {
			t.Errorf("%s: resumed", name)
		}
		if after, err := os.ReadFile(path); err != nil || string(after) != text {
			t.Errorf("%s: the file was changed", name)
		}
	}
}

func TestResumeErrors(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := Resume(filepath.Join(dir, "r.jsonl.gz")); err == nil || !strings.Contains(err.Error(), "compress it at the end") {
		t.Errorf("gzip: error %v", err)
	}
	if _, _, err := Resume(filepath.Join(dir, "none", "r.jsonl")); err == nil {
		t.Error("resumed in a directory that is not there")
	}
	a, _, err := Resume(filepath.Join(dir, "r.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Write(Row{}); err == nil {
		t.Error("an empty row is accepted")
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if err := a.Write(testRow()); err == nil {
		t.Error("written after Close")
	}
	if a.Close() == nil {
		t.Error("closed twice without an error")
	}
}

// TestOneWriter refuses a file that is being written, until that ends.
func TestOneWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.jsonl")
	first, _, err := Resume(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Resume(path); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("a second writer: %v", err)
	}
	if err := errors.Join(first.Write(testRow()), first.Close()); err != nil {
		t.Fatal(err)
	}
	again, rows, err := Resume(path)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	again.Close()
}
