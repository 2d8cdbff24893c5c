package taskpack

import (
	"fmt"
	"math"
	"path/filepath"
	"regexp"
	"strings"
)

// importFamilies reads the texts of the task families from RULER's generators: templates from constants.py, sentences
// from the assignments, calls and f-strings that make them.
func (r *RULER) importFamilies(dir string) error {
	tasks, err := assignedDict(filepath.Join(dir, "constants.py"), "TASKS")
	if err != nil {
		return err
	}
	f := &r.Families
	for name, p := range map[string]*Prompt{
		"niah": &f.NIAH.Prompt, "variable_tracking": &f.VT.Prompt, "common_words_extraction": &f.CWE.Prompt,
		"freq_words_extraction": &f.FWE.Prompt, "qa": &f.QA.Prompt,
	} {
		if err := p.fromDict(tasks[name]); err != nil {
			return fmt.Errorf("%s: TASKS[%q]: %w", filepath.Join(dir, "constants.py"), name, err)
		}
	}
	for _, source := range []struct {
		file string
		read func(*pySource)
	}{
		{"niah.py", f.NIAH.importFrom},
		{"variable_tracking.py", f.VT.importFrom},
		{"common_words_extraction.py", func(s *pySource) { f.CWE.Item = strings.Replace(s.literal(`f"{i + 1}. `), "{i + 1}", "{i}", 1) }},
		{"freq_words_extraction.py", func(s *pySource) { f.FWE.NoiseWord = s.assigned("vocab[0]") }},
		{"qa.py", f.QA.importFrom},
	} {
		if err := readSource(filepath.Join(dir, source.file), source.read); err != nil {
			return err
		}
	}
	f.FWE.Alphabet = "abcdefghijklmnopqrstuvwxyz"
	return nil
}

func (p *Prompt) fromDict(value any) error {
	entry, _ := value.(map[string]any)
	template, ok := entry["template"].(string)
	prefix, okPrefix := entry["answer_prefix"].(string)
	budget, okBudget := entry["tokens_to_generate"].(float64)
	if !ok || !okPrefix || !okBudget {
		return fmt.Errorf("want template, answer_prefix and tokens_to_generate")
	}
	*p = Prompt{template, prefix, int(budget)}
	return nil
}

func (n *NIAH) importFrom(s *pySource) {
	n.Needle = s.assigned("needle")
	n.NoiseUnit = s.assigned("haystack")
	n.SingularRewrites = s.calls("template.replace(")
	n.QueryJoin, n.QueryLastJoin = s.literal(`', '.join(queries`), s.literal(`', and '`)
	for i := range 40 { // numpy.linspace(0, 100, 40), rounded
		n.Depths = append(n.Depths, int(math.RoundToEven(float64(i)*(100.0/39))))
	}
}

func (v *VT) importFrom(s *pySource) {
	v.NoiseUnit = s.assigned("haystack")
	value := s.literal(`f"VAR {this_vars[0]} = {str(`)
	v.AssignValue = pyField.ReplaceAllString(strings.Replace(value, "{this_vars[0]}", "<name>", 1), "{value}")
	v.AssignValue = strings.Replace(v.AssignValue, "<name>", "{name}", 1)
	v.AssignVar = strings.NewReplacer("{this_vars[j+1]}", "{name}", "{this_vars[j]}", "{prev}").Replace(s.literal(`f"VAR {this_vars[j+1]}`))
	v.ICLValue = s.assigned("old_value")
	v.Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
}

// pyField is an expression in braces of an f-string.
var pyField = regexp.MustCompile(`\{[^{}]*\}`)

func (q *QA) importFrom(s *pySource) {
	q.Document = s.assigned("DOCUMENT_PROMPT")
	q.DocumentJoin = s.literal(`'\n\n'.join([DOCUMENT_PROMPT`)
}
