package kernel

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hsalab/hsalab/notebooks/nbformat"
)

// outputs returns what each code cell of an executed notebook printed to standard output.
func outputs(t *testing.T, file string) []string {
	t.Helper()
	nb, err := nbformat.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, c := range nb.Cells {
		if c.Type != nbformat.Code {
			continue
		}
		text := ""
		for _, o := range c.Outputs {
			if o.Name == "stdout" {
				text += string(o.Text)
			}
		}
		all = append(all, text)
	}
	return all
}

func TestRun(t *testing.T) {
	needJupyter(t)
	t.Parallel()
	dir := t.TempDir()
	notebook, page := filepath.Join(dir, "out", "two.ipynb"), filepath.Join(dir, "out", "two.html")
	var seen [][2]int
	err := Run(t.Context(), RunOptions{
		Notebook: "testdata/two.ipynb", OutNotebook: notebook, OutHTML: page,
		Progress: func(cell, total int) { seen = append(seen, [2]int{cell, total}) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := outputs(t, notebook), []string{"", "chunks: 16\n"}; !slices.Equal(got, want) {
		t.Errorf("cells printed %q, want %q", got, want)
	}
	if want := [][2]int{{1, 2}, {2, 2}}; !slices.Equal(seen, want) {
		t.Errorf("progress %v, want %v", seen, want)
	}
	html := read(t, page)
	if !strings.Contains(html, "chunks: 16") || !strings.Contains(html, "<title>two</title>") {
		t.Error("the page shows neither the output nor the notebook's name")
	}
	if m := request.FindString(html); m != "" {
		t.Errorf("the page asks the network for %s", m)
	}
	if left := entries(t, filepath.Join(dir, "out")); !slices.Equal(left, []string{"two.html", "two.ipynb"}) {
		t.Errorf("left in the directory of the results: %q", left)
	}
}

// request matches what makes a browser fetch something from elsewhere when it opens a page.
var request = regexp.MustCompile(`(?i)<(?:script|link|img|iframe)[^>]*(?:src|href)\s*=\s*["']?(?:https?:)?//[^>]*>|@import[^;]*//[^;]*;`)

func TestRequestMatches(t *testing.T) {
	for _, s := range []string{`<script src="https://cdn/x.js">`, `<link rel=stylesheet href=//cdn/x.css>`} {
		if !request.MatchString(s) {
			t.Errorf("%s passes for offline", s)
		}
	}
}

func TestRunInPlaceIsRepeatable(t *testing.T) {
	needJupyter(t)
	t.Parallel()
	file := filepath.Join(t.TempDir(), "two.ipynb")
	write(t, file, read(t, "testdata/two.ipynb"))
	var versions []string
	for range 2 {
		if err := Run(t.Context(), RunOptions{Notebook: file, OutNotebook: file}); err != nil {
			t.Fatal(err)
		}
		versions = append(versions, read(t, file))
	}
	if versions[0] != versions[1] {
		t.Error("executing a notebook twice gives two different files")
	}
}

func TestRunFailingCell(t *testing.T) {
	needJupyter(t)
	t.Parallel()
	for _, c := range []struct {
		name       string
		cell, line int
		source     string
		message    string
		printed    []string
	}{
		{"compile", 2, 3, "fmt.Printn(two())", "undefined: fmt.Printn", []string{"", "", ""}},
		{"panic", 2, 3, "fmt.Println(picks[3])", "panic: runtime error: index out of range [3] with length 0", []string{"fine\n", ""}},
		{"earlier", 2, 3, "fmt.Println(last(nil))", "panic: runtime error: index out of range [-1]", []string{"", "picking\n"}},
		{"exit", 1, 0, `fmt.Fprintln(os.Stderr, "no such preset: nanoo")`, "no such preset: nanoo (exit status 3)", []string{""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			in, out := "testdata/"+c.name+".ipynb", filepath.Join(dir, "out.ipynb")
			err := Run(t.Context(), RunOptions{Notebook: in, OutNotebook: out, OutHTML: filepath.Join(dir, "out.html")})
			var got *CellError
			if !errors.As(err, &got) {
				t.Fatalf("got %v, want a CellError", err)
			}
			want := CellError{Notebook: in, Cell: c.cell, Line: c.line, Source: c.source, Message: c.message, Output: got.Output}
			if *got != want {
				t.Errorf("got  %+v\nwant %+v", *got, want)
			}
			if printed := outputs(t, out); !slices.Equal(printed, c.printed) {
				t.Errorf("the partial notebook has %q, want %q", printed, c.printed)
			}
			if exists(filepath.Join(dir, "out.html")) {
				t.Error("a failed run wrote its page")
			}
		})
	}
}

// tagged returns an environment entry by which a test finds the processes of its own run.
func tagged(t *testing.T) string {
	t.Helper()
	entry := "HSALAB_TEST=" + rand.Text()
	if runtime.GOOS != "linux" {
		t.Skip("this system does not show the environment of processes")
	}
	return entry
}

func TestRunTimeout(t *testing.T) {
	needJupyter(t)
	t.Parallel()
	entry, out := tagged(t), filepath.Join(t.TempDir(), "out.ipynb")
	err := Run(t.Context(), RunOptions{Notebook: "testdata/hang.ipynb", OutNotebook: out, Timeout: 12 * time.Second, Env: []string{entry}})
	var got *CellError
	if !errors.As(err, &got) || !got.Timeout || got.Cell != 1 {
		t.Fatalf("got %v, want a timeout of cell 1", err)
	}
	if printed := outputs(t, out); !slices.Equal(printed, []string{"started\n"}) {
		t.Errorf("the partial notebook has %q", printed)
	}
	if left := marked(entry); len(left) > 0 {
		t.Errorf("processes left: %v", left)
	}
}

func TestRunCancel(t *testing.T) {
	needJupyter(t)
	t.Parallel()
	kernelStarts := func(entry string) bool { return len(marked(entry)) > 1 } // run.py and gonb
	for _, c := range []struct {
		name string
		when func(entry string) bool
		stop func(t *testing.T, cancel func(), entry string)
		want error
	}{
		{"cancelled at the start", kernelStarts, func(_ *testing.T, cancel func(), _ string) { cancel() }, context.Canceled},
		{"cancelled", cellRuns, func(_ *testing.T, cancel func(), _ string) { cancel() }, context.Canceled},
		{"cancelled with run.py stopped", cellRuns, func(t *testing.T, cancel func(), entry string) { signalRunner(t, entry, "STOP"); cancel() }, context.Canceled},
		{"run.py killed", cellRuns, func(t *testing.T, _ func(), entry string) { signalRunner(t, entry, "KILL") }, &CommandError{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			entry, out := tagged(t), filepath.Join(t.TempDir(), "out.ipynb")
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			done := make(chan error, 1)
			go func() {
				done <- Run(ctx, RunOptions{Notebook: "testdata/hang.ipynb", OutNotebook: out, Env: []string{entry}})
			}()
			waitFor(t, time.Minute, "the moment to stop", func() bool { return c.when(entry) })
			c.stop(t, cancel, entry)
			err := <-done
			var failed *CommandError
			if _, command := c.want.(*CommandError); command && !errors.As(err, &failed) || !command && !errors.Is(err, c.want) {
				t.Errorf("got %v, want %T", err, c.want)
			}
			if left := marked(entry); len(left) > 0 {
				t.Errorf("processes left: %v", left)
			}
			if exists(out) {
				t.Error("a run without an end wrote its notebook")
			}
		})
	}
}

// TestRunOrphaned kills the program that called Run: its kernel and cell must go with it.
func TestRunOrphaned(t *testing.T) {
	needJupyter(t)
	t.Parallel()
	entry := tagged(t)
	cmd := exec.Command(os.Args[0], "-test.run=^TestRunForever$")
	cmd.Env = append(os.Environ(), "HSALAB_TEST_RUN_FOREVER=1", entry)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, time.Minute, "the cell to run", func() bool { return cellRuns(entry) })
	cmd.Process.Kill()
	cmd.Wait()
	waitFor(t, 20*time.Second, "the orphans to end", func() bool { return len(marked(entry)) == 0 })
}

// TestRunForever is the program that TestRunOrphaned kills.
func TestRunForever(t *testing.T) {
	if os.Getenv("HSALAB_TEST_RUN_FOREVER") == "" {
		t.Skip("runs only in a process of its own")
	}
	t.Fatal(Run(t.Context(), RunOptions{Notebook: "testdata/hang.ipynb"}))
}

// cellRuns says whether a compiled cell is among the processes that have the entry.
func cellRuns(entry string) bool {
	return slices.ContainsFunc(marked(entry), func(pid int) bool {
		exe, _ := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
		return strings.HasPrefix(filepath.Base(exe), "gonb_")
	})
}

// signalRunner sends a signal to the run.py among the processes that have the entry.
func signalRunner(t *testing.T, entry, signal string) {
	t.Helper()
	for _, pid := range marked(entry) {
		args, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if !strings.Contains(string(args), "run.py") {
			continue
		}
		if out, err := exec.Command("kill", "-"+signal, strconv.Itoa(pid)).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return
	}
	t.Fatal("run.py is not running")
}

func TestRunNotSetUp(t *testing.T) {
	p := newClone(t, "nothing")
	if err := Run(t.Context(), RunOptions{Root: p.root, Notebook: "testdata/two.ipynb"}); !errors.Is(err, ErrNotSetUp) {
		t.Errorf("got %v, want ErrNotSetUp", err)
	}
}
