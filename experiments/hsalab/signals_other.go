//go:build !unix

package main

import (
	"os"
	"syscall"
)

// stopSignals have the program save and stop.
var stopSignals = []os.Signal{os.Interrupt, syscall.SIGTERM}
