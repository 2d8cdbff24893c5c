package kernel

import (
	"os/exec"
	"syscall"
)

// terminateOnCancel gives the program a process group of its own, so that a terminal's Ctrl-C reaches it
// only through us, and makes the end of its context a SIGTERM, followed by SIGKILL after the grace.
func terminateOnCancel(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = grace
}

// killGroup kills the process group led by pid, and with it a kernel and the cell it runs.
func killGroup(pid int) {
	if pid > 1 {
		_ = syscall.Kill(-pid, syscall.SIGKILL)
	}
}

// killProcess kills one process.
func killProcess(pid int) { _ = syscall.Kill(pid, syscall.SIGKILL) }

// freeDisk returns the bytes that an unprivileged user may still write on the disk of dir.
func freeDisk(dir string) (uint64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return uint64(st.Bavail) * uint64(st.Bsize), nil
}
