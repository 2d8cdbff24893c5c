package needles

import (
	"fmt"
	"slices"
	"strings"
)

// Task is one of the group's tasks. The numbers are the group's.
type Task int

// The tasks.
const (
	SingleNeedle     Task = iota // S-N
	MultiQuery                   // MQ-N
	VariableTracking             // VT
	FrequentWords                // FWE
)

var names = []string{"S-N", "MQ-N", "VT", "FWE"}

// String is the task's name in the paper, such as "MQ-N".
func (t Task) String() string {
	if t < 0 || int(t) >= len(names) {
		return fmt.Sprintf("Task(%d)", int(t))
	}
	return names[t]
}

// ParseTask reads a task's name.
func ParseTask(name string) (Task, error) {
	i := slices.Index(names, strings.ToUpper(name))
	if i < 0 {
		return 0, fmt.Errorf("needles: unknown task %q: want one of %s", name, strings.Join(names, ", "))
	}
	return Task(i), nil
}
