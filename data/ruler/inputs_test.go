package ruler

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/punkt"
	"github.com/hsalab/hsalab/data/taskpack"
)

// reference is where the reference samples lie, beside the repository. A second folder may be named by HSALAB_SAMPLES.
const reference = "../../../shared/samples"

type indexEntry struct {
	File, Task, Tokenizer, Essay, Wordlist, Sha256 string
	Length                                         int      `json:"max_seq_length"`
	Seed                                           int64    `json:"seed"`
	Samples                                        int      `json:"num_samples"`
	Tests                                          [][2]int `json:"search_tests"`
}

type indexFile struct {
	Files     []indexEntry
	NeverEnds [][4]any `json:"never_ends_in_original"`
}

func skipWithoutReference(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(reference); err != nil {
		t.Skip("no reference samples: ", err)
	}
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(path, err)
	}
}

// words, quarters and octets are the stand-in counters ws, b4 and bytes.
type (
	words    struct{}
	quarters struct{}
	octets   struct{}
)

func (words) Count(text string) int    { return len(strings.FieldsFunc(text, punkt.IsSpace)) }
func (quarters) Count(text string) int { return (len(text) + 3) / 4 }
func (octets) Count(text string) int   { return len(text) }

var counters = map[string]data.Counter{"ws": words{}, "b4": quarters{}, "bytes": octets{}}

// inputs are the packs (with the word lists of each version of wonderwords), documents and essays of the reference samples.
type inputs struct {
	packs     map[string]*taskpack.Pack
	documents map[string]*Documents
	essays    map[string]*Essay
}

func readInputs(t *testing.T) *inputs {
	t.Helper()
	skipWithoutReference(t)
	pack, err := taskpack.Open(filepath.Join(reference, "taskpack.json"))
	if err != nil {
		t.Fatal(err)
	}
	earlier, err := pack.WithDroppedNouns()
	if err != nil {
		t.Fatal(err)
	}
	packs := map[string]*taskpack.Pack{"": pack, "3.0.1": pack, "2.2.0": earlier}
	in := &inputs{packs, map[string]*Documents{}, map[string]*Essay{}}
	for _, kind := range []string{"squad", "hotpotqa"} {
		if in.documents[kind], err = OpenDocuments(kind, filepath.Join(reference, "data", kind+".json")); err != nil {
			t.Fatal(err)
		}
	}
	return in
}

// essay is the essay of a name, from the folder of the samples or the shared one. All but the plain one need trained
// parameters to be split as RULER splits them.
func (in *inputs) essay(t *testing.T, folder, name string) *Essay {
	t.Helper()
	if e := in.essays[name]; e != nil {
		return e
	}
	splitter := punkt.Untrained()
	if dir := os.Getenv("HSALAB_PUNKT"); dir != "" {
		trained, err := punkt.Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		splitter = trained
	} else if name != "plain" {
		t.Skipf("the essay %s needs NLTK's Punkt parameters: set HSALAB_PUNKT to the folder punkt_tab/english", name)
	}
	path := filepath.Join(folder, "data", "essay_"+name+".json")
	if !exists(path) {
		path = filepath.Join(reference, "data", "essay_"+name+".json")
	}
	if !exists(path) {
		t.Skipf("no essay %s beside the samples", name)
	}
	var file struct{ Text string }
	readJSON(t, path, &file)
	e, err := NewEssay(file.Text, splitter)
	if err != nil {
		t.Fatal(err)
	}
	in.essays[name] = e
	return e
}

func (in *inputs) run(t *testing.T, folder string, f indexEntry) Run {
	t.Helper()
	counter, ok := counters[f.Tokenizer]
	if !ok {
		t.Fatalf("no counter %q", f.Tokenizer)
	}
	pack := in.packs[f.Wordlist]
	if pack == nil {
		t.Fatalf("no word lists of version %q", f.Wordlist)
	}
	setting := pack.RULER.Tasks[f.Task]
	r := Run{Task: f.Task, Pack: pack, Counter: counter, Length: f.Length, Seed: f.Seed, Samples: f.Samples, Documents: in.documents[setting.Dataset]}
	if setting.Haystack == "essay" {
		r.Essay = in.essay(t, folder, f.Essay)
	}
	return r
}

// entries are the files of samples in a folder, with what the index says of each.
func entries(t *testing.T, folder string) []indexEntry {
	t.Helper()
	var index indexFile
	if path := filepath.Join(folder, "ruler/index.json"); exists(path) {
		readJSON(t, path, &index)
	}
	known := map[string]indexEntry{}
	for _, f := range index.Files {
		known[f.File] = f
	}
	paths, err := filepath.Glob(filepath.Join(folder, "ruler/*/*/*/seed*/*.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	var all []indexEntry
	for _, path := range paths {
		name, err := filepath.Rel(folder, path)
		if err != nil {
			t.Fatal(err)
		}
		f := known[filepath.ToSlash(name)]
		f.fromPath(t, filepath.ToSlash(name))
		all = append(all, f)
	}
	return all
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// fromPath reads ruler/essay/counter/length/seedN/task.jsonl.gz.
func (f *indexEntry) fromPath(t *testing.T, path string) {
	t.Helper()
	parts := strings.Split(path, "/")
	f.File, f.Essay, f.Tokenizer, f.Task = path, parts[1], parts[2], strings.TrimSuffix(parts[5], ".jsonl.gz")
	if _, err := fmt.Sscanf(parts[3]+" "+parts[4], "%d seed%d", &f.Length, &f.Seed); err != nil {
		t.Fatal(path, err)
	}
}
