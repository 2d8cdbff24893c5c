//go:build notebook

package experiments

import (
	"os/exec"
	"strings"
	"testing"
)

func TestNotebookCellHasTheCommitOfItsClone(t *testing.T) {
	head, err := exec.Command("git", "rev-parse", "HEAD").Output()
	if err != nil {
		t.Skipf("no git clone: %v", err)
	}
	got := strings.TrimSuffix(Commit(), "+")
	if len(got) < 10 || !strings.HasPrefix(string(head), got) {
		t.Errorf("commit %q, the clone is at %s", got, head)
	}
}
