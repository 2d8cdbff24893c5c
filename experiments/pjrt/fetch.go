package pjrt

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"time"
)

// An Option changes how [Fetch] works.
type Option func(*options)

type options struct {
	progress func(step string)
}

// WithProgress calls report with a short line before each step that takes time.
func WithProgress(report func(step string)) Option {
	return func(o *options) { o.progress = report }
}

// Fetch returns the path of the plugin in dir, downloading and unpacking it first if it is not there. An empty dir
// is [CacheDir]. The library is written beside its name, checked and renamed, so several processes may fetch at
// once and an interrupted fetch leaves nothing under the final name.
//
// It returns [ErrPlatform], [ErrNoPython], [ErrNoIndex] or [ErrCorrupt] (wrapped, saying what to do), the error of
// ctx, or one of the file system.
func Fetch(ctx context.Context, dir string, opts ...Option) (string, error) {
	o := options{progress: func(string) {}}
	for _, set := range opts {
		set(&o)
	}
	dir, err := directory(dir)
	if err != nil {
		return "", err
	}
	if err := thisPlatform(); err != nil {
		return "", err
	}
	return published.fetch(ctx, dir, o)
}

// Find returns the path of the plugin in dir if [Fetch] has put it there. An empty dir is [CacheDir]. It looks at
// the name and the size, which takes no time; [Verify] reads the file.
func Find(dir string) (path string, ok bool) {
	dir, err := directory(dir)
	if err != nil {
		return "", false
	}
	return published.find(dir)
}

// Verify reads the library at path and compares it with the recorded sum; the error matches [ErrCorrupt].
func Verify(path string) error { return published.verify(path) }

// CacheDir is where plugins are kept when no directory is named: hsalab/pjrt in the user's cache directory.
func CacheDir() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("pjrt: no cache directory: %w; name a directory for the plugin", err)
	}
	return filepath.Join(base, "hsalab", "pjrt"), nil
}

func directory(dir string) (string, error) {
	if dir == "" {
		return CacheDir()
	}
	return filepath.Abs(dir)
}

// library is the final name of the plugin. It carries the version, so another version never passes for this one.
func (s source) library(dir string) string {
	return filepath.Join(dir, s.project+"-"+s.version, path.Base(s.member))
}

func (s source) find(dir string) (string, bool) {
	name := s.library(dir)
	info, err := os.Stat(name)
	return name, err == nil && info.Mode().IsRegular() && info.Size() == s.librarySize
}

func (s source) fetch(ctx context.Context, dir string, o options) (string, error) {
	name, ok := s.find(dir)
	if ok {
		return name, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("pjrt: %w", err)
	}
	removeAbandoned(dir)
	work, err := os.MkdirTemp(dir, workPrefix)
	if err != nil {
		return "", fmt.Errorf("pjrt: %w", err)
	}
	defer os.RemoveAll(work)
	o.progress(fmt.Sprintf("downloading %s %s (63 MB)", s.project, s.version))
	wheel, err := s.download(ctx, work)
	if err != nil {
		return "", err
	}
	o.progress(fmt.Sprintf("unpacking the plugin (%d MB)", s.librarySize/1_000_000))
	if err := s.unpack(ctx, wheel, name); err != nil {
		return "", err
	}
	return name, nil
}

const workPrefix = ".fetch-"

// removeAbandoned removes work directories of fetches that were killed, a day after.
func removeAbandoned(dir string) {
	old, err := filepath.Glob(filepath.Join(dir, workPrefix+"*"))
	if err != nil {
		return
	}
	for _, name := range old {
		if info, err := os.Lstat(name); err == nil && info.IsDir() && time.Since(info.ModTime()) > 24*time.Hour {
			os.RemoveAll(name)
		}
	}
}
