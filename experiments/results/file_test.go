package results

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// anyRow draws a well-formed row.
func anyRow(t *rapid.T) Row {
	word := rapid.StringMatching(`[a-z"\\é<\n]{1,5}`)
	r := Row{
		Variant: word.Draw(t, "variant"), Task: word.Draw(t, "task"), Answer: word.Draw(t, "answer"),
		Length: rapid.IntRange(1, 1<<25).Draw(t, "length"), Ratio: rapid.Float64Range(1e-3, 1e6).Draw(t, "ratio"),
		Depth: rapid.Float64Range(0, 1).Draw(t, "depth"), Seed: rapid.Int64().Draw(t, "seed"),
		Sample: rapid.IntRange(0, 9).Draw(t, "sample"), Query: rapid.IntRange(0, 9).Draw(t, "query"),
		Correct: rapid.Bool().Draw(t, "correct"), GoldChunk: rapid.IntRange(-1, 9).Draw(t, "gold"),
	}
	if r.GoldChunk >= 0 {
		r.Rank = rapid.IntRange(0, 9).Draw(t, "rank")
	}
	if r.Rank > 0 {
		r.GoldWeight = rapid.Float64Range(0, 1).Draw(t, "weight")
		r.Hit = rapid.Bool().Draw(t, "hit")
	}
	if r.Hit {
		r.Picked = []int{r.GoldChunk, 100}
	}
	return r
}

// TestRoundTrip: rows survive, plain and compressed.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(anyRow), 0, 5).Draw(t, "rows")
		var b bytes.Buffer
		if err := Encode(&b, rows); err != nil {
			t.Fatal(err)
		}
		var got []Row
		for row, err := range Decode(&b) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, row)
		}
		if diff := cmp.Diff(rows, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("(-written +read):\n%s", diff)
		}
	})
}

func TestWriteFileAndRead(t *testing.T) {
	want := []Row{testRow(), testRow()}
	for _, name := range []string{"r.jsonl", "r.jsonl.gz"} {
		path := filepath.Join(t.TempDir(), name)
		if err := WriteFile(path, want); err != nil {
			t.Fatal(err)
		}
		got, err := Read(path)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: error %v (-written +read):\n%s", name, err, diff)
		}
	}
}

func TestStrictReading(t *testing.T) {
	good := `{"variant":"a","task":"t","len":8,"ratio":1,"gold":-1}` + "\n"
	for name, c := range map[string]struct{ text, why string }{
		"unknown key":     {good + strings.Replace(good, `"gold"`, `"x":1,"gold"`, 1), `line 2: json: unknown field "x"`},
		"not JSON":        {good + good + "{\n", "line 3: unexpected EOF"},
		"empty line":      {good + "\n" + good, "line 2: empty line"},
		"two values":      {good + good + strings.TrimSpace(good) + good, "line 3: more than one value"},
		"closing bracket": {strings.TrimSpace(good) + "]\n", "line 1: more than one value"},
		"an array":        {"[1]\n", "line 1: json: cannot unmarshal array"},
		"wrong type":      {strings.Replace(good, `8`, `"8"`, 1), "line 1: json: cannot unmarshal string"},
		"torn":            {good + good[:20], "line 2: the line does not end"},
		"no newline":      {good + strings.TrimSpace(good), "line 2: the line does not end"},
		"refused row":     {good + strings.Replace(good, "8", "-8", 1), "line 2: results: len is -8"},
		"endless line":    {good + strings.Repeat(" ", MaxLine+1), "line 2: longer than"},
		"large number":    {strings.Replace(good, "8", "99999999999999999999", 1), "line 1: json: cannot unmarshal number"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "r.jsonl")
			if err := os.WriteFile(path, []byte(c.text), 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := Read(path); err == nil || !strings.Contains(err.Error(), c.why) {
				t.Errorf("error %v, want it to say %q", err, c.why)
			}
		})
	}
}

func TestRowCheck(t *testing.T) {
	if err := testRow().Check(); err != nil {
		t.Fatalf("the good row is refused: %v", err)
	}
	for why, spoil := range map[string]func(*Row){
		"without a variant":  func(r *Row) { r.Variant = "" },
		"without a task":     func(r *Row) { r.Task = "" },
		"len is 0":           func(r *Row) { r.Length = 0 },
		"ratio is 0":         func(r *Row) { r.Ratio = 0 },
		"ratio is +Inf":      func(r *Row) { r.Ratio = math.Inf(1) },
		"depth is 1.5":       func(r *Row) { r.Depth = 1.5 },
		"depth is NaN":       func(r *Row) { r.Depth = math.NaN() },
		"sample -1":          func(r *Row) { r.Sample = -1 },
		"k -1":               func(r *Row) { r.TopK = -1 },
		"gold is -2":         func(r *Row) { r.GoldChunk = -2 },
		"rank is -1":         func(r *Row) { r.Rank = -1 },
		"gold is -1":         func(r *Row) { r.GoldChunk = -1 },
		"without rank":       func(r *Row) { r.Rank = 0 },
		"weight is 1.1":      func(r *Row) { r.GoldWeight = 1.1 },
		"weight is NaN":      func(r *Row) { r.GoldWeight = math.NaN() },
		"hit is false, but":  func(r *Row) { r.Hit = false },
		"hit is true, but g": func(r *Row) { r.GoldChunk = 5 },
	} {
		row := testRow()
		spoil(&row)
		if err := Encode(io.Discard, []Row{row}); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("error %v, want it to say %q", err, why)
		}
	}
}

func TestReadErrors(t *testing.T) {
	dir := t.TempDir()
	if _, err := Read(filepath.Join(dir, "none.jsonl")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing file: error %v", err)
	}
	path := filepath.Join(dir, "plain.jsonl.gz")
	if err := os.WriteFile(path, []byte(strings.Repeat("{}\n", 9)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(path); !errors.Is(err, gzip.ErrHeader) {
		t.Errorf("plain text named .gz: error %v", err)
	}
	if err := WriteFile(path, []Row{testRow(), testRow()}); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, whole[:len(whole)-9], 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(path); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("truncated gzip: error %v", err)
	}
}

// TestWriteFileKeepsOld: a row that is refused leaves the file of before and nothing beside it.
func TestWriteFileKeepsOld(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "r.jsonl.gz")
	if err := WriteFile(path, []Row{testRow()}); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, []Row{testRow(), {}}); err == nil || !strings.Contains(err.Error(), "row 2") {
		t.Errorf("error %v, want it to name row 2", err)
	}
	if rows, err := Read(path); err != nil || len(rows) != 1 {
		t.Errorf("after the failed write: %d rows, error %v", len(rows), err)
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
		t.Errorf("the directory holds %v (%v)", list, err)
	}
}

// TestGzipIsDeterministic: committed files do not change when made again.
func TestGzipIsDeterministic(t *testing.T) {
	var a, b bytes.Buffer
	for _, w := range []io.Writer{&a, &b} {
		if err := encodeGzip(w, []Row{testRow()}); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the same rows gave different bytes")
	}
}

// TestDecodeStops: a consumer may leave the loop early.
func TestDecodeStops(t *testing.T) {
	var b bytes.Buffer
	if err := Encode(&b, []Row{testRow(), testRow()}); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, err := range Decode(&b) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d rows before the break", n)
	}
}

// TestReadCut: of a compressed file that was cut short the whole rows are read, wherever it was cut; what is damaged
// otherwise stays an error.
func TestReadCut(t *testing.T) {
	var rows []Row
	for i := range 500 {
		rows = append(rows, Row{Variant: "v", Task: "t", Length: 128, Ratio: 1, Sample: i, GoldChunk: -1, Answer: fmt.Sprint(i*i%977, i*7919)})
	}
	path := filepath.Join(t.TempDir(), "rows.jsonl.gz")
	if err := WriteFile(path, rows); err != nil {
		t.Fatal(err)
	}
	if got, cut, err := ReadCut(path); err != nil || cut || len(got) != len(rows) {
		t.Fatalf("whole: %d rows, cut %t, %v", len(got), cut, err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	most := 0
	for at := 20; at < len(whole); at += len(whole) / 12 {
		if err := os.WriteFile(path, whole[:at], 0o644); err != nil {
			t.Fatal(err)
		}
		got, cut, err := ReadCut(path)
		if err != nil || !cut || len(got) > len(rows) || !cmp.Equal(got, rows[:len(got)], cmpopts.EquateEmpty()) {
			t.Errorf("cut at %d: %d rows, cut %t, %v", at, len(got), cut, err)
		}
		most = max(most, len(got))
		if _, err := Read(path); err == nil {
			t.Errorf("cut at %d: read as if it were whole", at)
		}
	}
	if most < len(rows)/2 {
		t.Errorf("at most %d of %d rows", most, len(rows))
	}
	whole[len(whole)/2] ^= 0xff
	if err := os.WriteFile(path, whole, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := ReadCut(path); err == nil {
		t.Error("a damaged file: no error")
	}
}
