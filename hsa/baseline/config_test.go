package baseline_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
)

func encoded(t *testing.T, c baseline.Config) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.EncodeJSON(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestConfigFile(t *testing.T) {
	c := nanoRival(baseline.FullAttention)
	got, err := baseline.DecodeConfig(strings.NewReader(encoded(t, c)))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(c, got); d != "" {
		t.Error(d)
	}
}

// TestConfigIsStrict changes a good file in one place each.
func TestConfigIsStrict(t *testing.T) {
	good := encoded(t, nanoRival(baseline.FullAttention))
	for _, c := range []struct{ old, new, says string }{
		{`"rival"`, `"rivals"`, `unknown key "rivals"`},
		{`"rival": "full-attention",`, ``, `missing`},
		{`"rival": "full-attention"`, `"rival": "full-attention", "rival": "no-memory"`, `"rival" comes twice`},
		{`"rival": "full-attention"`, `"rival": "full"`, `there is: no-memory, full-attention`},
		{`"rival": "full-attention"`, `"rival": 3`, `want a string`},
		{`"heads": 4`, `"heads": 5`, `dim 64 is not a multiple of heads 5`},
		{`"heads": 4`, `"haeds": 4`, `the nearest valid key is "heads"`},
		{`{`, `[`, `JSON object`},
		{good, good + good, `more than one JSON value`},
		{good, strings.Repeat(" ", 64<<10) + good, `this is no config`},
		{good, ``, `JSON object`},
	} {
		changed := strings.Replace(good, c.old, c.new, 1)
		if _, err := baseline.DecodeConfig(strings.NewReader(changed)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%.40s → %.40s: want an error with %q, got %v", c.old, c.new, c.says, err)
		}
	}
}

func TestFullAttentionNeedsAttention(t *testing.T) {
	c := baseline.Config{Kind: baseline.FullAttention, Of: hsa.Variants()["mamba2"]}
	if err := c.Validate(); err == nil || !strings.Contains(err.Error(), "do not attend") {
		t.Errorf("got %v", err)
	}
}

func TestWeightsFile(t *testing.T) {
	w := lively(nanoRival(baseline.NoMemory), 4)
	w.Metadata = map[string]string{"seed": "4"}
	dir := t.TempDir()
	if err := w.Save(dir); err != nil {
		t.Fatal(err)
	}
	got, err := baseline.LoadWeights(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(w, got); d != "" {
		t.Error(d)
	}
	other := encoded(t, nanoRival(baseline.FullAttention))
	if err := os.WriteFile(filepath.Join(dir, hsa.ConfigFile), []byte(other), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := baseline.LoadWeights(os.DirFS(dir)); err == nil || !strings.Contains(err.Error(), "another config") {
		t.Errorf("the weights of the other rival are taken: %v", err)
	}
	if _, err := hsa.LoadWeights(os.DirFS(dir)); err == nil {
		t.Error("the weights of a rival are taken for those of a model")
	}
}
