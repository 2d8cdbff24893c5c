package ruler

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hsalab/hsalab/data/taskpack"
)

const (
	nameLetters        = 5 // of a variable
	exampleNameLetters = 3
	exampleTokens      = 500 // of the solved example
)

// vt is variable tracking: chains of assignments hidden in noise, in the order of the text; the question asks for all
// variables of the first chain. A solved example comes ahead of the prompt, the same for all samples but for its
// names and its value.
type vt struct {
	*settings
	texts          taskpack.VT
	frame          frame
	exampleFrame   frame
	value, assign  template
	templateBegins string // where the example goes

	example string
	fitting fitting
	fits    int
}

func (s *settings) newVT() (family, error) {
	v := &vt{settings: s, texts: s.pack.RULER.Families.VT}
	for name, value := range map[string]int{"num_chains": s.task.Chains, "num_hops": s.task.Hops} {
		if err := s.positive(name, value); err != nil {
			return nil, err
		}
	}
	if s.task.Haystack != "noise" {
		return nil, fmt.Errorf("ruler: task %s has type_haystack %q: want noise", s.name, s.task.Haystack)
	}
	if err := v.newTemplates(); err != nil {
		return nil, err
	}
	v.templateBegins = firstRunes(s.prompt.Template, 20)
	step := 10
	if s.run.Length < 4096 {
		step = 5
	}
	v.fitting = s.fitting("lines of the haystack", step, v.build)
	return v, nil
}

func (v *vt) newTemplates() error {
	text, err := v.wrapped()
	if err != nil {
		return err
	}
	plain := v.prompt.Template + v.prompt.AnswerPrefix
	if v.frame, err = v.newFrame(v.path("template"), text, "query", "num_v"); err != nil {
		return err
	}
	if v.exampleFrame, err = v.newFrame(v.path("template"), plain, "query", "num_v"); err != nil {
		return err
	}
	if v.value, err = v.newTemplate(v.path("assign_value"), v.texts.AssignValue, "name", "value"); err != nil {
		return err
	}
	v.assign, err = v.newTemplate(v.path("assign_var"), v.texts.AssignVar, "name", "prev")
	return err
}

// prepare makes the example and looks for the size that fits with it.
func (v *vt) prepare() error {
	if err := v.makeExample(); err != nil {
		return fmt.Errorf("the solved example ahead of the prompt: %w", err)
	}
	v.fitting.ahead = v.fitting.count(v.example)
	v.fitting.build = v.build
	var err error
	v.fits, err = v.fitting.size()
	if err == nil {
		v.fitting.build = v.buildWithExample
	}
	return err
}

func (v *vt) makeExample() error {
	f := v.fitting
	f.step, f.mark = 5, nil
	f.limit, f.budget = cmp.Or(v.run.ExampleTokens, exampleTokens), 0
	f.remedy = "let it have more tokens (ExampleTokens), or take another tokenizer"
	f.build = func(size int) (draft, error) {
		return v.chainPrompt(v.exampleFrame, size, min(10, v.task.Hops), exampleNameLetters, func() string { return v.texts.ICLValue })
	}
	size, err := f.size()
	if err != nil {
		return err
	}
	d, _, err := f.sample(size)
	if err != nil {
		return err
	}
	v.example = d.prompt + " " + strings.Join(d.answers, " ") + "\n"
	return nil
}

func (v *vt) next(int) (draft, int, error) { return v.fitting.sample(v.fits) }

// build makes a prompt without the example.
func (v *vt) build(size int) (draft, error) {
	return v.chainPrompt(v.frame, size, v.task.Hops, nameLetters, v.drawValue)
}

func (v *vt) drawValue() string { return strconv.Itoa(v.legacy.RandInt(10000, 99999)) }

// buildWithExample makes a prompt with the example in new letters ahead of it.
func (v *vt) buildWithExample(size int) (draft, error) {
	d, err := v.build(size)
	if err != nil {
		return d, err
	}
	cut := strings.Index(d.prompt, v.templateBegins)
	if cut < 0 {
		return d, errors.New("the prompt does not hold the start of its template")
	}
	example := v.reletter() + "\n"
	d.prompt = d.prompt[:cut] + example + d.prompt[cut:]
	for i := range d.gold {
		if d.gold[i].Start >= cut {
			d.gold[i].Start += len(example)
			d.gold[i].End += len(example)
		}
	}
	return d, nil
}

// reletter gives the example other names and another value.
func (v *vt) reletter() string {
	words := strings.Fields(v.example)
	example := v.example
	for _, name := range words[max(0, len(words)-v.task.Hops-1):] {
		example = strings.ReplaceAll(example, name, v.letters(len([]rune(name))))
	}
	return strings.ReplaceAll(example, v.texts.ICLValue, v.drawValue())
}

// letters draws a name.
func (v *vt) letters(n int) string { return v.randomWord(v.texts.Alphabet, n) }

// randomWord draws n letters of an alphabet.
func (s *settings) randomWord(alphabet string, n int) string {
	letters := []rune(alphabet)
	word := make([]rune, n)
	for i, j := range s.random.Choices(len(letters), n) {
		word[i] = letters[j]
	}
	return string(word)
}

// distinctWords draws words until n of them are different. All that were drawn come back.
func (s *settings) distinctWords(alphabet string, length, n int) []string {
	var words []string
	seen := map[string]bool{}
	for len(words) < n || len(seen) < n {
		word := s.randomWord(alphabet, length)
		words = append(words, word)
		seen[word] = true
	}
	return slices.Clip(words)
}
