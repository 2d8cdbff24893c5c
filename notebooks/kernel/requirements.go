package kernel

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
)

// requirements is the text of a pinned and hashed requirements file.
type requirements string

func (p paths) readRequirements() (requirements, error) {
	text, err := os.ReadFile(p.requirements())
	return requirements(text), err
}

// hash identifies the requirements in the stamp of a finished virtual environment.
func (r requirements) hash() string {
	sum := sha256.Sum256([]byte(r))
	return hex.EncodeToString(sum[:])
}

// only returns the entry of one package: its pinned line with the hashes that follow.
func (r requirements) only(name string) (requirements, error) {
	var entry strings.Builder
	for line := range strings.Lines(string(r)) {
		switch {
		case strings.HasPrefix(line, name+"=="), entry.Len() > 0 && strings.HasPrefix(line, " "):
			entry.WriteString(line)
		case entry.Len() > 0:
			return requirements(entry.String()), nil
		}
	}
	if entry.Len() == 0 {
		return "", fmt.Errorf("requirements.txt does not pin %s", name)
	}
	return requirements(entry.String()), nil
}
