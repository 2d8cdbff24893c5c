package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/hsalab/hsalab/data"
)

// Every bad input gets one sentence that says what to do.
func TestDataBadInput(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		write(t, path, text)
		return path
	}
	type row struct {
		Body string `parquet:"body"`
	}
	table := filepath.Join(dir, "table.parquet")
	if err := parquet.WriteFile(table, []row{{"some text"}}); err != nil {
		t.Fatal(err)
	}
	bare := file("bare.json", `{"pack_version": 1, "sources": {}}`)
	lacking := file("lacking.json", `{"pack_version": 1, "sources": {}, "ruler": {"families": {}}}`)
	other := file("other.json", `{"model": {"type": "Unigram"}}`)
	broken := file("broken.jsonl", "{\"input\": 1}\n")
	noColumn := file("rows.csv", "input,answer\na,b\n")
	one := file("one.jsonl", `{"index": 0, "input": "a", "outputs": ["a"]}`+"\n")
	foreign := file("foreign.jsonl", `{"task": "t", "input": "ab", "tokenizer": "bytes", "tokenizer_hash": "x", "chunk": 8, "length": 2, "tokens": [97, 98]}`+"\n")
	for _, c := range []struct{ want, args string }{
		{`the nearest is "niah_single_2"`, "ruler --task niah_singel_2"},
		{"want qa1 to qa20", "babilong --task qa21"},
		{"want one of S-N, MQ-N, VT, FWE", "needles --task MK-N"},
		{"there is: plain, wide, conjunctive", "recall --task nosuch"},
		{"unknown haystack", "recall --task plain --haystack text"},
		{"missing flags: --task", "ruler"},

		{"give a greater length", "ruler --task niah_single_1 --length 100"},
		{"of the haystack, has", "ruler --task niah_single_1 --length 200"},
		{"give a greater length", "babilong --task qa1 --length 200"},
		{"give a greater length or drop long stories", "babilong --task qa3 --length 400 --samples 1"},
		{"give at least", "needles --task MQ-N --length 100"},
		{"--length 0", "needles --task MQ-N --length 0"},
		{"--length 99999999", "ruler --task vt --length 99999999"},
		{"holds no question: want at least 2", "recall --task plain --length 4"},
		{"--samples 0", "recall --task plain --samples 0"},
		{"--chunk 0", "recall --task plain --chunk 0"},
		{"chunk size 0", "ruler --task vt --evidence --chunk 0"},

		{"depth 101: want 0 (the start) to 100 (the end) percent", "ruler --task niah_single_1 --depth 101"},
		{"depth -1", "babilong --task qa1 --depth=-1"},
		{"depth deep", "needles --task S-N --depth deep"},
		{"no needles to put at a depth", "ruler --task cwe --depth 50"},

		{"lacks ruler", "ruler --task vt --pack " + bare},
		{"lacks ruler", "ruler --task vt --pack " + lacking},
		{"lacks babi", "babilong --task qa1 --pack " + bare},
		{"no strings of the HSA group", "needles --task S-N --pack " + bare},
		{"no such file", "ruler --task vt --pack " + dir + "/none.json"},
		{"has no model template", "ruler --task vt --model-template nosuch"},

		{"give a longer text", "needles --task S-N --length 1000000"},
		{"no document of it is in split", "needles --task S-N --corpus " + file("short.txt", "One line.")},
		{"no such file", "ruler --task niah_single_2 --corpus " + dir + "/none.txt"},
		{"want an object with a text", "ruler --task niah_single_2 --corpus " + bare},
		{`no column "text": it has body`, "ruler --task niah_single_2 --corpus " + table},
		{"give its file, --documents FILE", "ruler --task qa_1"},
		{"is no squad file", "ruler --task qa_1 --documents " + bare},
		{"--corpus: plain is made of symbols", "recall --task plain --corpus " + table},

		{`hsalab: tokenizer: other is no tokenizer`, "ruler --task vt --tokenizer " + other},
		{"no such file", "ruler --task vt --tokenizer " + dir + "/none.json"},
		{"no vocabulary file", "ruler --task vt --tokenizer words:" + file("words.json", "")},

		{"it is a directory", "recall --task plain --out " + dir},
		{"no such file or directory", "recall --task plain --out " + dir + "/none/samples"},

		{"no such file", "inspect " + dir + "/none.jsonl"},
		{"ruler: line 1", "inspect " + broken},
		{`no column "target"`, "inspect " + noColumn},
		{"has 1 samples, the first is 0", "inspect --index 7 " + one},
		{"--index -1", "inspect --index=-1 " + one},
		{"no such file", "inspect --tokenizer nosuch " + one},
		{"it is another one of that name", "inspect " + foreign},
		{"has 1 words and 2 tokens", "inspect " + file("words.jsonl", `{"task": "t", "input": "ab", "tokenizer": "spaced", "chunk": 8, "length": 2, "tokens": [97, 98]}`)},

		{"which is not here: install it", "import-ruler " + dir + " --out " + dir + "/pack.json"},
		{"no nounlist.txt there", "import-ruler " + dir + " --wonderwords " + dir + " --out " + dir + "/pack.json"},
	} {
		fails(t, c.want, strings.Fields("data "+c.args)...)
	}
}

// A look at a hostile file shows no control codes, and marks in colour where there is some.
func TestInspectIsSafe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hostile.jsonl")
	write(t, path, `{"index": 0, "input": "a \u001b[31mred\u202e key\nis 12\u0007.", "outputs": ["12", "ke"]}`+"\n")
	out := succeeds(t, "data", "inspect", path, "--tokenizer", "bytes")
	if strings.ContainsAny(out, "\x1b\x07\u202e") || !strings.Contains(out, "a [31mred «ke»y\nis «12».") {
		t.Errorf("inspect prints %q", out)
	}
}

// Evidence is shown in colour where there is some, and in colour alone, also over the ends of lines.
func TestInspectColour(t *testing.T) {
	var c console
	c.text.Width, c.text.Color = 24, true
	prompt := "It rains all day. The secret key of the mill\nis 12.\ue001It rains."
	evidence := []data.Evidence{{Bytes: data.Span{Start: 18, End: 51}}}
	got := coloured(c.wrapped(c.marked(prompt, evidence, true), ""))
	want := "It rains all day. \x1b[1;7mThe\x1b[0m\n\x1b[1;7msecret key of the mill\x1b[0m\n\x1b[1;7mis 12.\x1b[0mIt rains."
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
	c.text.Color, c.text.ASCII = false, true
	if got := c.mark("two"); got != "[[two]]" {
		t.Errorf("marked %q", got)
	}
}

// A copy of RULER becomes a pack; what is no copy does not.
func TestImportRULER(t *testing.T) {
	dir := t.TempDir()
	words := filepath.Join(dir, "words", "assets")
	if err := os.MkdirAll(words, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, list := range []string{"nounlist.txt", "adjectivelist.txt", "verblist.txt"} {
		write(t, filepath.Join(words, list), "one\ntwo\n")
	}
	pack := filepath.Join(dir, "pack.json")
	fails(t, "constants.py", "data", "import-ruler", dir, "--wonderwords", filepath.Join(dir, "words"), "--out", pack)
	if _, err := os.Stat(pack); err == nil {
		t.Error("a pack was written")
	}
}
