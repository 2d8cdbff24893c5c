package ruler

import (
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/taskpack"
)

func TestRunRefuses(t *testing.T) {
	m := newMadeUp(t)
	deep, noPack := 101, strings.NewReader(`{"pack_version": 1, "sources": {}}`)
	bare, err := taskpack.Read("bare", noPack)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		task   string
		change func(*Run)
		want   string
	}{
		"unknown task":      {"niah_singel_2", func(*Run) {}, `no task "niah_singel_2"; the nearest is "niah_single_2"; there is: cwe, fwe`},
		"no counter":        {"vt", func(r *Run) { r.Counter = nil }, "needs a token counter"},
		"short":             {"niah_single_2", func(r *Run) { r.Length = 300 }, "the smallest prompt, of 500 words of the essay, has"},
		"shorter":           {"niah_single_2", func(r *Run) { r.Length = 128 }, "reserves 128 tokens for the answer: give a greater length"},
		"short fwe":         {"fwe", func(r *Run) { r.Length = 200 }, "give at least 250"},
		"depth":             {"niah_single_1", func(r *Run) { r.Depth = &deep }, "depth 101: want 0 to 100 percent"},
		"depth of words":    {"cwe", func(r *Run) { r.Depth = &deep }, "cwe has no needles to put at a depth"},
		"no essay":          {"niah_single_2", func(r *Run) { r.Essay = nil }, "needs an essay as its haystack"},
		"no documents":      {"qa_1", func(r *Run) { r.Documents = nil }, "needs the questions and documents of squad: give the file"},
		"other documents":   {"qa_1", func(r *Run) { r.Documents = m.documents["hotpotqa"] }, "needs squad, the file is hotpotqa"},
		"no questions left": {"qa_1", func(r *Run) { r.First = 38 }, "3 samples from question 38: the file has 40 questions"},
		"bare pack":         {"vt", func(r *Run) { r.Pack = bare }, "pack bare lacks ruler"},
		"model template":    {"vt", func(r *Run) { r.ModelTemplate = "chat" }, `no model template "chat": want one of base`},
		"bytes":             {"vt", func(r *Run) { r.Counter, r.ExampleTokens = octets{}, 0 }, "let it have more tokens (ExampleTokens)"},
		"samples":           {"vt", func(r *Run) { r.Samples = -1 }, "want 0 or more"},
		"family":            {"x", func(r *Run) { r.Setting = &taskpack.Task{Family: "sums"} }, `family "sums": want niah, vt, cwe, fwe or qa`},
		"haystack":          {"x", func(r *Run) { r.Setting = setting(func(s *taskpack.Task) { s.Haystack = "hay" }) }, `type_haystack "hay": want noise, essay or needle`},
		"kind":              {"x", func(r *Run) { r.Setting = setting(func(s *taskpack.Task) { s.KeyKind = "emoji" }) }, `type_needle_k "emoji": want numbers, words or uuids`},
		"values":            {"x", func(r *Run) { r.Setting = setting(func(s *taskpack.Task) { s.Values = 0 }) }, "num_needle_v 0: want at least 1"},
		"needles":           {"x", func(r *Run) { r.Setting = setting(func(s *taskpack.Task) { s.Values = 41; s.Haystack = "essay" }) }, "sample of 41 elements from 40"},
		"alpha":             {"x", func(r *Run) { r.Setting = &taskpack.Task{Family: "fwe", Alpha: 1} }, "alpha 1: want above 1"},
		"hops":              {"x", func(r *Run) { r.Setting = &taskpack.Task{Family: "vt", Chains: 1} }, "num_hops 0: want at least 1"},
		"essay variables":   {"x", func(r *Run) { r.Setting = &taskpack.Task{Family: "vt", Chains: 1, Hops: 1, Haystack: "essay"} }, "want noise"},
		"common words":      {"x", func(r *Run) { r.Setting = &taskpack.Task{Family: "cwe", CommonWords: 1, CommonRepeats: 2} }, "freq_ucw 0: want at least 1"},
	} {
		t.Run(name, func(t *testing.T) {
			r := m.run(tt.task, words{}, 4096, 1)
			tt.change(&r)
			count := 0
			for _, err := range r.All() {
				count++
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Fatalf("error %v, want %q", err, tt.want)
				}
			}
			if count != 1 {
				t.Errorf("%d samples and errors, want one error", count)
			}
		})
	}
}

func setting(change func(*taskpack.Task)) *taskpack.Task {
	s := taskpack.Ours().RULER.Tasks["niah_single_1"]
	change(&s)
	return &s
}

func TestEssayRefusesNoWords(t *testing.T) {
	for _, text := range []string{"", " \n\t\x1c"} {
		if _, err := NewEssay(text, nil); err == nil {
			t.Errorf("%q: no error", text)
		}
	}
}

func TestTemplatesAreChecked(t *testing.T) {
	for name, tt := range map[string]struct{ template, want string }{
		"unknown field": {"{context} {querry}", `the fields there are {query}, {context}, not "{querry}"`},
		"no context":    {"{query}", "lacks the field {context}"},
		"two contexts":  {"{context}{context}", "has {context} more than once"},
		"open brace":    {"{context", "the fields there are"},
		"lone brace":    {"{context}}", "the fields there are"},
	} {
		s := &settings{pack: taskpack.Ours()}
		_, err := s.newFrame("ruler.families.qa.template", tt.template, "query")
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", name, err, tt.want)
		}
	}
}

func TestTemplateFillsOnce(t *testing.T) {
	s := &settings{pack: taskpack.Ours()}
	tmpl, err := s.newTemplate("p", "{{{a}}} and {b}", "a", "b")
	if err != nil {
		t.Fatal(err)
	}
	if got := tmpl.fill("a", "{b}", "b", "2"); got != "{{b}} and 2" {
		t.Errorf("got %q", got)
	}
}
