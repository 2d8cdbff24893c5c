package taskpack

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// copyOfRULER is a folder in RULER's layout with texts of our own, and one of word lists.
var copyOfRULER = map[string]string{
	"scripts/data/synthetic/constants.py": `"""
Add a new task
"""
TASKS = {
    'niah': {
        'tokens_to_generate': 128, # tokens
        'template': """Some {type_needle_v}.\n{context}\nWhat are all {query}?""",
        'answer_prefix': """ They are"""
    },
    'variable_tracking': {'tokens_to_generate': 30, 'template': "T 'one' \"two\"", 'answer_prefix': r"raw\n"},
    'common_words_extraction': {'tokens_to_generate': 120, 'template': 'a' "b"
        'c', 'answer_prefix': '\u00e9\x41\q'},
    'freq_words_extraction' : {'tokens_to_generate': 50, 'template': '', 'answer_prefix': ''},
    'qa': {'tokens_to_generate': 32,
        'template': 'q', 'answer_prefix': 'a',},
}
`,
	"scripts/data/synthetic/niah.py": `needle = "A {type_needle_v} of {key}: {value}."
haystack = re.sub(r'\s+', " ", essay)
    haystack = "It rains."
query = ', '.join(queries[:-1]) + ', and ' + queries[-1]
        template = template.replace('Some', 'A')
        template = template.replace("are all", "is") # remove
`,
	"scripts/data/synthetic/variable_tracking.py": `    haystack = "It snows."
            this_chain = [f"VAR {this_vars[0]} = 12345"]
            this_chain = [f"VAR {this_vars[0]} = {str(np.random.randint(10000, 99999))}"]
            this_chain.append(f"VAR {this_vars[j+1]} = VAR {this_vars[j]} ")
    old_value = "12345"
`,
	"scripts/data/synthetic/common_words_extraction.py": `context = ' '.join([f"{i + 1}. {word}" for i, word in enumerate(word_list)])`,
	"scripts/data/synthetic/freq_words_extraction.py":   `    vocab[0] = '...' # treat the top ranked as noise`,
	"scripts/data/synthetic/qa.py": `DOCUMENT_PROMPT = "Doc {i}:\n{document}"
context = '\n\n'.join([DOCUMENT_PROMPT.format(i=i+1)])`,
	"scripts/data/synthetic/json/english_words.json": `{"2": "zeta", "1": "alpha"}`,
	"scripts/data/template.py":                       "Templates = {\n    'base': \"{task_template}\",\n\n    'chat': \"A: {task_template}\\nB:\",\n}\n",
	"scripts/synthetic.yaml": `# tasks
niah_single_1:
  task: niah
  args:
    type_haystack: noise
    num_needle_k: 4

fwe:
  task: freq_words_extraction
  args:
    alpha: 2.0`,
	"words/nounlist.txt":      "kite\ndoor\n",
	"words/adjectivelist.txt": "red\n",
	"words/verblist.txt":      "fly\n",
}

func writeCopy(t *testing.T, change map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range copyOfRULER {
		if other, ok := change[name]; ok {
			text = other
		}
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestImportRULER(t *testing.T) {
	dir := writeCopy(t, nil)
	p, err := ImportRULER(dir, filepath.Join(dir, "words"))
	if err != nil {
		t.Fatal(err)
	}
	f := p.RULER.Families
	if len(f.NIAH.Depths) != 40 || f.NIAH.Depths[39] != 100 {
		t.Errorf("depths %v", f.NIAH.Depths)
	}
	f.NIAH.Depths = nil
	want := Families{
		NIAH: NIAH{
			Prompt: Prompt{"Some {type_needle_v}.\n{context}\nWhat are all {query}?", " They are", 128},
			Needle: "A {type_needle_v} of {key}: {value}.", NoiseUnit: "It rains.",
			SingularRewrites: [][2]string{{"Some", "A"}, {"are all", "is"}}, QueryJoin: ", ", QueryLastJoin: ", and ",
		},
		VT: VT{
			Prompt: Prompt{`T 'one' "two"`, `raw\n`, 30}, NoiseUnit: "It snows.",
			AssignValue: "VAR {name} = {value}", AssignVar: "VAR {name} = VAR {prev} ", ICLValue: "12345",
			Alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
		},
		CWE: CWE{Prompt: Prompt{"abc", `éA\q`, 120}, Item: "{i}. {word}"},
		FWE: FWE{Prompt: Prompt{Budget: 50}, NoiseWord: "...", Alphabet: "abcdefghijklmnopqrstuvwxyz"},
		QA:  QA{Prompt: Prompt{"q", "a", 32}, Document: "Doc {i}:\n{document}", DocumentJoin: "\n\n"},
	}
	if diff := cmp.Diff(want, f); diff != "" {
		t.Errorf("families, -want +got:\n%s", diff)
	}
	tasks := map[string]Task{"niah_single_1": {Family: "niah", Haystack: "noise", Keys: 4}, "fwe": {Family: "fwe", Alpha: 2}}
	if diff := cmp.Diff(tasks, p.RULER.Tasks); diff != "" {
		t.Errorf("tasks, -want +got:\n%s", diff)
	}
	if got := p.RULER.ModelTemplates["chat"]; got != "A: {task_template}\nB:" {
		t.Errorf("model template %q", got)
	}
	if diff := cmp.Diff([]string{"zeta", "alpha"}, p.Words.English); diff != "" {
		t.Errorf("large word list, -want +got:\n%s", diff)
	}
}

func TestImportRULERRefuses(t *testing.T) {
	for name, tt := range map[string]struct{ file, text, want string }{
		"no tasks":      {"scripts/data/synthetic/constants.py", "x = 1", "constants.py assigns no TASKS"},
		"no prefix":     {"scripts/data/synthetic/constants.py", "TASKS = {}", "want template, answer_prefix"},
		"cut short":     {"scripts/data/synthetic/constants.py", "TASKS = {'niah': {'template': \"\"\"", "a string without end"},
		"computed":      {"scripts/data/synthetic/constants.py", "TASKS = {'niah': load()}", "no string, number or dict"},
		"other code":    {"scripts/data/synthetic/niah.py", "pass", `no string at "needle ="`},
		"other setting": {"scripts/synthetic.yaml", "a:\n  task: qa\n  args:\n    lang: en", `unknown field "lang"`},
		"other task":    {"scripts/synthetic.yaml", "a:\n  task: sums", "task a has no family"},
		"no task list":  {"scripts/synthetic.yaml", "- a\n- b", `synthetic.yaml:1: "- a" is not understood`},
		"LFS pointer":   {"scripts/data/synthetic/json/english_words.json", "version https://git-lfs", "git lfs pull"},
		"no words":      {"words/verblist.txt", " \n", "verblist.txt holds no words"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := writeCopy(t, map[string]string{tt.file: tt.text})
			_, err := ImportRULER(dir, filepath.Join(dir, "words"))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

// TestReferenceImport imports a real copy of RULER and compares it with the reference pack.
func TestReferenceImport(t *testing.T) {
	want := openReference(t)
	dir, words := os.Getenv("HSALAB_RULER"), os.Getenv("HSALAB_WONDERWORDS")
	if dir == "" || words == "" {
		t.Skip("set HSALAB_RULER to a copy of NVIDIA/RULER and HSALAB_WONDERWORDS to the folder of wonderwords' lists")
	}
	got, err := ImportRULER(dir, words)
	if err != nil {
		t.Fatal(err)
	}
	noZeta := cmpopts.IgnoreFields(FWE{}, "Zeta")
	if diff := cmp.Diff(want.RULER, got.RULER, noZeta); diff != "" {
		t.Errorf("ruler, -want +got:\n%s", diff)
	}
	listsOnly := cmpopts.IgnoreFields(Words{}, "Source", "English", "Counts", "Sums", "FirstLast", "Dropped")
	if diff := cmp.Diff(want.Words, got.Words, listsOnly); diff != "" {
		t.Errorf("word lists, -want +got:\n%s", diff)
	}
}
