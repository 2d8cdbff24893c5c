package experiments

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

// lockFile holds the number of the process that trains in the directory. The lock is the system's, on the open file: it
// ends with the process, however that ends, and the file stays.
const lockFile = "run.lock"

// lock makes the directory, if need be, and takes it for this process; another that trains in it is refused. Unlock gives
// it back.
func (d RunDir) lock() (*flock.Flock, error) {
	if err := os.MkdirAll(string(d), 0o755); err != nil {
		return nil, fmt.Errorf("run: %w", err)
	}
	path := filepath.Join(string(d), lockFile)
	l := flock.New(path)
	free, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("run: %s cannot be locked: %w", d, err)
	}
	if !free {
		return nil, fmt.Errorf("run: %s is in use by %s: wait for it, stop it, or choose another directory with --out", d, owner(path))
	}
	err = os.WriteFile(path, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o644)
	if err == nil {
		err = d.sweep()
	}
	if err != nil {
		_ = l.Unlock() // the first error says more
		return nil, fmt.Errorf("run: %w", err)
	}
	return l, nil
}

// owner names the process that holds a lock.
func owner(path string) string {
	raw, err := os.ReadFile(path)
	if pid := strings.TrimSpace(string(raw)); err == nil && pid != "" {
		return "process " + pid
	}
	return "another process"
}

// unfinished are files that a killed process was writing beside their names.
var unfinished = regexp.MustCompile(`^\.(checkpoint\.safetensors|best\.safetensors|model.*\.safetensors|.*\.json|.*\.jsonl|README\.md|events\.out\.tfevents\..*)[0-9]+$`)

// sweep removes what killed processes have left unfinished.
func (d RunDir) sweep() error {
	for _, dir := range []string{string(d), d.Weights()} {
		entries, err := os.ReadDir(dir)
		if os.IsNotExist(err) {
			continue
		} else if err != nil {
			return err
		}
		for _, e := range entries {
			if e.Type().IsRegular() && unfinished.MatchString(e.Name()) {
				if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
