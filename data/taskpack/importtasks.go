package taskpack

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// families are RULER's names of the task families in its list of tasks.
var families = map[string]string{
	"niah": "niah", "variable_tracking": "vt", "common_words_extraction": "cwe", "freq_words_extraction": "fwe", "qa": "qa",
}

// yamlLine is a line "key: value" or "key:" of the list of tasks.
var yamlLine = regexp.MustCompile(`^( *)([\w-]+):\s*(\S*)\s*$`)

// importTasks reads RULER's list of tasks, synthetic.yaml: a task at the margin with its family, task, and below args
// its settings. It knows as much of YAML as that file needs.
func (r *RULER) importTasks(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	tasks := map[string]map[string]any{}
	var task map[string]any
	for number, line := range strings.Split(string(text), "\n") {
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		m := yamlLine.FindStringSubmatch(strings.TrimRight(line, " \r"))
		switch {
		case m == nil || m[1] != "" && task == nil:
			return fmt.Errorf("%s:%d: %q is not understood", path, number+1, line)
		case m[1] == "":
			task = map[string]any{}
			tasks[m[2]] = task
		case m[2] == "task":
			task["family"] = families[m[3]]
		case m[2] != "args":
			task[m[2]] = yamlValue(m[3])
		}
	}
	return r.decodeTasks(path, tasks)
}

func yamlValue(text string) any {
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return n
	}
	return strings.Trim(text, `"'`)
}

func (r *RULER) decodeTasks(path string, tasks map[string]map[string]any) error {
	text, err := json.Marshal(tasks)
	if err != nil {
		return err
	}
	dec := json.NewDecoder(strings.NewReader(string(text)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&r.Tasks); err != nil {
		return fmt.Errorf("%s: %w: this is another version of RULER than the importer knows", path, err)
	}
	for name, task := range r.Tasks {
		if task.Family == "" {
			return fmt.Errorf("%s: task %s has no family that RULER is known to have", path, name)
		}
	}
	return nil
}
