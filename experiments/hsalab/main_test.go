package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments"
)

func TestHelp(t *testing.T) {
	all := succeeds(t, "--help")
	for _, command := range []string{"quickstart", "train", "eval", "ask", "sweep", "figures", "reproduce", "claims", "lab", "notebooks run", "kernel install", "model", "check", "bench", "doctor", "pjrt fetch", "version", "completion"} {
		if !strings.Contains(all, "\n  "+command) {
			t.Errorf("help leaves out %s", command)
		}
		args := append(strings.Fields(command), "--help")
		if out := succeeds(t, args...); !strings.Contains(out, "Usage: hsalab "+command) {
			t.Errorf("%s --help prints %q", command, out)
		}
	}
}

func TestBadCommandLines(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "text")
	for _, c := range []struct {
		want string
		args string
	}{
		{"nosuch", "nosuch"},
		{"unknown flag --nosuch", "eval nano --nosuch"},
		{`unknown recipe "nosuch"; there is: conjunctive, nano, nano-4k, nano-robust, nano-text`, "train nosuch"},
		{`no model "nosuch"`, "eval nosuch"},
		{`no model "nosuch"`, "model nosuch"},
		{`no model "nosuch"`, "quickstart --models nosuch --out " + t.TempDir()},
		{"can't be used together", "eval nano --lengths 128 --ratios 1"},
		{"--samples -1", "eval nano --samples=-1"},
		{`unknown task "nosuch"`, "eval nano --tasks nosuch"},
		{`length "5Q"`, "eval nano --lengths 5Q"},
		{"0 to 100 percent", "eval nano --depths 0,101"},
		{"1 to 33554432", "eval nano --lengths 100000000"},
		{`top-K "0"`, "eval nano --top-k 0"},
		{"ends in .jsonl or .jsonl.gz", "eval nano --out rows.csv"},
		{"not a directory", "eval nano --out " + file + "/rows.jsonl"},
		{"not a directory", "train nano --out " + file + "/run"},
		{"not a directory", "figures --out " + file + "/figures"},
		{"not a directory", "quickstart --out " + file + "/out"},
		{"--steps -1", "train nano --steps=-1"},
		{"trains on symbols", "train nano --corpus " + file},
		{"-1 seeds", "sweep window --seeds=-1"},
		{"KEY=VALUE@DEPTH", "ask --needle lemon"},
		{"KEY=VALUE@DEPTH", "ask --needle lemon=fox@deep"},
		{"can be asked about: lemon", "ask pepper"},
		{"reads symbols", "ask --model nano lemon"},
		{"no such file", "ask --text nosuch.txt lemon"},
		{"nothing to ask about", "ask --text " + file},
		{"must be one of", "completion tcsh"},
		{"backend", "bench --backend nosuch"},
		{"xla", "eval nano --backend xla:nosuch --lengths 128"},
	} {
		fails(t, c.want, strings.Fields(c.args)...)
	}
}

func TestSmallCommands(t *testing.T) {
	for args, want := range map[string]string{
		"version":         "github.com/gomlx/gomlx",
		"model nano":      "lm_head.weight",
		"model nano-text": "parameters",
		"completion bash": "complete -C hsalab hsalab",
		"completion zsh":  "bashcompinit",
		"completion fish": "COMP_LINE",
	} {
		if out := succeeds(t, strings.Fields(args)...); !strings.Contains(out, want) {
			t.Errorf("%s prints %q, want %q", args, out, want)
		}
	}
}

func TestCompletion(t *testing.T) {
	for line, want := range map[string]string{
		"hsalab ev":         "eval",
		"hsalab train nano": "nano-text",
		"hsalab eval ":      "nano",
		"hsalab ask --ne":   "--needle",
	} {
		t.Run(line, func(t *testing.T) {
			t.Setenv("COMP_LINE", line)
			if out := succeeds(t); !strings.Contains("\n"+out, "\n"+want+"\n") {
				t.Errorf("%q completes to %q, want %s", line, out, want)
			}
		})
	}
}

func TestDoctor(t *testing.T) {
	o := hsalab(t, context.Background(), "doctor", "--backend", "nosuch")
	if o.status != exitError || !strings.Contains(o.out, "MISSING   backend nosuch") || !strings.Contains(o.out, "→ use --backend go") {
		t.Errorf("status %d:\n%s%s", o.status, o.out, o.err)
	}
	o = hsalab(t, context.Background(), "doctor")
	if !strings.Contains(o.out, "ok        backend go") || !strings.Contains(o.out, "ok        Newton's Opticks") {
		t.Errorf("status %d:\n%s%s", o.status, o.out, o.err)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, args := range []string{"eval nano --lengths 128", "ask lemon", "bench --no-cells", "quickstart --models nano --out " + t.TempDir()} {
		o := hsalab(t, ctx, strings.Fields(args)...)
		if o.status != exitInterrupted || !strings.Contains(o.err, "interrupted") {
			t.Errorf("%s: status %d, %q; want 130", args, o.status, o.err)
		}
	}
	o := hsalab(t, ctx, "train", "nano", "--out", t.TempDir()) // has lost nothing
	if o.status != exitOK || !strings.Contains(o.out, "interrupted at step 0; a checkpoint is saved") {
		t.Errorf("train: status %d, %q, %q; want 0", o.status, o.out, o.err)
	}
}

func TestFail(t *testing.T) {
	o := hsalab(t, context.Background(), "train", "nosuch")
	if o.out != "" || o.status != exitError {
		t.Errorf("an error prints %q on standard output", o.out)
	}
	if !experiments.BuiltWithSIMD() && !strings.Contains(o.err, "GOEXPERIMENT=simd") {
		t.Errorf("without vector instructions: %q", o.err)
	}
}
