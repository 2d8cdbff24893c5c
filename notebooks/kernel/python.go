package kernel

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// minPython is the oldest minor version of Python 3 that requirements.txt is resolved for.
const minPython = 10

// probePython prints the minor version and the path of the real interpreter, behind any shim, and fails
// where virtual environments cannot be made.
const probePython = `import sys, venv
if sys.version_info[0] == 3:
    print(sys.version_info[1], sys.executable)`

// findPython returns the interpreter that makes the virtual environment. The error is [ErrNoPython], with
// what was looked at, when none will do.
func findPython(ctx context.Context, o Options) (string, error) {
	candidates := pythonCandidates(o)
	var seen []string
	for _, name := range candidates {
		exe, minor, err := inspectPython(ctx, name)
		switch {
		case err != nil:
			seen = append(seen, name+": "+err.Error())
		case minor < minPython:
			seen = append(seen, fmt.Sprintf("%s: Python 3.%d", name, minor))
		default:
			return exe, nil
		}
	}
	return "", fmt.Errorf("%w (%s)", ErrNoPython, strings.Join(seen, "; "))
}

func pythonCandidates(o Options) []string {
	if o.Python != "" {
		return []string{o.Python}
	}
	if p := os.Getenv("HSALAB_PYTHON"); p != "" {
		return []string{p}
	}
	names := []string{"python3"}
	for minor := 14; minor >= minPython; minor-- {
		names = append(names, fmt.Sprintf("python3.%d", minor))
	}
	return append(names, "python")
}

// inspectPython returns the interpreter behind a name and its minor version.
func inspectPython(ctx context.Context, name string) (exe string, minor int, err error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", 0, fmt.Errorf("not found")
	}
	out, err := exec.CommandContext(ctx, path, "-I", "-c", probePython).Output()
	if err != nil {
		return "", 0, fmt.Errorf("does not run, or has no venv module")
	}
	text := strings.TrimSpace(string(out))
	if _, err := fmt.Sscan(text, &minor); err != nil {
		return "", 0, fmt.Errorf("not Python 3")
	}
	_, exe, _ = strings.Cut(text, " ")
	return exe, minor, nil
}
