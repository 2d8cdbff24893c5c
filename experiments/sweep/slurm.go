package sweep

import (
	"bytes"
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/template"

	"github.com/google/renameio/v2"

	"github.com/hsalab/hsalab/experiments/study"
)

// Array says how a grid is to run as an array of jobs of Slurm.
type Array struct {
	Name    string   // of the job
	Command string   // carries one run out when its name follows, as a shell reads it
	Threads int      // cores of each job
	Options []string // more options of sbatch, such as "--time=2:00:00"
}

// Files of an array.
const (
	ArrayScript = "array.sh"
	arrayRuns   = "runs.txt"
)

//go:embed array.sh.tmpl
var arrayTemplate embed.FS

// Slurm writes, in dir, the script of an array of jobs, one a run, and the list that says which number is which run. The
// script is safe to be requeued: a run that was stopped goes on from its checkpoint. It returns the path of the script.
func Slurm(dir string, runs []study.Run, a Array) (string, error) {
	if len(runs) == 0 {
		return "", fmt.Errorf("sweep: every run is done: there is nothing to submit")
	}
	for _, o := range a.Options {
		if !strings.HasPrefix(o, "-") || strings.ContainsAny(o, "\n\r") {
			return "", fmt.Errorf("sweep: %q is no option of sbatch: want one such as --time=2:00:00", o)
		}
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("sweep: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("sweep: %w", err)
	}
	var list strings.Builder
	for _, r := range runs {
		fmt.Fprintln(&list, r.Name())
	}
	var script bytes.Buffer
	values := struct {
		Array
		Last      int
		List, Log string
	}{a, len(runs) - 1, ShellWord(filepath.Join(dir, arrayRuns)), strconv.Quote(filepath.Join(dir, "%a.log"))}
	if err := template.Must(template.ParseFS(arrayTemplate, "array.sh.tmpl")).Execute(&script, values); err != nil {
		return "", fmt.Errorf("sweep: %w", err)
	}
	path := filepath.Join(dir, ArrayScript)
	if err := renameio.WriteFile(filepath.Join(dir, arrayRuns), []byte(list.String()), 0o644); err != nil {
		return "", fmt.Errorf("sweep: %w", err)
	}
	if err := renameio.WriteFile(path, script.Bytes(), 0o755); err != nil {
		return "", fmt.Errorf("sweep: %w", err)
	}
	return path, nil
}

// ShellWord is text as one word of a shell.
func ShellWord(text string) string {
	if text != "" && !strings.ContainsAny(text, " \t\n\"'$&;|<>*?()`\\#~[]{}!") {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
