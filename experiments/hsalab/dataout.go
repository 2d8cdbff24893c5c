package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"

	"github.com/google/renameio/v2"
)

// standardOut is the name of standard output as a file.
const standardOut = "-"

// write has a file written, which appears whole or not at all, and says its hash. "-" is standard output.
func (c *console) write(path string, do func(io.Writer) error) error {
	if path == standardOut {
		return do(c.out)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return errorf("--out %s: it is a directory: want a file", path)
	}
	file, err := renameio.NewPendingFile(path, renameio.WithPermissions(0o644))
	if err != nil {
		return fmt.Errorf("--out %s: %w", path, err)
	}
	defer file.Cleanup() // does nothing once the file is in its place
	hash := sha256.New()
	if err := do(io.MultiWriter(file, hash)); err != nil {
		return err
	}
	if err := file.CloseAtomicallyReplace(); err != nil {
		return fmt.Errorf("--out %s: %w", path, err)
	}
	c.say("%s: sha256 %x", path, hash.Sum(nil))
	return nil
}
