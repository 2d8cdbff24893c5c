package show

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/viz"
	"github.com/hsalab/hsalab/viz/jupyter"
)

func TestMode(t *testing.T) {
	if Mode() != jupyter.Shared {
		t.Error("figures are not interactive by default")
	}
	t.Setenv(StaticVariable, "static")
	if Mode() != jupyter.Static {
		t.Error("HSALAB_FIGURES=static does not make pictures")
	}
}

// TestNotice holds that only the stock kernel is spoken of, and that it is said what to pick.
func TestNotice(t *testing.T) {
	t.Setenv(KernelVariable, "")
	if n := notice(true); !strings.Contains(n, "HSA Lab (Go)") || !strings.HasSuffix(n, "\n") {
		t.Errorf("in the stock kernel: %q", n)
	}
	if n := notice(false); n != "" {
		t.Errorf("in a terminal: %q", n)
	}
	t.Setenv(KernelVariable, "hsalab")
	if n := notice(true); n != "" {
		t.Errorf("in our kernel: %q", n)
	}
}

// TestCheck runs this test in a process of its own, which an error must end with one sentence.
func TestCheck(t *testing.T) {
	if os.Getenv("SHOW_TEST") == "fail" {
		Figure(viz.Curve{}, errors.New("one sentence"))
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=TestCheck")
	cmd.Env = append(os.Environ(), "SHOW_TEST=fail")
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 || string(out) != "one sentence\n" {
		t.Errorf("%v, %q", err, out)
	}
}

func TestDependencies(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Skip("no go command:", err)
	}
	if strings.Contains(string(out), "github.com/gomlx") {
		t.Error("show links GoMLX, which makes analysis cells slow")
	}
}

func ExampleNumber() {
	Number("accuracy at 128 tokens", 0.99871, 0.01)
	Number("chunks", 1024, 0)
	Holds("every question found its chunk", true)
	Holds("the bypass makes a difference", false)
	// Output:
	// accuracy at 128 tokens: 0.9987  (another run: within 0.01)
	// chunks: 1024
	// ✓ every question found its chunk
	// ✗ the bypass makes a difference
}

// In a terminal a figure is text.
func ExampleFigure() {
	os.Setenv("LC_ALL", "C.UTF-8")
	table := viz.Table{Title: "Ablation", Columns: []string{"128"}, Groups: []viz.Group{{Rows: []viz.Row{{Label: "CLS", Cells: []viz.Cell{{Value: 1}}}}}}}
	Begin()
	Figure(table, nil)
	// Output:
	// Ablation
	// ┌─────┬─────┐
	// │     │ 128 │
	// ├─────┼─────┤
	// │ CLS │ 1   │
	// └─────┴─────┘
}
