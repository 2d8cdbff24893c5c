package taskpack

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

// pySource is a Python file in which literals are looked for. The first that is not found is the error.
type pySource struct {
	text string
	err  error
}

func readSource(path string, read func(*pySource)) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	s := &pySource{text: string(text)}
	read(s)
	if s.err != nil {
		return fmt.Errorf("%s: %w: this is another version of RULER than the importer knows", path, s.err)
	}
	return nil
}

// literal is the string that begins at the first place where the source reads as given.
func (s *pySource) literal(begins string) string {
	i := strings.Index(s.text, begins)
	if i < 0 {
		s.fail(begins)
		return ""
	}
	return s.stringAt(i, begins)
}

// assigned is the string of the first assignment of one to the variable.
func (s *pySource) assigned(variable string) string {
	assign := regexp.MustCompile(`(?m)^[ \t]*` + regexp.QuoteMeta(variable) + `\s*=\s*["']`)
	at := assign.FindStringIndex(s.text)
	if at == nil {
		s.fail(variable + " =")
		return ""
	}
	return s.stringAt(at[1]-1, variable)
}

// calls are the pairs of strings in the calls that begin as given.
func (s *pySource) calls(begins string) [][2]string {
	var pairs [][2]string
	for at := 0; ; {
		i := strings.Index(s.text[at:], begins)
		if i < 0 {
			break
		}
		at += i + len(begins)
		scanner := pyScanner{text: s.text, at: at}
		first, err := scanner.strings()
		scanner.take(',')
		scanner.skipBlank()
		second, err2 := scanner.strings()
		if err == nil && err2 == nil {
			pairs = append(pairs, [2]string{first, second})
		}
	}
	if len(pairs) == 0 {
		s.fail(begins)
	}
	return pairs
}

func (s *pySource) stringAt(at int, what string) string {
	text, err := (&pyScanner{text: s.text, at: at}).string()
	if err != nil {
		s.fail(what)
	}
	return text
}

func (s *pySource) fail(what string) {
	if s.err == nil {
		s.err = fmt.Errorf("no string at %q", what)
	}
}

// assignedDict reads the dict that a Python file assigns to a variable.
func assignedDict(path, variable string) (map[string]any, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w: give the folder of a copy of NVIDIA/RULER", err)
	}
	at := regexp.MustCompile(`(?m)^` + variable + `\s*=\s*`).FindIndex(text)
	if at == nil {
		return nil, fmt.Errorf("%s assigns no %s: give the folder of a copy of NVIDIA/RULER", path, variable)
	}
	value, err := (&pyScanner{text: string(text), at: at[1]}).value()
	if err != nil {
		return nil, fmt.Errorf("%s: %s: %w", path, variable, err)
	}
	dict, ok := value.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s: %s is no dict", path, variable)
	}
	return dict, nil
}
