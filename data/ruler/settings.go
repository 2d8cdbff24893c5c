package ruler

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data/pyrand"
	"github.com/hsalab/hsalab/data/taskpack"
)

// settings are what a run comes to: its task, the pack's texts and the random streams.
type settings struct {
	run    Run
	name   string
	pack   *taskpack.Pack
	task   taskpack.Task
	prompt taskpack.Prompt

	random *pyrand.Random // Python's global generator
	legacy *pyrand.Legacy // NumPy's
}

// family makes the samples of one family of tasks, in order.
type family interface {
	// prepare looks for the size that fits.
	prepare() error
	// next makes sample number i and counts its tokens.
	next(i int) (draft, int, error)
}

func newSettings(r Run) (*settings, error) {
	s := &settings{run: r, name: r.Task, pack: r.Pack}
	if s.pack == nil {
		s.pack = taskpack.Ours()
	}
	if err := s.pack.Require(taskpack.SectionRULER, taskpack.SectionWords); err != nil {
		return nil, err
	}
	if r.Counter == nil {
		return nil, fmt.Errorf("ruler: a run needs a token counter")
	}
	if r.Samples < 0 || r.First < 0 {
		return nil, fmt.Errorf("ruler: %d samples from number %d: want 0 or more", r.Samples, r.First)
	}
	if err := s.findTask(); err != nil {
		return nil, err
	}
	s.random = pyrand.NewRandom(r.Seed)
	s.legacy = pyrand.NewLegacy(uint32(r.Seed))
	return s, nil
}

// family is the family of the run's task, "" if it has none.
func (r Run) family() string {
	switch {
	case r.Setting != nil:
		return r.Setting.Family
	case r.Pack != nil:
		return r.Pack.RULER.Tasks[r.Task].Family
	}
	return taskpack.Ours().RULER.Tasks[r.Task].Family
}

// Tasks are the names of a pack's tasks, sorted. What a task needs is in its settings: an essay if Haystack is "essay",
// documents if Dataset is set.
func Tasks(p *taskpack.Pack) []string { return slices.Sorted(maps.Keys(p.RULER.Tasks)) }

// findTask looks the task up in the pack, unless the run sets it.
func (s *settings) findTask() error {
	if s.run.Setting != nil {
		s.task = *s.run.Setting
		return nil
	}
	task, ok := s.pack.RULER.Tasks[s.name]
	if !ok {
		names := Tasks(s.pack)
		return fmt.Errorf("ruler: no task %q; the nearest is %q; there is: %s", s.name, nearest(s.name, names), strings.Join(names, ", "))
	}
	s.task = task
	return nil
}

// family prepares the templates of the task's family.
func (s *settings) family() (family, error) {
	f := &s.pack.RULER.Families
	for name, family := range map[string]struct {
		prompt taskpack.Prompt
		make   func() (family, error)
	}{
		"niah": {f.NIAH.Prompt, s.newNIAH},
		"vt":   {f.VT.Prompt, s.newVT},
		"cwe":  {f.CWE.Prompt, s.newCWE},
		"fwe":  {f.FWE.Prompt, s.newFWE},
		"qa":   {f.QA.Prompt, s.newQA},
	} {
		if name != s.task.Family {
			continue
		}
		s.prompt = family.prompt
		if s.limit() <= s.prompt.Budget {
			return nil, fmt.Errorf("ruler: length %d: %s reserves %d tokens for the answer: give a greater length", s.run.Length, s.name, s.prompt.Budget)
		}
		if s.run.Depth != nil && name != "niah" {
			return nil, fmt.Errorf("ruler: %s has no needles to put at a depth: leave the depth out", s.name)
		}
		return family.make()
	}
	return nil, fmt.Errorf("ruler: task %s has family %q: want niah, vt, cwe, fwe or qa", s.name, s.task.Family)
}

// fitting fits prompts to the run's length.
func (s *settings) fitting(unit string, step int, build func(int) (draft, error)) fitting {
	f := fitting{
		unit: unit, step: step, limit: s.limit(), budget: s.prompt.Budget,
		count: s.run.Counter.Count, build: build, probed: s.run.probed,
		remedy: "give a greater length",
	}
	if s.run.Tight {
		f.mark = s.mark
	}
	return f
}

// mark remembers where the random streams are; rewind goes back there.
func (s *settings) mark() (rewind func()) {
	random, legacy := *s.random, *s.legacy
	return func() { *s.random, *s.legacy = random, legacy }
}

// limit is the number of tokens that prompt and answer may have.
func (s *settings) limit() int { return s.run.Length - s.run.TemplateTokens }

// shuffler is a generator of its own with the run's seed, which RULER shuffles with: the same order every time.
func (s *settings) shuffler() *pyrand.Random { return pyrand.NewRandom(s.run.Seed) }

// wrapped is the text of the family's template inside that of the model, and the answer prefix.
func (s *settings) wrapped() (string, error) {
	plain := s.prompt.Template + s.prompt.AnswerPrefix
	if s.run.ModelTemplate == "" {
		return plain, nil
	}
	model, ok := s.pack.RULER.ModelTemplates[s.run.ModelTemplate]
	if !ok {
		return "", fmt.Errorf("ruler: pack %s has no model template %q: want one of %s", s.pack.Name, s.run.ModelTemplate,
			strings.Join(slices.Sorted(maps.Keys(s.pack.RULER.ModelTemplates)), ", "))
	}
	return strings.ReplaceAll(model, "{task_template}", s.prompt.Template) + s.prompt.AnswerPrefix, nil
}

// path is where a field of the family stands in the pack, for messages.
func (s *settings) path(field string) string {
	return strings.Join([]string{"ruler", "families", s.task.Family, field}, ".")
}

// positive is an error if a setting of the task is below 1.
func (s *settings) positive(name string, value int) error {
	if value < 1 {
		return fmt.Errorf("ruler: task %s has %s %d: want at least 1", s.name, name, value)
	}
	return nil
}
