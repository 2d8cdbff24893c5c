package pjrt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// download asks pip for the wheel and returns its path under work.
func (s source) download(ctx context.Context, work string) (string, error) {
	python, err := exec.LookPath("python3")
	if err != nil {
		return "", fmt.Errorf("%w: no python3 on PATH; install Python 3, or name a plugin you have as xla:PATH", ErrNoPython)
	}
	list := filepath.Join(work, "requirements.txt")
	if err := os.WriteFile(list, []byte(s.requirement()), 0o644); err != nil {
		return "", fmt.Errorf("pjrt: %w", err)
	}
	if err := s.pip(ctx, python, "download", "--no-deps", "--require-hashes", "--only-binary", ":all:",
		"--no-input", "--progress-bar", "off", "--dest", work, "--requirement", list); err != nil {
		return "", err
	}
	wheels, err := filepath.Glob(filepath.Join(work, "*.whl"))
	if err != nil || len(wheels) != 1 {
		return "", fmt.Errorf("%w: pip left %d wheels where one was asked for", ErrCorrupt, len(wheels))
	}
	return wheels[0], nil
}

func (s source) pip(ctx context.Context, python string, args ...string) error {
	cmd := exec.CommandContext(ctx, python, append([]string{"-m", "pip"}, args...)...)
	cmd.WaitDelay = 3 * time.Second
	out, err := cmd.CombinedOutput()
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return fmt.Errorf("pjrt: the download was stopped: %w", context.Cause(ctx))
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return fmt.Errorf("%w: %s does not run: %w", ErrNoPython, python, err)
	}
	return s.explain(string(out))
}

// explain turns what a failed pip printed into an error that says what to do.
func (s source) explain(output string) error {
	said := lastLines(output, 3)
	switch {
	case strings.Contains(output, "No module named pip"):
		return fmt.Errorf("%w: install pip (python3 -m ensurepip, or your system's python3-pip): %s", ErrNoPython, said)
	case strings.Contains(output, "DO NOT MATCH THE HASHES"):
		return fmt.Errorf("%w: the wheel on the index has another hash; the index or a proxy changed it, do not use it: %s", ErrCorrupt, said)
	case strings.Contains(output, "No space left"):
		return fmt.Errorf("pjrt: the disk is full; the download takes %d MB: %s", s.librarySize/1_000_000*3/2, said)
	}
	return fmt.Errorf("%w: check the network and pip's settings (python3 -m pip config list), or run on the go backend: %s", ErrNoIndex, said)
}

// lastLines joins the last n lines that are not blank.
func lastLines(text string, n int) string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines[max(0, len(lines)-n):], " / ")
}
