package pjrt

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"
)

// unpack checks the wheel and writes the library in it to name. Only that one member is read, and where it goes
// does not depend on what the archive says.
func (s source) unpack(ctx context.Context, wheel, name string) error {
	if err := checkFile(wheel, s.wheelSum); err != nil {
		return err
	}
	archive, err := zip.OpenReader(wheel)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	defer archive.Close()
	for _, f := range archive.File {
		if f.Name == s.member {
			return s.extract(ctx, f, filepath.Dir(wheel), name)
		}
	}
	return fmt.Errorf("%w: no %s in the wheel", ErrCorrupt, s.member)
}

// extract writes one member into the work directory, checks its size and sum, and renames it to name.
func (s source) extract(ctx context.Context, f *zip.File, work, name string) error {
	if f.UncompressedSize64 != uint64(s.librarySize) {
		return fmt.Errorf("%w: %s holds %d bytes, want %d", ErrCorrupt, f.Name, f.UncompressedSize64, s.librarySize)
	}
	content, err := f.Open()
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrCorrupt, f.Name, err)
	}
	defer content.Close()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("pjrt: %w", err)
	}
	out, err := renameio.NewPendingFile(name, renameio.WithTempDir(work), renameio.WithPermissions(0o644))
	if err != nil {
		return fmt.Errorf("pjrt: %w", err)
	}
	defer out.Cleanup()
	sum := sha256.New()
	limited := io.LimitReader(reader{ctx, content}, s.librarySize+1)
	if _, err := io.Copy(io.MultiWriter(out, sum), limited); err != nil {
		return fmt.Errorf("pjrt: unpacking the plugin: %w", err)
	}
	if err := checkSum(f.Name, sum.Sum(nil), s.librarySum); err != nil {
		return err
	}
	if err := out.CloseAtomicallyReplace(); err != nil {
		return fmt.Errorf("pjrt: %w", err)
	}
	return nil
}

// reader ends with the error of ctx once that is done.
type reader struct {
	ctx  context.Context
	from io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := context.Cause(r.ctx); err != nil {
		return 0, err
	}
	return r.from.Read(p)
}

func (s source) verify(name string) error { return checkFile(name, s.librarySum) }

func checkFile(name, want string) error {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("pjrt: %w", err)
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return fmt.Errorf("pjrt: %w", err)
	}
	return checkSum(filepath.Base(name), sum.Sum(nil), want)
}

func checkSum(name string, sum []byte, want string) error {
	if got := hex.EncodeToString(sum); got != want {
		return fmt.Errorf("%w: %s has SHA-256 %s, want %s; remove it and fetch again", ErrCorrupt, name, got, want)
	}
	return nil
}
