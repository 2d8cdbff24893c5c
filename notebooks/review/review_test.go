package review

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments/claims"
	"github.com/hsalab/hsalab/experiments/report"
)

var planted = []claims.Verdict{
	{Claim: "C1", Title: "encoder", Statement: "CLS is better", Outcome: claims.NotReproduced, Reason: "left open", Scale: "nano", Evidence: []claims.Evidence{
		{Label: "CLS − mean", Ratio: 64, Value: 0.04, Low: -0.1, High: 0.18, P: 0.23, Seeds: 3, Sequences: 72, Queries: 1080, Signed: true}}},
	{Claim: "C2", Title: "bypass", Statement: "bypass helps", Outcome: claims.NotTestable, Reason: "no rows: x"},
	{Claim: "C3", Title: "sparsity", Statement: "it matters", Outcome: claims.Reproduced},
}

func TestHaving(t *testing.T) {
	for _, o := range []claims.Outcome{claims.Reproduced, claims.NotReproduced, claims.NotTestable} {
		if got := having(planted, o); len(got) != 1 || got[0].Outcome != o {
			t.Errorf("%s: %v", o, got)
		}
	}
	if got, want := tally(planted), "1 reproduced, 1 not reproduced, 1 not testable at this scale."; got != want {
		t.Errorf("tally: %q, want %q", got, want)
	}
}

func TestEvidence(t *testing.T) {
	row := evidence(planted[0]).Groups[0].Rows[0]
	var cells []string
	for _, c := range row.Cells {
		cells = append(cells, c.Text)
	}
	if want := []string{"64×", "+0.04 [−0.10, +0.18]", "3", "72", "1080", "0.23"}; row.Label != "CLS − mean" || !slices.Equal(cells, want) {
		t.Errorf("%s: %q, want %q", row.Label, cells, want)
	}
	if empty := evidence(planted[1]).Groups[0].Rows; len(empty) != 1 || empty[0].Cells[0].Text != "no rows: x" {
		t.Errorf("without evidence: %+v", empty)
	}
}

func TestDiffering(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"same.json": "1", "other.json": "2"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got := differing(dir, map[string][]byte{"same.json": []byte("1"), "other.json": []byte("3"), "absent.json": nil})
	if want := []string{"absent.json", "other.json"}; !slices.Equal(got, want) {
		t.Errorf("differing: %q, want %q", got, want)
	}
}

// TestSpecs holds that every figure belongs to a section of the notebook.
func TestSpecs(t *testing.T) {
	all := specs(func(report.Spec) bool { return true })
	eval, ablation := specs(func(s report.Spec) bool { return s.Rows == "eval" }), specs(func(s report.Spec) bool { return s.Rows == "ablation" })
	if len(eval) == 0 || len(ablation) == 0 || len(all) <= len(eval)+len(ablation) {
		t.Errorf("%d figures: %d of the shipped models, %d of the ablation", len(all), len(eval), len(ablation))
	}
}

func TestDependencies(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Skip("no go command:", err)
	}
	if strings.Contains(string(out), "github.com/gomlx") {
		t.Error("review links GoMLX, which makes its cells slow")
	}
}

func ExampleOpen() {
	os.Setenv("LC_ALL", "C.UTF-8")
	Open(planted)
	// Output:
	// not reproduced
	// ┌────────────┬─────────────────────┬─────────────────┐
	// │ claim      │ what the paper says │ why the verdict │
	// ├────────────┼─────────────────────┼─────────────────┤
	// │ C1 encoder │ CLS is better       │ left open       │
	// └────────────┴─────────────────────┴─────────────────┘
	// not testable at this scale
	// ┌───────────┬─────────────────────┬─────────────────┐
	// │ claim     │ what the paper says │ why the verdict │
	// ├───────────┼─────────────────────┼─────────────────┤
	// │ C2 bypass │ bypass helps        │ no rows: x      │
	// └───────────┴─────────────────────┴─────────────────┘
}
