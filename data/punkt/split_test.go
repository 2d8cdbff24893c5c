package punkt

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/hsalab/hsalab/data"
)

// reference is where the reference samples lie, beside the repository.
const reference = "../../../shared/samples"

func TestSplitUntrained(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                  nil,
		" \n\t":                             nil,
		"No mark at all":                    {"No mark at all"},
		"One. Two! Three? Four":             {"One.", "Two!", "Three?", "Four"},
		"  Led by space. Ended by it.  ":    {"  Led by space.", "Ended by it."},
		"Pi is 3.14 or so. Dr. Who agrees.": {"Pi is 3.14 or so.", "Dr.", "Who agrees."},
		"He said \"go.\" She went.":         {"He said \"go.\"", "She went."},
		"(An aside.) Then (more).":          {"(An aside.)", "Then (more)."},
		"Wait... what? No... It is.":        {"Wait... what?", "No... It is."},
		"J. Doe came. 2. Next.":             {"J. Doe came.", "2.", "Next."},
		"Stop.\" -- Then on.":               {"Stop.\"", "-- Then on."},
		"A tie.\u00a0A non-breaking space.": {"A tie.", "A non-breaking space."},
		"Never?!Yes.":                       {"Never?", "!Yes."},
	} {
		if diff := cmp.Diff(want, Untrained().Split(text), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q, -want +got:\n%s", text, diff)
		}
	}
}

type sentenceCase struct {
	Text               string
	English, Untrained []string
}

func readCases(t *testing.T) []sentenceCase {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(reference, "punkt_cases.json"))
	if err != nil {
		t.Skip("no reference samples: ", err)
	}
	var cases []sentenceCase
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

func TestReferenceUntrained(t *testing.T) {
	for _, c := range readCases(t) {
		if diff := cmp.Diff(c.Untrained, Untrained().Split(c.Text), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q, -want +got:\n%s", c.Text, diff)
		}
	}
}

func TestReferenceEnglish(t *testing.T) {
	dir := os.Getenv("HSALAB_PUNKT")
	if dir == "" {
		t.Skip("set HSALAB_PUNKT to the folder of NLTK's English parameters (punkt_tab/english) to check the trained splitter")
	}
	english, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range readCases(t) {
		if diff := cmp.Diff(c.English, english.Split(c.Text), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q, -want +got:\n%s", c.Text, diff)
		}
	}
}

// soup is text with more marks, brackets and odd spaces than prose has.
func soup() *rapid.Generator[string] {
	return rapid.StringOfN(rapid.SampledFrom([]rune("aB3..?! \n\t)\"'(-,»\u00a0\x1c")), 0, 60, -1)
}

func TestSpansCoverTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := soup().Draw(t, "text")
		last := 0
		for _, s := range Untrained().Spans(text) {
			if s.Start < last || s.Len() < 1 {
				t.Fatalf("sentence %v behind byte %d", s, last)
			}
			if gap := text[last:s.Start]; indexText(gap, 0) != len(gap) {
				t.Fatalf("text %q lies in no sentence", gap)
			}
			last = s.End
		}
		if rest := text[last:]; indexText(rest, 0) != len(rest) {
			t.Fatalf("text %q lies in no sentence", rest)
		}
	})
}

func TestPrefixesEqualSpans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := soup().Draw(t, "text")
		text = text[indexText(text, 0):]
		prefixes := Untrained().Prefixes(text)
		for end := 0; end <= len(text); end++ {
			inWord := end < len(text) && indexText(text, end) == end
			if inWord {
				continue
			}
			whole, rest := prefixes.Split(end)
			got := append(slices.Clone(prefixes.Spans()[:whole]), rest...)
			if diff := cmp.Diff(Untrained().Spans(text[:end]), got, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("the first %d bytes of %q, -want +got:\n%s", end, text, diff)
			}
		}
	})
}

func TestPrefixesReuse(t *testing.T) {
	const text = "First one. Second one. Third one. Fourth one."
	whole, rest := Untrained().Prefixes(text).Split(len("First one. Second one. Third"))
	if whole != 1 || len(rest) != 2 || rest[0] != (data.Span{Start: 11, End: 22}) {
		t.Errorf("%d whole sentences and %v", whole, rest)
	}
}
