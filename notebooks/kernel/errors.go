package kernel

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
)

// The errors that a caller may want to tell apart. Each is a sentence that says what to do.
var (
	// ErrNoGo means that the go command is missing; cells cannot be built without it.
	ErrNoGo = errors.New("no go command on PATH: install Go 1.26 or newer and put its bin directory on PATH")

	// ErrNoPython means that no usable Python was found. Only Jupyter needs it.
	ErrNoPython = errors.New("no Python 3.10 or newer with the venv module: install python3 and python3-venv," +
		" or name an interpreter in HSALAB_PYTHON; everything but Jupyter works without it")

	// ErrNoIndex means that the Python packages could not be fetched. Only the first set-up needs them.
	ErrNoIndex = errors.New("the Python package index cannot be reached: connect to the network, or point" +
		" PIP_INDEX_URL at a mirror, and try again; everything but Jupyter works without it")

	// ErrForeignVenv means that .venv holds something that this package did not make and will not remove.
	ErrForeignVenv = errors.New("the .venv in the repository was not made by hsalab: move it away and try again")

	// ErrNotSetUp means that [Setup] has not been run, or not to its end, or for other requirements.
	ErrNotSetUp = errors.New("no finished Jupyter set-up in this clone: run \"hsalab lab\" or" +
		" \"hsalab notebooks run\", which make one")

	// ErrNotebookBuild means that the packages imported by the notebooks do not build. All else of the
	// set-up is done when [Setup] returns it.
	ErrNotebookBuild = errors.New("the packages imported by the notebooks do not build: mend them and try again")

	// ErrPortInUse means that the port asked for is taken.
	ErrPortInUse = errors.New("the port is in use: choose another, or 0 for any free one")

	// ErrDiskFull means that there was no space, or no quota, left to write to.
	ErrDiskFull = errors.New("the disk is full: free some space (a fresh set-up needs 2 GB) and run the same command" +
		" again; nothing that was there before has changed")

	// ErrNoRoot means that no directory above the working directory is a clone of hsalab.
	ErrNoRoot = errors.New("not inside a clone of hsalab: change into one and try again")
)

// diskFull turns an error that comes from a full disk, here or in a program that was run, into [ErrDiskFull].
func diskFull(err error) error {
	full := errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
	var failed *CommandError
	if errors.As(err, &failed) {
		for _, sign := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT} {
			full = full || strings.Contains(strings.ToLower(failed.Output), sign.Error())
		}
	}
	if !full || errors.Is(err, ErrDiskFull) {
		return err
	}
	return fmt.Errorf("%w\n%w", ErrDiskFull, err)
}

// A CommandError is the failure of a program that this package ran.
type CommandError struct {
	// Command is the program and its arguments.
	Command string
	// Output is the end of what the program printed.
	Output string
	// Err is the reason, usually an *exec.ExitError.
	Err error
}

// Error names the command, the reason and the end of its output.
func (e *CommandError) Error() string {
	return strings.TrimRight(fmt.Sprintf("%s: %v\n%s", e.Command, e.Err, e.Output), "\n")
}

// Unwrap returns the reason.
func (e *CommandError) Unwrap() error { return e.Err }
