//go:build unix

package main

import (
	"os"
	"syscall"
)

// stopSignals have the program save and stop: Ctrl-C, the end of a job, and what Slurm sends before a time limit.
var stopSignals = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGUSR1}
