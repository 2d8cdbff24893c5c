package records

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/hsalab/hsalab/experiments/results"
)

// suffix of the files of rows.
const suffix = ".jsonl.gz"

// Names of the files that are not of a study, for [Rows] and [Hash].
const (
	EvaluationFile = "eval"
	AblationFile   = "ablation"
	TinyFile       = "tiny"
	DiagnosesFile  = "diagnoses"
)

// ErrNone means that no results of that kind are committed.
var ErrNone = errors.New("no recorded results in this build of hsalab: measure your own with \"hsalab eval MODEL\"")

// Evaluation returns the rows of the shipped models, or [ErrNone]. They are read once; do not change them.
func Evaluation() ([]results.Row, error) { return evaluationRows() }

// Ablation returns the rows of the ablation grid, or [ErrNone]. They are read once; do not change them.
func Ablation() ([]results.Row, error) { return ablationRows() }

var (
	evaluationRows = sync.OnceValues(func() ([]results.Row, error) { return Rows(EvaluationFile) })
	ablationRows   = sync.OnceValues(func() ([]results.Row, error) { return Rows(AblationFile) })
)

// StudyFile is the name, for [Rows] and [Hash], of the rows of a study.
func StudyFile(study string) string { return path.Join("studies", study) }

// Studies names the studies that have committed rows, in order; none where the folder of rows is not found.
func Studies() []string {
	folder, err := files()
	if err != nil {
		return nil
	}
	list, err := fs.Glob(folder, "studies/*"+suffix)
	if err != nil {
		panic(err) // the pattern is wrong
	}
	for i, name := range list {
		list[i] = strings.TrimSuffix(path.Base(name), suffix)
	}
	return list
}

// Rows reads the rows of a file, such as [EvaluationFile] or a [StudyFile], or returns [ErrNone]. Nothing is kept.
func Rows(name string) ([]results.Row, error) {
	file, err := readFile(name)
	if err != nil {
		return nil, err
	}
	return read(name+suffix, file)
}

// Diagnoses reads the committed diagnoses, of every layer of some models at several lengths, or returns [ErrNone].
func Diagnoses() ([]results.Diagnosis, error) {
	file, err := readFile(DiagnosesFile)
	if err != nil {
		return nil, err
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("records: %s: %w", DiagnosesFile, err)
	}
	list, err := results.DecodeDiagnoses(unzipped)
	if err != nil {
		return nil, fmt.Errorf("records: %s: %w", DiagnosesFile, err)
	}
	return list, nil
}

// Hash is the SHA-256, in hex, of the bytes of a file of rows as committed, or [ErrNone].
func Hash(name string) (string, error) {
	file, err := readFile(name)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(file)
	return hex.EncodeToString(sum[:]), nil
}

// readFile is the content of a file of rows, or [ErrNone].
func readFile(name string) ([]byte, error) {
	folder, err := files()
	if err != nil {
		return nil, err
	}
	file, err := fs.ReadFile(folder, name+suffix)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNone
	} else if err != nil {
		return nil, fmt.Errorf("records: %w", err)
	}
	return file, nil
}

func read(name string, file []byte) ([]results.Row, error) {
	unzipped, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("records: %s: %w", name, err)
	}
	rows, err := decode(unzipped)
	if err != nil {
		return nil, fmt.Errorf("records: %s: %w", name, err)
	}
	return rows, nil
}

func decode(r io.Reader) ([]results.Row, error) {
	var rows []results.Row
	for row, err := range results.Decode(r) {
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, ErrNone
	}
	return rows, nil
}
