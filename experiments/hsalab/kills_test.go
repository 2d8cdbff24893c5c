package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// asProgram makes processes that tests start from this binary be the program.
const asProgram = "HSALAB_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// TestKills kills a few times; hsalab check --kills 200 is the sweep.
func TestKills(t *testing.T) {
	t.Setenv(asProgram, "1")
	out := succeeds(t, "check", "--kills", "5", "--seed", "5")
	for _, want := range []string{"PASS  5 kills", "ended bit for bit"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing from\n%s", want, out)
		}
	}
}

// TestKillsNoticeFaults: another byte, a missing file, half a checkpoint and an older one are noticed.
func TestKillsNoticeFaults(t *testing.T) {
	s := &kills{folder: t.TempDir()}
	for _, dir := range []string{"reference", "run"} {
		for _, name := range comparedFiles {
			path := filepath.Join(s.file(dir), name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			write(t, path, name)
		}
	}
	for _, name := range comparedFiles {
		path := filepath.Join(s.file("run"), name)
		write(t, path, "x"+name[1:])
		if err := s.compare(s.file("run")); err == nil || !strings.Contains(err.Error(), name+" differs") {
			t.Errorf("%s was changed: error %v", name, err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if err := s.compare(s.file("run")); err == nil {
			t.Errorf("%s was removed: no error", name)
		}
		write(t, path, name)
	}
	if err := s.compare(s.file("run")); err != nil {
		t.Errorf("equal runs: %v", err)
	}
	dir := filepath.Join(t.TempDir(), "run")
	succeeds(t, "train", "nano", "--steps", "1", "--out", dir)
	if step, err := s.loads(dir, 0); err != nil || step != 1 {
		t.Errorf("a whole checkpoint: step %d, %v", step, err)
	}
	if _, err := s.loads(dir, 2); err == nil || !strings.Contains(err.Error(), "of step 1, and there was one of step 2") {
		t.Errorf("an older checkpoint: error %v", err)
	}
	if err := os.Truncate(filepath.Join(dir, "checkpoint.safetensors"), 5000); err != nil {
		t.Fatal(err)
	}
	if _, err := s.loads(dir, 0); err == nil {
		t.Error("half a checkpoint: no error")
	}
}

func TestFirstDifference(t *testing.T) {
	for _, c := range []struct{ want, got, says string }{
		{"a\nb\n", "a\nc\n", `, from line 2 of 3 and 3 on: want "b\n", got "c\n"`},
		{"a\nb\n", "a\n", `, from line 2 of 3 and 2 on: want "b\n", got ""`},
		{"a\n", "a\nb\n", `, from line 2 of 2 and 3 on: want "", got "b\n"`},
		{"a", "\xff", ""},
	} {
		if says := firstDifference([]byte(c.want), []byte(c.got)); says != c.says {
			t.Errorf("%q, %q: %s, want %s", c.want, c.got, says, c.says)
		}
	}
}
