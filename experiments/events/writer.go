package events

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/google/renameio/v2"
)

// Writer appends to the event file of a directory. It is for one goroutine.
type Writer struct {
	file io.WriteCloser
	path string
	last time.Time
}

// Open goes on with the event file of a directory, or begins one: events after step, a torn record and what follows a
// damaged one are taken out. The file is written beside its name and renamed, and the one before it removed.
func Open(dir string, step int) (*Writer, error) {
	old, err := Files(dir)
	if err != nil {
		return nil, err
	}
	var kept []Event
	number := 1
	if len(old) > 0 {
		newest := old[len(old)-1]
		kept, _ = Read(newest) // what is whole is kept
		kept = slices.DeleteFunc(kept, func(e Event) bool { return e.Step > step })
		number = fileNumber(newest) + 1
	}
	w := &Writer{path: filepath.Join(dir, fmt.Sprintf(namePattern, number))}
	if err := renameio.WriteFile(w.path, w.encode(kept), 0o644); err != nil {
		return nil, fmt.Errorf("events: %w", err)
	}
	for _, path := range old {
		if err := os.Remove(path); err != nil {
			return nil, fmt.Errorf("events: %w", err)
		}
	}
	w.file, err = os.OpenFile(w.path, os.O_APPEND|os.O_WRONLY, 0o644)
	return w, err
}

const (
	namePattern = "events.out.tfevents.%010d.hsalab"
	nameGlob    = "events.out.tfevents.??????????.hsalab"
)

// Files lists the event files of a directory, the newest last: one, or two where Open was stopped.
func Files(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("events: %w", err)
	}
	var list []string
	for _, e := range entries {
		if ok, _ := filepath.Match(nameGlob, e.Name()); ok && fileNumber(e.Name()) > 0 {
			list = append(list, filepath.Join(dir, e.Name()))
		}
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Compare(fileNumber(a), fileNumber(b)) })
	return list, nil
}

// fileNumber is the number in a file's name, or 0.
func fileNumber(path string) int {
	n := 0
	if _, err := fmt.Sscanf(filepath.Base(path), namePattern, &n); err != nil {
		return 0
	}
	return n
}

// encode is a whole file of events.
func (w *Writer) encode(list []Event) []byte {
	now := time.Now()
	if len(list) > 0 {
		now = list[0].Time
	}
	b := appendRecord(nil, encodeVersion(now))
	b = appendRecord(b, encodeStart(now))
	for _, e := range list {
		b = appendRecord(b, encodeEvent(e))
		w.last = e.Time
	}
	return b
}

// Write appends an event in one write. Time does not run backwards in a file: an event from before the last one has the
// last one's time.
func (w *Writer) Write(e Event) error {
	if e.Time.Before(w.last) {
		e.Time = w.last
	}
	w.last = e.Time
	if _, err := w.file.Write(appendRecord(nil, encodeEvent(e))); err != nil {
		return fmt.Errorf("events: %w", err)
	}
	return nil
}

// Close closes the file.
func (w *Writer) Close() error { return w.file.Close() }
