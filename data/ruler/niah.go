package ruler

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/taskpack"
)

// niah is the needle in a haystack: sentences that say values of keys, hidden in noise, in an essay or among other
// needles; the question asks for the values of some keys.
type niah struct {
	*settings
	texts  taskpack.NIAH
	frame  frame
	needle template

	drawKey, drawValue draw
	keys               int    // keys in the haystack
	asked              string // the kind of values in the question

	fitting fitting
	fits    int
}

func (s *settings) newNIAH() (family, error) {
	n := &niah{settings: s, texts: s.pack.RULER.Families.NIAH, keys: max(s.task.Keys, s.task.Queries), asked: s.task.ValueKind}
	if err := n.check(); err != nil {
		return nil, err
	}
	var err error
	if n.drawKey, err = s.drawer("type_needle_k", s.task.KeyKind); err != nil {
		return nil, err
	}
	if n.drawValue, err = s.drawer("type_needle_v", s.task.ValueKind); err != nil {
		return nil, err
	}
	if n.needle, err = s.newTemplate(s.path("needle"), n.texts.Needle, "type_needle_v", "key", "value"); err != nil {
		return nil, err
	}
	if n.frame, err = n.newQuestion(); err != nil {
		return nil, err
	}
	n.fitting = s.fitting(n.unit(), n.step(), n.build)
	return n, nil
}

// check refuses settings that make no task.
func (n *niah) check() error {
	t, r := n.task, n.run
	for name, value := range map[string]int{"num_needle_k": t.Keys, "num_needle_v": t.Values, "num_needle_q": t.Queries} {
		if err := n.positive(name, value); err != nil {
			return err
		}
	}
	switch {
	case t.Haystack != "noise" && t.Haystack != "essay" && t.Haystack != "needle":
		return fmt.Errorf("ruler: task %s has type_haystack %q: want noise, essay or needle", n.name, t.Haystack)
	case t.Haystack == "essay" && r.Essay == nil:
		return fmt.Errorf("ruler: task %s needs an essay as its haystack: give a text", n.name)
	case r.Depth != nil && (*r.Depth < 0 || *r.Depth > 100):
		return fmt.Errorf("ruler: depth %d: want 0 to 100 percent", *r.Depth)
	case len(n.texts.Depths) == 0:
		return errors.New("ruler: the pack's ruler.families.niah.depths is empty")
	}
	return nil
}

// newQuestion is the frame of the prompt, in the singular where one value is asked for.
func (n *niah) newQuestion() (frame, error) {
	text, err := n.wrapped()
	if err != nil {
		return frame{}, err
	}
	if n.task.Queries*n.task.Values == 1 {
		for _, rewrite := range n.texts.SingularRewrites {
			text = strings.ReplaceAll(text, rewrite[0], rewrite[1])
		}
		n.asked = strings.TrimSuffix(n.asked, "s")
	}
	return n.newFrame(n.path("template"), text, "type_needle_v", "query")
}

func (n *niah) unit() string {
	if n.task.Haystack == "essay" {
		return "words of the essay"
	}
	return "lines of the haystack"
}

func (n *niah) step() int {
	switch {
	case n.task.Haystack == "essay":
		return 500
	case n.run.Length < 4096:
		return 5
	}
	return 25
}

func (n *niah) prepare() (err error) {
	n.fits, err = n.fitting.size()
	return err
}

func (n *niah) next(int) (draft, int, error) { return n.fitting.sample(n.fits) }

// build makes a prompt of so many words or lines of haystack.
func (n *niah) build(size int) (draft, error) {
	s := n.secrets()
	var context haystack
	err := n.hide(&context, s.needles, size)
	if err != nil {
		return draft{}, err
	}
	asked, err := n.random.Sample(n.keys, n.task.Queries)
	if err != nil {
		return draft{}, err
	}
	var queries, answers []string
	gold := make([]bool, n.keys)
	for _, k := range asked {
		queries = append(queries, s.keys[k])
		answers = append(answers, s.values[k]...)
		gold[k] = true
	}
	w := new(writer)
	fields := []string{"type_needle_v", n.asked, "query", join(queries, n.texts)}
	n.frame.head.write(&w.Builder, fields...)
	for _, h := range context.hidden {
		if gold[h.key] {
			w.gold = append(w.gold, data.Span{Start: w.Len() + h.at.Start, End: w.Len() + h.at.End})
		}
	}
	w.WriteString(context.String())
	n.frame.tail.write(&w.Builder, fields...)
	return w.draft(answers), nil
}
