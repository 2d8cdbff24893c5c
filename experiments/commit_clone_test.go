package experiments

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestCommitOfClone: what go run makes has the commit of the clone.
func TestCommitOfClone(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	head, err := exec.Command("git", "rev-parse", "HEAD").Output()
	if err != nil {
		t.Skipf("no git clone: %v", err)
	}
	out, err := exec.Command("go", "run", "./hsalab", "version").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if want := "commit " + string(head[:10]); !strings.Contains(string(out), want) {
		t.Errorf("want %q in\n%s", want, out)
	}
}

func TestByGoRun(t *testing.T) {
	for path, want := range map[string]bool{
		"tmp/go-build1234/b001/exe/hsalab":                      true,
		"tmp/go-build1234/b001/hsalab":                          false, // a test
		"home/ada/exe/hsalab":                                   false,
		"go-build/a0/" + strings.Repeat("a0", 32) + "-d/hsalab": true,
		"hsalab": false,
	} {
		if got := byGoRun(filepath.FromSlash(path)); got != want {
			t.Errorf("%s: %t, want %t", path, got, want)
		}
	}
}
