package experiments

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// exported are the names of the files of an exported directory.
var exported = regexp.MustCompile(`^(config|generation_config|tokenizer|tokenizer_config|task|vocabulary)\.json$|^model(-\d{5}-of-\d{5})?\.safetensors$|^model\.safetensors\.index\.json$|^metrics\.jsonl$|^README\.md$`)

// replaceDir makes a directory in one step: write fills one beside it, which then takes its name. An earlier export of that
// name goes; a directory with other files is refused. On an error what was there stays.
func replaceDir(dir string, write func(beside string) error) error {
	dir = filepath.Clean(dir)
	if err := replaceable(dir); err != nil {
		return err
	}
	parent, name := filepath.Split(dir)
	if err := os.MkdirAll(filepath.Clean(parent), 0o755); err != nil {
		return err
	}
	beside, err := os.MkdirTemp(filepath.Clean(parent), "."+name+".new")
	if err != nil {
		return err
	}
	defer os.RemoveAll(beside) // after the renaming it is not there
	if err := os.Chmod(beside, 0o755); err != nil {
		return err
	}
	if err := write(beside); err != nil {
		return err
	}
	return swap(beside, dir)
}

// swap gives a directory its name. What had the name is put aside first and then removed.
func swap(beside, dir string) error {
	old := beside + ".old"
	err := os.Rename(dir, old)
	there := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(beside, dir); err != nil {
		if there {
			return errors.Join(err, os.Rename(old, dir))
		}
		return err
	}
	return os.RemoveAll(old)
}

// replaceable refuses what is neither an earlier export nor empty.
func replaceable(dir string) error {
	if base := filepath.Base(dir); base == "." || base == ".." || filepath.Dir(dir) == dir {
		return fmt.Errorf("--out %s: name a directory of its own", dir)
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return fmt.Errorf("--out %s: it is no directory: choose another name", dir)
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || !exported.MatchString(e.Name()) {
			return fmt.Errorf("--out %s: it holds %s, which no export has written: choose a new directory", dir, e.Name())
		}
	}
	return nil
}
