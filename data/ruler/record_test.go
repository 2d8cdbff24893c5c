package ruler

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hsalab/hsalab/data"
)

func TestRecordIsWrittenAsPythonDoes(t *testing.T) {
	five := 5
	r := Record{
		Index: -1, Input: "a\"b\\c\n\r\t\b\f\x00\x7fé€😀</&>", Outputs: []string{"x", ""},
		Length: 3, WithTemplate: 4, AnswerPrefix: " is", TokenPosition: &five,
	}
	want := `{"index": -1, "input": "a\"b\\c\n\r\t\b\f\u0000\u007f\u00e9\u20ac\ud83d\ude00</&>", "outputs": ["x", ""], ` +
		`"length": 3, "length_w_model_temp": 4, "answer_prefix": " is", "token_position_answer": 5}` + "\n"
	if diff := cmp.Diff(want, string(r.append(nil))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestStringsAreASCIIAndComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		written := appendString(nil, text)
		if i := slices.IndexFunc(written, func(b byte) bool { return b < 0x20 || b > 0x7e }); i >= 0 {
			t.Fatalf("byte %#x in %s", written[i], written)
		}
		var back string
		if err := json.Unmarshal(written, &back); err != nil || back != text {
			t.Fatalf("%q came back as %q, %v", text, back, err)
		}
	})
}

func TestReadGivesWhatWriteWrote(t *testing.T) {
	r := newMadeUp(t).run("niah_multivalue", words{}, 2048, 3)
	text := r.text(t)
	var again bytes.Buffer
	if err := Write(&again, Read(bytes.NewReader(text))); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(text, again.Bytes()) {
		t.Error("the bytes differ")
	}
}

func TestReadRefuses(t *testing.T) {
	good := `{"index": 0, "input": "a", "outputs": []}` + "\n"
	for text, want := range map[string]string{
		good + "{":                   "line 2: unexpected end",
		good + good + `{"index": 1}`: "line 3: input or outputs are missing",
		"[]":                         "line 1:",
	} {
		var last error
		for _, err := range Read(strings.NewReader(text)) {
			last = err
		}
		if last == nil || !strings.Contains(last.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, last, want)
		}
	}
}

func TestWriteStopsAtAnError(t *testing.T) {
	stop := errors.New("stop")
	err := Write(new(bytes.Buffer), func(yield func(Record, error) bool) { yield(Record{}, stop) })
	if !errors.Is(err, stop) {
		t.Errorf("error %v", err)
	}
}

// The position of the answer is counted in characters and in tokens.
func TestRecordPosition(t *testing.T) {
	r := Run{Task: "niah_single_1", Counter: octets{}}
	s := data.TextSample{Input: "é 12", Outputs: []string{"12"}}
	if rec := r.Record(s); rec.Index != 2 || *rec.TokenPosition != 3 {
		t.Errorf("answer at character %d, token %d, want 2 and 3", rec.Index, *rec.TokenPosition)
	}
	s.Outputs = []string{"34"}
	if rec := r.Record(s); rec.Index != -1 || *rec.TokenPosition != 4 {
		t.Errorf("answer at character %d, token %d, want -1 and 4", rec.Index, *rec.TokenPosition)
	}
}
