package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
)

var regen = flag.Bool("regen", false, "write the golden texts anew")

// TestModelGolden holds what is printed for presets that differ in most switches.
func TestModelGolden(t *testing.T) {
	for file, args := range map[string]string{
		"model-nano.txt":      "model nano",
		"model-ultralong.txt": "model ultralong --batch 1 --length 1048576",
		"model-changed.txt":   "model tiny --vocab 512 --set residual=gated --set encoder=mean --set cls_tokens=0 --set hsa_window=64 --set groups=2",
	} {
		got, path := succeeds(t, strings.Fields(args)...), filepath.Join("testdata", file)
		if *regen {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("%v; -regen writes it", err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("hsalab %s differs from %s (-want +got; -regen writes it anew):\n%s", args, path, diff)
		}
	}
}

// TestModelFiles writes a configuration in both formats and reads it again.
func TestModelFiles(t *testing.T) {
	want := hsa.Tiny(99)
	want.TopK = 5
	for _, name := range []string{"c.toml", "c.json"} {
		path := filepath.Join(t.TempDir(), name)
		succeeds(t, "model", "tiny", "--vocab", "99", "--set", "top_k=5", "--write", path)
		got, err := hsa.LoadConfig(path)
		if err != nil || got != want {
			t.Errorf("%s holds %+v, %v", name, got, err)
		}
		if out := succeeds(t, "model", "--config", path); !strings.Contains(out, "top 5 chunks") || !strings.Contains(out, "[99 256]") {
			t.Errorf("--config %s prints\n%s", name, out)
		}
	}
}

func TestModelRefuses(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "c.toml")
	write(t, bad, "vocb = 3")
	for args, want := range map[string]string{
		"":                                "want a preset (nano, tiny, small, paper, ultralong)",
		"nosuch":                          "the presets are nano, tiny, small, paper, ultralong",
		"tiny --config " + bad:            "want one of them",
		"--config " + bad:                 `unknown key "vocb"; the nearest valid key is "vocab"`,
		"--config c.yaml":                 "ends in .json or .toml",
		"tiny --set top_k":                "--set top_k: want KEY=VALUE",
		"tiny --set topk=3":               `unknown key "topk"; the nearest valid key is "top_k"`,
		"tiny --set top_k=x":              `key "top_k": want a whole number, got "x"`,
		"tiny --set weighting=softmx":     `weighting "softmx": the nearest is "softmax"`,
		"tiny --set rank_decay=true":      `rank_decay true with weighting "stick-breaking"`,
		"tiny --length 0":                 "--length 0",
		"tiny --write c.yaml":             "ends in .json or .toml",
		"tiny --vocab=-1":                 "vocab -1: want 1 to 1048576",
		"nano --write /nosuch/dir/c.toml": "no such file",
	} {
		fails(t, want, append([]string{"model"}, strings.Fields(args)...)...)
	}
}

// TestPresetAndModel: where a preset and a trained model have the same name, the preset says how to see the other.
func TestPresetAndModel(t *testing.T) {
	folder := t.TempDir()
	t.Setenv(experiments.EnvModels, folder)
	dir := filepath.Join(folder, "small")
	succeeds(t, "export", "nano", "--out", dir)
	want := "This is the preset. The trained model of that name: hsalab model " + dir
	if out := succeeds(t, "model", "small"); !strings.Contains(out, want) {
		t.Errorf("%q is missing", want)
	}
	if out := succeeds(t, "model", dir); strings.Contains(out, "This is the preset") || !strings.Contains(out, "176,192") {
		t.Errorf("the trained model: %s", out)
	}
}
