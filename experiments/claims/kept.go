package claims

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the kept verdicts
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/experiments/records"
)

//go:embed verdicts.json
var keptVerdicts []byte

// ErrStale means that the kept verdicts are not those of the rows and claims as they are now.
var ErrStale = errors.New("claims: the kept verdicts are of other rows or claims: \"hsalab reproduce --keep .\" judges again")

// kept is verdicts with what they were judged by.
type kept struct {
	From     map[string]string `json:"from"` // hash of each file of rows, "" for none, and of claims.toml
	Verdicts []Verdict         `json:"verdicts"`
}

// Kept returns the verdicts of [JudgeAll] on the committed rows as they were kept, in milliseconds where judging takes
// seconds, or [ErrStale]. A test judges again.
func Kept() ([]Verdict, error) { return unkeep(keptVerdicts) }

func unkeep(raw []byte) ([]Verdict, error) {
	var k kept
	if err := json.Unmarshal(raw, &k); err != nil {
		return nil, fmt.Errorf("claims: verdicts.json: %w", err)
	}
	now, err := basis()
	if err != nil {
		return nil, err
	}
	if len(now) != len(k.From) {
		return nil, ErrStale
	}
	for file, hash := range now {
		if was, there := k.From[file]; !there || was != hash {
			return nil, ErrStale
		}
	}
	return k.Verdicts, nil
}

// Keep encodes verdicts on the committed rows for [Kept]. The same verdicts always give the same bytes.
func Keep(verdicts []Verdict) ([]byte, error) {
	from, err := basis()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(kept{from, verdicts}); err != nil {
		return nil, fmt.Errorf("claims: %w", err)
	}
	return b.Bytes(), nil
}

// basis is the hash of everything that the verdicts depend on but the rules.
func basis() (map[string]string, error) {
	list, err := All()
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(embedded))
	from := map[string]string{"claims.toml": hex.EncodeToString(sum[:])}
	for _, file := range Files(list) {
		hash, err := records.Hash(file)
		if err != nil && !errors.Is(err, records.ErrNone) {
			return nil, err
		}
		from[file] = hash
	}
	return from, nil
}

// Files lists the files of rows that the measures of claims would read.
func Files(list []Claim) []string {
	var files []string
	for _, c := range list {
		for _, m := range c.Measures {
			for _, f := range m.Rows {
				if !slices.Contains(files, f) {
					files = append(files, f)
				}
			}
		}
	}
	return files
}
