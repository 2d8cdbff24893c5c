package events

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var start = time.UnixMicro(1_700_000_000_250_000)

func event(step int, value float32) Event {
	return Event{start.Add(time.Duration(step) * time.Second), step, []Scalar{{"train/loss", value}, {"train/accuracy", value / 2}}}
}

func writeAll(t *testing.T, dir string, from int, list ...Event) {
	t.Helper()
	w, err := Open(dir, from)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if err := w.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// onlyFile is the one event file of a directory.
func onlyFile(t *testing.T, dir string) string {
	t.Helper()
	list, err := Files(dir)
	if err != nil || len(list) != 1 {
		t.Fatalf("event files %v, %v; want one", list, err)
	}
	return list[0]
}

func readAll(t *testing.T, dir string) []Event {
	t.Helper()
	list, err := Read(onlyFile(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestReadingBack(t *testing.T) {
	dir := t.TempDir()
	want := []Event{event(20, 2.5), event(40, 1.25)}
	writeAll(t, dir, 0, want...)
	if diff := cmp.Diff(want, readAll(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// TestGoingOn: what is after the step is taken back, the rest is kept with its times, in one file with a later name.
func TestGoingOn(t *testing.T) {
	dir := t.TempDir()
	writeAll(t, dir, 0, event(20, 3), event(40, 2), event(60, 9))
	first := onlyFile(t, dir)
	writeAll(t, dir, 40, event(60, 1))
	if diff := cmp.Diff([]Event{event(20, 3), event(40, 2), event(60, 1)}, readAll(t, dir)); diff != "" {
		t.Error(diff)
	}
	if second := onlyFile(t, dir); second <= first {
		t.Errorf("%s follows %s", second, first)
	}
}

// TestTornAndDamaged: a file cut anywhere has the events before the cut; a changed byte is noticed.
func TestTornAndDamaged(t *testing.T) {
	dir := t.TempDir()
	writeAll(t, dir, 0, event(1, 3), event(2, 2))
	path := onlyFile(t, dir)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	try := func(raw []byte) ([]Event, error) {
		if err := os.WriteFile(path, raw, 0o644); err != nil {
			t.Fatal(err)
		}
		return Read(path)
	}
	last := len(appendRecord(nil, encodeEvent(event(2, 2))))
	for cut := range last {
		if list, err := try(whole[:len(whole)-last+cut]); err != nil || len(list) != 1 {
			t.Fatalf("cut behind byte %d of the last record: %d events, %v", cut, len(list), err)
		}
	}
	for at := range last {
		raw := bytes.Clone(whole)
		raw[len(raw)-last+at] ^= 1
		if _, err := try(raw); err == nil || !strings.Contains(err.Error(), "record 4") {
			t.Fatalf("byte %d changed: error %v", at, err)
		}
	}
	writeAll(t, dir, 10, event(3, 1)) // the damaged record goes, the others stay
	if diff := cmp.Diff([]Event{event(1, 3), event(3, 1)}, readAll(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestClockThatJumpsBack(t *testing.T) {
	dir := t.TempDir()
	late, early := event(10, 1), event(20, 1)
	early.Time = start.Add(-time.Hour)
	writeAll(t, dir, 0, late)
	writeAll(t, dir, 10, early)
	if list := readAll(t, dir); len(list) != 2 || !list[1].Time.Equal(late.Time) {
		t.Errorf("events %v", list)
	}
}

func TestStoppedWhileOpening(t *testing.T) {
	dir := t.TempDir()
	writeAll(t, dir, 0, event(1, 1))
	first := onlyFile(t, dir)
	raw, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	writeAll(t, dir, 1, event(2, 2))
	if err := os.WriteFile(first, raw, 0o644); err != nil { // as if it had not been removed yet
		t.Fatal(err)
	}
	writeAll(t, dir, 2, event(3, 3))
	if list := readAll(t, dir); len(list) != 3 {
		t.Errorf("events %v", list)
	}
}

// TestBytes compares a record with one made by hand: CRC-32C of "123456789" is e3069283, the check value of the sum.
func TestBytes(t *testing.T) {
	const sum = 0xe3069283
	rotated := uint32(sum>>15 | sum<<17&0xffffffff)
	if got := maskedSum([]byte("123456789")); got != rotated+sumMask {
		t.Errorf("masked sum %08x", got)
	}
	got := hex.EncodeToString(encodeEvent(Event{time.UnixMicro(1_500_000), 300, []Scalar{{"a", 1}}}))
	// time 1.5, step 300, summary of one value: tag "a", simple_value 1.0
	if want := "09" + "000000000000f83f" + "10" + "ac02" + "2a0a" + "0a08" + "0a0161" + "150000803f"; got != want {
		t.Errorf("event %s, want %s", got, want)
	}
}

func TestErrors(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "no", "such")
	if _, err := Open(missing, 0); err == nil {
		t.Error("a missing directory was opened")
	}
	if _, err := Read(missing); err == nil {
		t.Error("a missing file was read")
	}
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full to write to")
	}
	w := Writer{file: full}
	if err := w.Write(event(1, 1)); err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("a full disk: error %v", err)
	}
}
