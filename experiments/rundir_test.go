//go:build linux

package experiments

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestLockDiesWithItsOwner: while another process holds the directory, training in it is refused with its number; once
// that process is killed, training goes on.
func TestLockDiesWithItsOwner(t *testing.T) {
	dir := RunDir(t.TempDir())
	owner := exec.Command(os.Args[0], "-test.run=^TestHoldLock$")
	owner.Env = append(os.Environ(), "HSALAB_HOLD="+string(dir))
	out, err := owner.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := owner.Start(); err != nil {
		t.Fatal(err)
	}
	held := make([]byte, 4)
	if _, err := out.Read(held); err != nil || string(held) != "held" {
		t.Fatalf("the owner says %q, %v", held, err)
	}
	err = Train(context.Background(), tinyRecipe(), TrainOptions{Dir: dir, StopAfter: 1})
	if err == nil || !strings.Contains(err.Error(), "is in use by process ") || !strings.Contains(err.Error(), "stop it, or choose another") {
		t.Errorf("error %v, want one that says who uses the directory", err)
	}
	if err := owner.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = owner.Wait() // killed
	stopAt(t, tinyRecipe(), dir, 1)
}

// TestHoldLock is the other process of the test above.
func TestHoldLock(t *testing.T) {
	dir := os.Getenv("HSALAB_HOLD")
	if dir == "" {
		t.Skip("runs as a process of TestLockDiesWithItsOwner")
	}
	if _, err := RunDir(dir).lock(); err != nil {
		t.Fatal(err)
	}
	os.Stdout.WriteString("held")
	time.Sleep(time.Minute)
}

// TestLockIsGivenBack after a run ends in an error, and within a process too there is only one run.
func TestLockIsGivenBack(t *testing.T) {
	dir := RunDir(t.TempDir())
	l, err := dir.lock()
	if err != nil {
		t.Fatal(err)
	}
	if err := Train(context.Background(), tinyRecipe(), TrainOptions{Dir: dir}); err == nil || !strings.Contains(err.Error(), "is in use") {
		t.Errorf("error %v", err)
	}
	if err := l.Unlock(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir.checkpoint(Last), []byte("no checkpoint"), 0o644); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := Train(context.Background(), tinyRecipe(), TrainOptions{Dir: dir}); err == nil || strings.Contains(err.Error(), "in use") {
			t.Errorf("error %v, want one about the checkpoint", err)
		}
	}
}

// TestSweep: what a killed process was writing goes, everything else stays.
func TestSweep(t *testing.T) {
	dir := RunDir(t.TempDir())
	stay := []string{".gitignore", "notes.json", ".hidden.json", "checkpoint.safetensors5", ".mine123"}
	for _, name := range append(stay, ".checkpoint.safetensors8123", ".best.safetensors1", ".run.json77", ".metrics.jsonl5", ".events.out.tfevents.0000000001.hsalab12") {
		if err := os.WriteFile(filepath.Join(string(dir), name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := dir.sweep(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(string(dir))
	if err != nil || len(entries) != len(stay) {
		t.Errorf("left: %v, %v; want %v", entries, err, stay)
	}
}

// TestTornMetrics: a run goes on after the end of its record was torn off, or a line of it damaged.
func TestTornMetrics(t *testing.T) {
	dir := RunDir(t.TempDir())
	if err := Train(context.Background(), tinyRecipe(), TrainOptions{Dir: dir, StopAfter: 9, RecordEvery: 3}); !errors.Is(err, ErrInterrupted) {
		t.Fatal(err)
	}
	raw := contents(t, dir.metrics())
	torn := append(raw[:len(raw):len(raw)], `{"step":12,"tok`...)
	if err := os.WriteFile(dir.metrics(), torn, 0o644); err != nil {
		t.Fatal(err)
	}
	if list, err := dir.Metrics(); err != nil || len(list) != 3 {
		t.Errorf("%d lines, %v; want the 3 good ones", len(list), err)
	}
	damaged := append([]byte("\x00\x00\x00\n"), torn...)
	if err := os.WriteFile(dir.metrics(), damaged, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := dir.Metrics(); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("a damaged line: error %v", err)
	}
	if err := Train(context.Background(), tinyRecipe(), TrainOptions{Dir: dir, RecordEvery: 3}); err != nil {
		t.Fatal(err)
	}
	if list, err := dir.Metrics(); err != nil || len(list) != 4 {
		t.Errorf("%d lines, %v; want 4", len(list), err)
	}
}

// TestFullDisk: on a file system with room for one checkpoint and no second, the run stops with a sentence that says what
// to do, the last checkpoint loads, and with room again the run ends as if nothing had been.
func TestFullDisk(t *testing.T) {
	mount := t.TempDir()
	if err := syscall.Mount("tmpfs", mount, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("no file system of a given size can be made here (%v)", err)
	}
	defer func() {
		if err := syscall.Unmount(mount, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	}()
	dir, whole := RunDir(filepath.Join(mount, "run")), RunDir(t.TempDir())
	o := TrainOptions{Dir: dir, RecordEvery: 3, BestEvery: 5}
	o.StopAfter = 4
	if err := Train(context.Background(), tinyRecipe(), o); !errors.Is(err, ErrInterrupted) {
		t.Fatal(err)
	}
	ballast := filepath.Join(mount, "ballast")
	fill(t, ballast)
	info, err := os.Stat(ballast)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(ballast, info.Size()-32<<10); err != nil { // room for the record, not for a checkpoint
		t.Fatal(err)
	}
	o.StopAfter = 0
	err = Train(context.Background(), tinyRecipe(), o)
	if !errors.Is(err, syscall.ENOSPC) || !strings.HasPrefix(err.Error(), "checkpoint:") || !strings.Contains(err.Error(), "free some space, and the same command goes on") {
		t.Errorf("error %v", err)
	}
	if step, ok, err := dir.Checkpoint(Last); err != nil || !ok || step != 4 {
		t.Errorf("checkpoint of step %d, %v, %v; want that of step 4", step, ok, err)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", mount, "tmpfs", syscall.MS_REMOUNT, "size=8m"); err != nil {
		t.Fatal(err)
	}
	trainFully(t, tinyRecipe(), dir, 1000)
	trainFully(t, tinyRecipe(), whole, 1000)
	compareRuns(t, whole, dir)
}

// fill writes a file until the disk is full.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}

// TestRecordOnAFullDisk needs no file system of its own: a write to the record fails, and the run stops.
func TestRecordOnAFullDisk(t *testing.T) {
	dir := RunDir(t.TempDir())
	tr, err := newTraining(t.Context(), tinyRecipe(), TrainOptions{Dir: dir, RecordEvery: 3})
	if err != nil {
		t.Fatal(err)
	}
	defer tr.close()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full to write to")
	}
	tr.log.lines = full
	if err := tr.save(Last); err == nil { // /dev/full cannot be synced; the error must not be lost
		t.Error("a record that cannot be put on disk: no error")
	}
	if err := explainFull(tr.loop(context.Background())); err == nil || !strings.Contains(err.Error(), "the disk is full") {
		t.Errorf("error %v", err)
	}
	if tr.at.Step != 3 {
		t.Errorf("stopped at step %d, want 3", tr.at.Step)
	}
}
