//go:build unix

package sweep

import (
	"os/exec"
	"syscall"
)

// ownGroup keeps the signals of the terminal from a process: a second Ctrl-C would end it before it has saved.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
