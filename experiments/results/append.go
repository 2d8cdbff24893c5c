package results

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/gofrs/flock"
)

// Appender adds rows to a results file, one write to the system a row, so that an interruption loses at most the
// row being written. It is for one goroutine, and holds a lock on the file, which ends with the process.
type Appender struct {
	file *os.File
	lock *flock.Flock
	size int64 // bytes of whole lines
}

// Resume opens the plain .jsonl file at path for appending, making it if there is none, and returns the rows it
// already has. An unfinished last line, which an interruption leaves, is dropped from the file; any other
// malformed line is an error and the file is left alone, and so is a file that another Appender has open. A .gz file cannot be appended to: write a .jsonl and then
// compress it with [Read] and [WriteFile].
func Resume(path string) (*Appender, []Row, error) {
	if compressed(path) {
		return nil, nil, fmt.Errorf("results: cannot append to %s: append to a .jsonl file and compress it at the end", path)
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, nil, fmt.Errorf("results: %w", err)
	}
	a := &Appender{file: file, lock: flock.New(path)}
	if free, err := a.lock.TryLock(); err != nil || !free {
		file.Close()
		return nil, nil, fmt.Errorf("results: %s is being written by another process: wait for it, or choose another file", path)
	}
	rows, err := a.recover()
	if err != nil {
		file.Close()
		a.lock.Close()
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	return a, rows, nil
}

// recover reads the whole lines and cuts the file after them.
func (a *Appender) recover() ([]Row, error) {
	info, err := a.file.Stat()
	if err != nil {
		return nil, fmt.Errorf("results: %w", err)
	}
	if a.size, err = wholeLines(a.file, info.Size()); err != nil {
		return nil, fmt.Errorf("results: %w", err)
	}
	var rows []Row
	for row, err := range Decode(io.NewSectionReader(a.file, 0, a.size)) {
		if err != nil {
			return nil, fmt.Errorf("%w: take that line out, and what it stood for is measured again", err)
		}
		rows = append(rows, row)
	}
	return rows, a.cut()
}

// wholeLines is the number of bytes up to the last newline of a file of size bytes. What follows it must be the beginning of a
// row: a file of another kind is refused, since its end would be cut off.
func wholeLines(r io.ReaderAt, size int64) (int64, error) {
	tail := make([]byte, min(size, MaxLine))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return 0, err
	}
	end := bytes.LastIndexByte(tail, '\n') + 1
	torn := tail[end:]
	const begin = `{"`
	if n := min(len(torn), len(begin)); string(torn[:n]) != begin[:n] || len(torn) == MaxLine {
		return 0, errors.New("the last line is not the beginning of a row; this is not a results file")
	}
	return size - int64(len(torn)), nil
}

// cut drops what follows the whole lines and goes to their end.
func (a *Appender) cut() error {
	if err := a.file.Truncate(a.size); err != nil {
		return fmt.Errorf("results: %w", err)
	}
	if _, err := a.file.Seek(a.size, io.SeekStart); err != nil {
		return fmt.Errorf("results: %w", err)
	}
	return nil
}

// Write appends one row. If that fails half way, as on a full disk, the half line is dropped, and Write may be tried again.
func (a *Appender) Write(row Row) error {
	line, err := encodeLine(row)
	if err != nil {
		return err
	}
	if _, err := a.file.Write(line); err != nil {
		a.cut() // the write's error is the one to report; Resume drops the half line if this fails too
		return fmt.Errorf("results: %w", err)
	}
	a.size += int64(len(line))
	return nil
}

// Close flushes the file to disk and closes it.
func (a *Appender) Close() error {
	syncErr := a.file.Sync()
	closeErr := errors.Join(a.file.Close(), a.lock.Close())
	if syncErr != nil {
		return fmt.Errorf("results: %w", syncErr)
	}
	if closeErr != nil {
		return fmt.Errorf("results: %w", closeErr)
	}
	return nil
}
