package records

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"testing"

	"github.com/hsalab/hsalab/experiments/results"
)

// TestRecorded checks the committed rows: each is well formed, none is there twice.
func TestRecorded(t *testing.T) {
	names := []string{EvaluationFile, AblationFile, TinyFile}
	for _, study := range Studies() {
		names = append(names, StudyFile(study))
	}
	for _, name := range names {
		rows, err := Rows(name)
		if errors.Is(err, ErrNone) {
			continue
		} else if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		seen := map[results.ID]bool{}
		for _, r := range rows {
			if seen[r.ID()] {
				t.Fatalf("%s: twice: %v", name, r.ID())
			}
			seen[r.ID()] = true
			if r.Commit == "" || r.Command == "" {
				t.Fatalf("%s: %v does not say how it was made", name, r.ID())
			}
		}
	}
}

func TestNone(t *testing.T) {
	if rows, err := Rows(StudyFile("no-such-study")); !errors.Is(err, ErrNone) {
		t.Errorf("a study that is not there: %d rows, %v; want ErrNone", len(rows), err)
	}
	if hash, err := Hash(StudyFile("no-such-study")); !errors.Is(err, ErrNone) {
		t.Errorf("its hash: %q, %v; want ErrNone", hash, err)
	}
	first, err := Hash(EvaluationFile)
	second, err2 := Hash(AblationFile)
	if err != nil || err2 != nil || len(first) != 64 || first == second {
		t.Errorf("hashes %q and %q, %v, %v: want two different ones", first, second, err, err2)
	}
}

func TestRead(t *testing.T) {
	zipped := func(text string) []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		fmt.Fprint(w, text)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	if _, err := read("empty", zipped("")); !errors.Is(err, ErrNone) {
		t.Errorf("no rows: %v, want ErrNone", err)
	}
	rows, err := read("one", zipped(`{"variant":"nano","task":"t","len":128,"ratio":1,"gold":-1}`+"\n"))
	if err != nil || len(rows) != 1 || rows[0].Variant != "nano" {
		t.Errorf("one row: %v, %v", rows, err)
	}
	for name, file := range map[string][]byte{"torn": zipped(`{"variant":`), "unknown key": zipped(`{"color":1}` + "\n"), "not gzip": []byte("plain")} {
		if _, err := read(name, file); err == nil || errors.Is(err, ErrNone) {
			t.Errorf("%s: %v, want an error that says what is wrong", name, err)
		}
	}
}

func ExampleEvaluation() {
	rows, err := Evaluation()
	switch {
	case errors.Is(err, ErrNone):
		fmt.Println("this build has none")
	case err != nil:
		fmt.Println(err)
	default:
		fmt.Println(len(rows), "questions, the first asked of", rows[0].Variant)
	}
}
