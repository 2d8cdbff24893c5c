package experiments

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// FreeMemory is the memory in bytes that a process can take without another having to give some back: what the system
// says is available, or what the control group of the process has left, if that is less. It is 0 where neither tells.
func FreeMemory() int64 {
	free := int64(0)
	for line := range procLines("/proc/meminfo") {
		if value, ok := strings.CutPrefix(line, "MemAvailable:"); ok {
			if fields := strings.Fields(value); len(fields) > 0 {
				kb, _ := strconv.ParseInt(fields[0], 10, 64)
				free = kb << 10
			}
		}
	}
	if left, ok := groupMemory("/sys/fs/cgroup"); ok && (free == 0 || left < free) {
		free = left
	}
	return free
}

// groupMemory is what a control group (version 2) has left; ok is false where it has no limit.
func groupMemory(dir string) (left int64, ok bool) {
	read := func(name string) (int64, error) {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return 0, err
		}
		return strconv.ParseInt(strings.TrimSpace(string(raw)), 10, 64)
	}
	limit, err := read("memory.max") // "max" is no number
	if err != nil {
		return 0, false
	}
	used, err := read("memory.current")
	if err != nil {
		return 0, false
	}
	for line := range procLines(filepath.Join(dir, "memory.stat")) {
		if value, found := strings.CutPrefix(line, "inactive_file "); found { // given back when wanted
			cache, _ := strconv.ParseInt(value, 10, 64)
			used -= cache
		}
	}
	return max(0, limit-used), true
}
