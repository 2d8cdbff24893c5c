//go:build unix

package sweep

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// tool puts a shell script on the PATH.
func tool(t *testing.T, name, script string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/bash\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}

// fakeSbatch runs every job of the array that its script names, one after the other, from a copy as Slurm does.
const fakeSbatch = `
last=$(sed -n 's/^#SBATCH --array=0-//p' "$1")
cp "$1" "$FAKE_SPOOL/job"
for i in $(seq 0 "$last"); do SLURM_ARRAY_JOB_ID=7 SLURM_ARRAY_TASK_ID=$i bash "$FAKE_SPOOL/job" </dev/null || exit 1; done
`

// array writes the array of three runs in a folder whose name a shell would take apart.
func array(t *testing.T, command string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "a folder's")
	script, err := Slurm(dir, blank(3), Array{Name: "test", Command: command, Threads: 2, Options: []string{"--time=2:00:00"}})
	if err != nil {
		t.Fatal(err)
	}
	return script
}

// TestSlurm: every job of an array carries the run out that its number names; the script asks Slurm for what it needs.
func TestSlurm(t *testing.T) {
	tool(t, "sbatch", fakeSbatch)
	t.Setenv("FAKE_SPOOL", t.TempDir())
	ran := filepath.Join(t.TempDir(), "ran")
	t.Setenv("RAN", ran)
	tool(t, "carry-out", `echo "$GOMAXPROCS $1" >> "$RAN"`)
	script := array(t, "carry-out")
	if out, err := exec.Command("sbatch", script).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got, err := os.ReadFile(ran); err != nil || string(got) != "2 v0-seed0\n2 v1-seed0\n2 v2-seed0\n" {
		t.Errorf("ran %q, %v", got, err)
	}
	text, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"#SBATCH --array=0-2\n", "#SBATCH --requeue\n", "#SBATCH --signal=B:USR1@120\n", "#SBATCH --cpus-per-task=2\n", "#SBATCH --time=2:00:00\n"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the script lacks %q", want)
		}
	}
	cmd := exec.Command("bash", script)
	cmd.Env = append(os.Environ(), "SLURM_ARRAY_TASK_ID=3")
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "no run has the number 3") {
		t.Errorf("job 3 of 3: %v, %s", err, out)
	}
}

// TestSlurmStops: before the time limit the run is told to save, and the job is put back in the queue; one that is preempted
// saves too, and is put back by Slurm.
func TestSlurmStops(t *testing.T) {
	for signal, requeued := range map[syscall.Signal]bool{syscall.SIGUSR1: true, syscall.SIGTERM: false} {
		t.Run(fmt.Sprint(signal), func(t *testing.T) {
			log := filepath.Join(t.TempDir(), "log")
			t.Setenv("LOG", log)
			tool(t, "carry-out", `trap 'echo saved >> "$LOG"; exit 0' TERM; echo begun >> "$LOG"; while true; do sleep 0.05; done`)
			tool(t, "scontrol", `echo "$@" >> "$LOG"`)
			cmd := exec.Command("bash", array(t, "carry-out"))
			cmd.Env = append(os.Environ(), "SLURM_ARRAY_JOB_ID=7", "SLURM_ARRAY_TASK_ID=1")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			said := func() string { raw, _ := os.ReadFile(log); return string(raw) }
			for range 500 {
				if said() != "" {
					break
				}
				time.Sleep(10 * time.Millisecond)
			}
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			err := cmd.Wait()
			want := "begun\nsaved\n"
			if requeued {
				want += "requeue 7_1\n"
			}
			if said() != want || (err == nil) != requeued {
				t.Errorf("log %q, %v; want %q", said(), err, want)
			}
		})
	}
}

func TestSlurmRefuses(t *testing.T) {
	if _, err := Slurm(t.TempDir(), nil, Array{}); err == nil {
		t.Error("an array without runs was written")
	}
	if _, err := Slurm(t.TempDir(), blank(1), Array{Options: []string{"--time=1\nrm"}}); err == nil {
		t.Error("an option of two lines was taken")
	}
}
