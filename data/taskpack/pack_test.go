package taskpack

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// reference is the pack of the reference samples, beside the repository.
const reference = "../../../shared/samples/taskpack.json"

func openReference(t *testing.T) *Pack {
	t.Helper()
	if _, err := os.Stat(reference); err != nil {
		t.Skip("no reference samples: ", err)
	}
	p, err := Open(reference)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestOursIsWhole(t *testing.T) {
	if err := Ours().Require(sections...); err != nil {
		t.Error(err)
	}
	for list, words := range map[string][]string{"nouns": Ours().Words.Nouns, "adjectives": Ours().Words.Adjectives, "verbs": Ours().Words.Verbs} {
		if distinct := unique(slices.Clone(words)); len(distinct) != len(words) {
			t.Errorf("%s: %d words, %d of them different", list, len(words), len(distinct))
		}
		for _, w := range words {
			if strings.ToLower(w) != w || strings.ContainsAny(w, " -'") {
				t.Errorf("%s: %q is not one word in lower case", list, w)
			}
		}
	}
}

// change is the embedded pack's JSON with one value at a path replaced, or removed.
func change(t *testing.T, path string, value any) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "pack.json")
	if err := Ours().Save(file); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var pack map[string]any
	if err := json.Unmarshal(text, &pack); err != nil {
		t.Fatal(err)
	}
	object := pack
	keys := strings.Split(path, ".")
	for _, key := range keys[:len(keys)-1] {
		object = object[key].(map[string]any)
	}
	if last := keys[len(keys)-1]; value == nil {
		delete(object, last)
	} else {
		object[last] = value
	}
	if text, err = json.Marshal(pack); err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestReadNamesWhatIsWrong(t *testing.T) {
	for _, tt := range []struct {
		path  string
		value any
		want  string
	}{
		{"ruler.families.vt.template", nil, "pack p lacks ruler.families.vt.template"},
		{"ruler.families.niah.depths", nil, "pack p lacks ruler.families.niah.depths"},
		{"ruler.tasks.vt.family", nil, "pack p lacks ruler.tasks.vt.family"},
		{"wordlists.verbs", nil, "pack p lacks wordlists.verbs"},
		{"wordlists.verbs", []string{}, "wordlists.verbs is empty"},
		{"wordlists.counts", map[string]int{"nouns": 3}, "its count says 3"},
		{"wordlists.sha256_of_lf_joined", map[string]string{"verbs": "0"}, "wordlists.verbs differs from its checksum"},
		{"ruler.families.vt.tempalte", "", `unknown field "tempalte"`},
		{"pack_version", 2, "pack_version 2: want 1"},
		{"ruler", "text", "is no task pack"},
	} {
		_, err := Read("p", strings.NewReader(change(t, tt.path, tt.value)))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s = %v: error %v, want %q", tt.path, tt.value, err, tt.want)
		}
	}
	for _, text := range []string{"", "{", "[]", `{"pack_version":1} x`} {
		if _, err := Read("p", strings.NewReader(text)); err == nil {
			t.Errorf("%q: no error", text)
		}
	}
}

func TestRequireNamesTheSection(t *testing.T) {
	p, err := Read("p", strings.NewReader(change(t, "babilong", nil)))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Require(SectionRULER, SectionWords); err != nil {
		t.Error(err)
	}
	if err := p.Require(SectionRULER, SectionBABILong); err == nil || !strings.Contains(err.Error(), "pack p lacks babilong") {
		t.Errorf("error %v", err)
	}
}

func TestSaveKeepsThePack(t *testing.T) {
	for _, p := range []*Pack{Ours(), openReference(t)} {
		path := filepath.Join(t.TempDir(), "pack.json")
		if err := p.Save(path); err != nil {
			t.Fatal(err)
		}
		got, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		got.Name = p.Name
		if diff := cmp.Diff(p, got, cmp.AllowUnexported(Pack{}), cmpopts.IgnoreFields(Pack{}, "needles"), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("pack %s, -want +got:\n%s", p.Name, diff)
		}
	}
}
