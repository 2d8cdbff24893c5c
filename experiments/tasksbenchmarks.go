package experiments

import (
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/ruler"
	"github.com/hsalab/hsalab/data/taskpack"
)

// Names of all tasks of a benchmark, in a list of tasks.
const (
	allRULER    = "ruler"
	allBABILong = "babilong"
)

// aboutDocuments is the family of RULER's tasks that ask about documents.
const aboutDocuments = "qa"

// rulerTasks lists RULER's tasks of a pack by path, of ours for "".
func rulerTasks(pack string) []string { return ruler.Tasks(rulerPack(pack)) }

// rulerWithout lists those that need no documents.
func rulerWithout(pack string) []string {
	p := rulerPack(pack)
	return slices.DeleteFunc(ruler.Tasks(p), func(name string) bool { return p.RULER.Tasks[name].Family == aboutDocuments })
}

// rulerPack is the pack at a path, ours for "" and where it does not open, which whoever opens it for use reports.
func rulerPack(path string) *taskpack.Pack {
	if path != "" {
		if own, err := taskpack.Open(path); err == nil {
			return own
		}
	}
	return taskpack.Ours()
}

// babilongTasks lists qa1 to qa20.
func babilongTasks() []string {
	var names []string
	for t := babi.Task(1); t <= 20; t++ {
		names = append(names, t.String())
	}
	return names
}

// Expand is the names of tasks, each once: with those of a whole benchmark, ruler or babilong, in its place, of RULER
// without documents but for those that ask about some, and those of BABILong without its name before them, which training
// puts there.
func (s TaskSpec) Expand(names []string, documents bool) []string {
	var list []string
	for _, name := range names {
		part := []string{name}
		switch {
		case name == allRULER && s.Mixture != nil && !documents:
			part = rulerWithout(s.Mixture.Pack)
		case name == allRULER && s.Mixture != nil:
			part = rulerTasks(s.Mixture.Pack)
		case name == allBABILong && s.Mixture != nil:
			part = babilongTasks()
		case s.Mixture != nil:
			part[0] = strings.TrimPrefix(name, babilongPrefix)
		}
		for _, name := range part {
			if !slices.Contains(list, name) {
				list = append(list, name)
			}
		}
	}
	return list
}
