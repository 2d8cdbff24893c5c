package punkt

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// writeParameters writes parameters of our own in NLTK's form.
func writeParameters(t *testing.T, change map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{
		"abbrev_types.txt":  "dr\nmr\np.m\nvs\n",
		"sent_starters.txt": "then\n",
		"collocations.tab":  "st\tjohn\n##number##\tmay\n",
		"ortho_context.tab": "the\t18\nmary\t12\nleft\t96\nnight\t32\n",
	}
	for name, text := range change {
		files[name] = text
	}
	for name, text := range files {
		if text == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestSplitTrained(t *testing.T) {
	s, err := Load(writeParameters(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]string{
		"Dr. Who and half-Mr. X met.":       {"Dr. Who and half-Mr. X met."},
		"It was 5 p.m. The bell rang.":      {"It was 5 p.m.", "The bell rang."},
		"It was 5 p.m. Then we ate.":        {"It was 5 p.m.", "Then we ate."},
		"It was 5 p.m. Mary ate.":           {"It was 5 p.m. Mary ate."},
		"She lives in St. John. He too.":    {"She lives in St. John.", "He too."},
		"On 3. may it rained. So what.":     {"On 3. may it rained.", "So what."},
		"There are 3. Night fell.":          {"There are 3.", "Night fell."},
		"There are 3. mary counted.":        {"There are 3. mary counted."},
		"A. Lovelace met C. Babbage. Fine.": {"A. Lovelace met C. Babbage.", "Fine."},
		"Plan A. The end.":                  {"Plan A.", "The end."},
	} {
		if diff := cmp.Diff(want, s.Split(text)); diff != "" {
			t.Errorf("%q, -want +got:\n%s", text, diff)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, tt := range map[string]struct{ file, text, want string }{
		"missing file":  {"sent_starters.txt", "", "sent_starters.txt"},
		"missing field": {"collocations.tab", "st\tjohn\nst\n", "collocations.tab:2"},
		"no number":     {"ortho_context.tab", "the\tmany\n", "ortho_context.tab:1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Load(writeParameters(t, map[string]string{tt.file: tt.text}))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one about %s", err, tt.want)
			}
		})
	}
}
